import { CONTACT } from './personal/contact'
import { DATES } from './personal/dates'
import { DOCUMENTS } from './personal/documents'
import { PLACES } from './personal/places'
import type { Rule } from './personal/rule'
import { SECRETS } from './personal/secrets'

/** Every kind of personal data, in the order in which they are looked for: what is certain comes before what is loose. */
export const RULES: readonly Rule[] = [...SECRETS, ...CONTACT, ...DATES, ...PLACES, ...DOCUMENTS]

/** A text without personal data. */
export interface Redacted {
  text: string
  /** Kinds of personal data that were taken out, each once. */
  kinds: string[]
}

/** Characters of a text that are read; nobody who asks for help writes more, and what is left out leaks nothing. */
const MAX_CHARS = 6000

/** Replaces personal data (numbers, e-mails, dates, addresses, secrets) by its kind in brackets, and cuts a huge text. */
export function redact(whole: string): Redacted {
  const text = whole.length > MAX_CHARS ? `${whole.slice(0, MAX_CHARS)}…` : whole
  const kinds = new Set<string>()
  let clean = withPlainSigns(text)
  for (const { kind, pattern, confirm, hint } of RULES) {
    if (!hint.test(clean)) continue
    clean = clean.replace(pattern, (match: string, ...found: unknown[]) => {
      const lead = typeof found[0] === 'string' ? found[0] : ''
      const [offset, whole] = found.slice(-2) as [number, string]
      const secret = match.slice(lead.length)
      const start = offset + lead.length
      if (confirm && !confirm(secret, whole.slice(0, start), whole.slice(offset + match.length))) return match
      kinds.add(kind)
      return `${lead}[${kind}]`
    })
  }
  return { text: kinds.size > 0 ? clean : text, kinds: [...kinds] }
}

/** Reads the digits of every script, and the wide letters of Asian keyboards, as the plain ones. */
const withPlainSigns = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/(?![0-9])\p{Nd}/gu, (digit) => String(digitOf(digit)))

// the ten digits of a script stand in a row, and the row starts where no digit stands before it
function digitOf(sign: string): number {
  const code = sign.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++
  return value
}
