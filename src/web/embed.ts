/** How a page wants the chat. */
interface Options {
  /** Language of the chat, like "es"; without one the browser's is taken. */
  language?: string
  /** The corner of the button. */
  side?: 'end' | 'start'
  /** True to open the chat at once. */
  open?: boolean
}

/** What the server writes into this script. */
declare const SETTINGS: {
  color: string
  onColor: string
  words: Record<string, { open: string; close: string; title: string }>
}

const WIDE = '(min-width: 480px)'
const script = document.currentScript as HTMLScriptElement | null
const service = new URL(script?.src ?? location.href).origin

let host: HTMLElement | undefined
let button: HTMLButtonElement | undefined
let frame: HTMLIFrameElement | undefined
let url = ''
let title = ''
let isOpen = false

/** Puts the button on the page; called again it starts anew. */
function init({ language, side = 'end', open: atOnce = false }: Options = {}): void {
  destroy()
  const wanted = (language ?? navigator.language).toLowerCase()
  const [first = 'en'] = Object.keys(SETTINGS.words)
  const locale = [wanted, wanted.slice(0, 2)].find((one) => one in SETTINGS.words) ?? first
  const words = SETTINGS.words[locale]
  title = words?.title ?? ''
  url = `${service}/?lang=${locale}`

  host = document.createElement('div')
  // a tree of its own: the page's styles do not reach it, nor its styles the page
  const root = host.attachShadow({ mode: 'open' })
  button = document.createElement('button')
  button.type = 'button'
  button.setAttribute('aria-label', words?.open ?? '')
  button.setAttribute('aria-expanded', 'false')
  button.setAttribute('aria-haspopup', 'dialog')
  button.append(icon('M4 5h16v11H9l-5 4z'))
  button.addEventListener('click', () => (isOpen ? close() : open()))
  root.append(button)
  // a style sheet made by script needs no leave of the page's content policy
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles(side))
  root.adoptedStyleSheets.push(sheet)
  document.body.append(host)
  addEventListener('message', hear)
  addEventListener('keydown', closeOnEscape)
  if (atOnce) open()
}

/** Opens the chat and puts the focus into it. */
function open(): void {
  if (!button) return
  if (!frame) {
    frame = document.createElement('iframe')
    frame.src = url
    frame.title = title
    frame.addEventListener('load', focus)
    button.before(frame)
  }
  isOpen = true
  frame.hidden = false
  button.setAttribute('aria-expanded', 'true')
  focus()
}

// the frame first, then what is in it: a frame that is still loading keeps the focus to itself
function focus(): void {
  if (!isOpen) return
  frame?.focus()
  frame?.contentWindow?.focus()
}

/** Closes the chat and gives the focus back to the button; what was said stays. */
function close(): void {
  if (!frame || !isOpen) return
  isOpen = false
  frame.hidden = true
  button?.setAttribute('aria-expanded', 'false')
  button?.focus()
}

/** Takes everything off the page. */
function destroy(): void {
  host?.remove()
  removeEventListener('message', hear)
  removeEventListener('keydown', closeOnEscape)
  host = button = frame = undefined
  isOpen = false
}

function hear({ source, origin: from, data }: MessageEvent): void {
  if (from === service && source === frame?.contentWindow && data?.kycHelp === 'close') close()
}

function closeOnEscape({ key }: KeyboardEvent): void {
  if (key === 'Escape') close()
}

function icon(shape: string): SVGElement {
  const name = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(name, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(name, 'path')
  path.setAttribute('d', shape)
  svg.append(path)
  return svg
}

// marked important, because otherwise a rule of the page for all elements of this kind would win
const styles = (side: string): string => `
:host { all: initial !important; position: fixed !important; inset-block-end: 20px !important;
  inset-inline-${side}: 20px !important; z-index: 2147483000 !important; }
button { width: 60px; height: 60px; border: 2px solid ${SETTINGS.onColor}; border-radius: 50%; cursor: pointer;
  background: ${SETTINGS.color}; color: ${SETTINGS.onColor}; box-shadow: 0 4px 16px rgb(0 0 0 / .28); }
button:focus-visible { outline: 3px solid ${SETTINGS.color}; outline-offset: 3px; }
svg { width: 28px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; vertical-align: middle; }
iframe { position: fixed; inset: 0; width: 100%; height: 100%; border: 0; background: Canvas; }
iframe[hidden] { display: none; }
@media ${WIDE} {
  iframe { inset: auto; inset-block-end: 96px; inset-inline-${side}: 20px; width: 400px; height: min(680px, calc(100vh - 116px));
    border-radius: 18px; box-shadow: 0 12px 48px rgb(0 0 0 / .3); }
}`

Object.assign(window, { KycHelp: { init, open, close, destroy } })
