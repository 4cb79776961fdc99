import { PNG } from 'pngjs'

// in pixels: wide enough to tell 85 % from 90 %, and narrower than a card on a telephone
const WIDTH = 240
const HEIGHT = 10
type Colour = readonly [red: number, green: number, blue: number, alpha: number]
// both stand out from white, dark and black cards, which a test measures
const FILLED: Colour = [0x2a, 0x9d, 0x8a, 0xff]
const FRAME: Colour = [0x80, 0x80, 0x80, 0xff]
const NOTHING: Colour = [0, 0, 0, 0]

const drawn = new Map<number, string>()

/** Draws a bar of which `share` (0..1) is filled, as a PNG in a data URL: a card loads nothing from elsewhere. */
export function drawBar(share: number): string {
  const known = drawn.get(share)
  if (known) return known
  const png = new PNG({ width: WIDTH, height: HEIGHT })
  const end = Math.round(share * WIDTH)
  for (let n = 0; n < WIDTH * HEIGHT; n++)
    png.data.set(colourAt(n % WIDTH, Math.floor(n / WIDTH), end), n * 4)
  const url = `data:image/png;base64,${PNG.sync.write(png).toString('base64')}`
  drawn.set(share, url)
  return url
}

function colourAt(x: number, y: number, end: number): Colour {
  if (x < end) return FILLED
  const isEdge = x === WIDTH - 1 || y === 0 || y === HEIGHT - 1
  return isEdge ? FRAME : NOTHING
}
