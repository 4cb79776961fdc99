/** One kind of personal data: what replaces it, how it looks, and a second look where the pattern is loose. */
export interface Rule {
  kind: string
  /** Finds it. What the first group holds, if there is one, stays: the words that tell what comes. */
  pattern: RegExp
  /** Gives false for a match that is harmless; without what stays, and with the texts on both sides. */
  confirm?: (match: string, before: string, after: string) => boolean
  /** What every text with a match has; other texts are not searched. */
  hint: RegExp
}

/** A text with a digit. */
export const DIGIT = /\d/

/** The digits of a text, without what stands between them. */
export const digits = (text: string): string => text.replace(/\D/g, '')

/** The pattern of one of several words, of any script, with nothing of a word on either side. */
export const word = (list: string): string => `(?<![\\p{L}\\p{N}])(?:${list})(?![\\p{L}\\p{N}])`

/** What stands between a name and its value: "is", ":", "=", "no.", blanks. */
export const IS = String.raw`(?:[\s:=#,.№º°-]|${word(
  'is|was|its|are|no|nr|num|number|numbers|code|id|es|son|é|eh|est|ist|sind|lautet|adalah|saya|là|la|of mine|de|del|du|der|my|mi|mein|it says|says|shows'
)}){0,8}`
