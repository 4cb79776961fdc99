/** What the page keeps in the browser, so that a refresh or a later visit goes on. */
export interface Kept {
  conversation?: string
  token?: string
  /** Brings the conversation back when the token has expired. */
  resume?: string
  /** Ids of the steps that are ticked off, by the id of their message. */
  ticked?: Record<string, string[]>
}

const KEY = 'kyc-help'

/** Reads what is kept; nothing where the browser keeps nothing. */
export function readKept(): Kept {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Kept
  } catch {
    // a browser may forbid storage to a frame; the chat then lasts as long as the page
    return {}
  }
}

/** Changes a part of what is kept. */
export function keep(part: Kept): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readKept(), ...part }))
  } catch {
    // full or forbidden, see above
  }
}
