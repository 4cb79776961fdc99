import PorterStemmer from 'natural/lib/natural/stemmers/porter_stemmer'
import { RegexpTokenizer } from 'natural/lib/natural/tokenizers/regexp_tokenizer'

/** Characters of a message that are read; a longer one is understood by its beginning. */
export const MAX_CHARS = 2000

// words ("don't" was opened to "do not" before), numbers and emoji; matches "id", "2nd", "😷"; not "...", "\u0301"
const WORDS = new RegexpTokenizer({ pattern: /[\p{L}\p{N}]+|\p{Extended_Pictographic}/gu, gaps: false })

// signs that stand for letters where somebody hides a word
const HIDING: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's'
}

/** Lower-cases, removes accents, control characters and lone surrogates, spells out hidden words, and opens English contractions. */
export function normalise(text: string): string {
  return (
    text
      .slice(0, MAX_CHARS)
      .normalize('NFKD')
      .toLowerCase()
      // accents, controls, invisible marks and halves of surrogate pairs; "é" -> "e"; leaves "e" alone
      .replace(/[\p{M}\p{Cf}\p{Cs}]/gu, '')
      .replace(/[’‘`´]/g, "'")
      // what hides a word: "f a k e", "f.a.k.e" -> "fake"; leaves "e.g.", "a card" alone
      .replace(/(?<![\p{L}\p{N}])(?:\p{L}[ ._*-]){2,20}\p{L}(?![\p{L}\p{N}])/gu, (word) =>
        word.replace(/\P{L}/gu, '')
      )
      // "f4ke", "passp0rt" -> "fake", "passport"; leaves "mp3", "iphone15pro" alone
      .replace(/(?<=\p{L})[013457@$](?=\p{L})/gu, (sign) => HIDING[sign] ?? sign)
      // "can't" -> "can not"; leaves "cannon" alone
      .replace(/\b(?:can't|cant|cannot)\b/g, 'can not')
      // "doesn't" -> "does not"; leaves "not" alone
      .replace(/n't\b/g, ' not')
      // "dont", "didnt" -> "do not", "did not"; leaves "font" alone
      .replace(/\b(do|does|did|is|was|are|have|has|would|could|should)nt\b/g, '$1 not')
      // "I'm", "it's" -> "i", "it"; leaves "its" alone
      .replace(/'(?:m|s|re|ve|ll|d)\b/g, '')
  )
}

/** Splits normalised text into words, numbers and emoji. */
export const tokenise = (normalised: string): string[] => WORDS.tokenize(normalised) ?? []

const stems = new Map<string, string>()
const MAX_STEMS = 50_000

/** Gives the stem of a word; the same word is stemmed once. */
export function stem(word: string): string {
  let found = stems.get(word)
  if (found === undefined) {
    found = PorterStemmer.stem(word)
    if (stems.size >= MAX_STEMS) stems.clear()
    stems.set(word, found)
  }
  return found
}

// "a, b" "a. b" "a - b" "a\nb" break; "well-lit" and "a'b" do not
const BREAKS = /[.,;:!?()\n\r|•/+&"]+|\s[-–—]+\s|^\s*[-–—*]\s*/gmu

/** A message as words, and again cut into clauses, which lack the connecting words between them. */
export interface Parsed {
  words: string[]
  clauses: string[][]
}

/** Splits a message into words and clauses: at punctuation, and before the connecting words given (like "and", "but"). */
export function parse(text: string, connectors: ReadonlySet<string>): Parsed {
  const words: string[] = []
  const clauses: string[][] = []
  for (const part of normalise(text).split(BREAKS)) {
    let clause: string[] = []
    for (const word of tokenise(part)) {
      words.push(word)
      if (!connectors.has(word)) clause.push(word)
      else if (clause.length > 0) {
        clauses.push(clause)
        clause = []
      }
    }
    if (clause.length > 0) clauses.push(clause)
  }
  return { words, clauses }
}
