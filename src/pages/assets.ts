import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Brand } from '../config'
import { ROOT } from '../root'

/** A file as it is sent, in every form that browsers take. */
export interface Asset {
  type: string
  plain: Buffer
  br: Buffer
  gzip: Buffer
  /** Changes with the content. */
  hash: string
}

const BUILT = path.join(ROOT, 'dist/web')
const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp'
}
const HASH_LENGTH = 10

/** Compresses a content once, for all who ask for it; its type follows from the ending, like ".js". */
export function createAsset(ending: string, content: string | Buffer): Asset {
  const plain = Buffer.from(content)
  return {
    type: TYPES[ending] ?? 'application/octet-stream',
    plain,
    br: brotliCompressSync(plain),
    gzip: gzipSync(plain, { level: 9 }),
    hash: createHash('sha256').update(plain).digest('hex').slice(0, HASH_LENGTH)
  }
}

/** Reads a bundle that `npm run build` made for browsers. */
export const readBundle = (name: string): string => readFileSync(path.join(BUILT, name), 'utf8')

/** Reads the logo of the brand, or the one of this bot, with its ending. */
export function readLogo({ logo }: Brand): { ending: string; content: Buffer } {
  const file = logo ?? path.join(BUILT, 'logo.svg')
  return { ending: path.extname(file).toLowerCase(), content: readFileSync(file) }
}

/** Gives black or white, whichever is read better on a colour written as #rrggbb; the contrast is at least 4.5. */
export function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  // WCAG 2.2, relative luminance; from 0.179 on black has the higher contrast
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff'
}
