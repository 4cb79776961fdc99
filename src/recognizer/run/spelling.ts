import { distance, MAX_LENGTH } from '../../text/distance'
import { TUNING } from './tuning'

const MAX_CACHED = 20_000

/** Words that share a length and the first or the last letter, and for each the set of its letters as bits. */
interface Shelf {
  words: string[]
  letters: number[]
}

/**
 * Builds a function that puts a misspelt word back to the nearest one of a vocabulary, the more frequent first, and
 * leaves all others alone; so it does with words that `isWord` knows from elsewhere.
 */
export function createSpeller(
  vocabulary: Iterable<string>,
  isWord: (word: string) => boolean = () => false
): (word: string) => string {
  const known = new Set(vocabulary)
  const shelves = new Map<string, Shelf>()
  for (const word of known) {
    if (word.length < TUNING.repairFromLength || word.length > MAX_LENGTH || /\d/.test(word)) continue
    for (const key of shelfKeys(word, word.length)) {
      const shelf = shelves.get(key) ?? { words: [], letters: [] }
      shelf.words.push(word)
      shelf.letters.push(lettersOf(word))
      shelves.set(key, shelf)
    }
  }
  const repaired = new Map<string, string>()

  function nearest(word: string): string {
    const most = word.length >= TUNING.twoSlipsFromLength ? 2 : 1
    const letters = lettersOf(word)
    let best = word
    let least = Infinity
    for (let length = word.length - most; length <= word.length + most; length++) {
      for (const key of shelfKeys(word, length)) {
        const shelf = shelves.get(key)
        for (let at = 0; at < (shelf?.words.length ?? 0); at++) {
          // a slip changes two letters of the set at most, so few words are left to compare letter by letter
          if (countBits(letters ^ (shelf?.letters[at] as number)) > 2 * most) continue
          const candidate = shelf?.words[at] as string
          const slips = distance(word, candidate, most)
          const cost = slips + (candidate[0] === word[0] ? 0 : FIRST_LETTER_COST)
          if (slips > most || cost >= least) continue
          best = candidate
          least = cost
        }
      }
    }
    return best
  }

  return (word) => {
    if (word.length < TUNING.repairFromLength || known.has(word)) return word
    let best = repaired.get(word)
    if (best === undefined) {
      best = word.length > MAX_LENGTH || isWord(word) || /\d/.test(word) ? word : nearest(word)
      if (repaired.size >= MAX_CACHED) repaired.clear()
      repaired.set(word, best)
    }
    return best
  }
}

// slips seldom hit the first letter of a word
const FIRST_LETTER_COST = 0.3

const shelfKeys = (word: string, length: number): [first: string, last: string] => [
  `${word[0]}${length}`,
  `${length}${word.at(-1)}`
]

function lettersOf(word: string): number {
  let bits = 0
  for (let at = 0; at < word.length; at++) bits |= 1 << (word.charCodeAt(at) & 31)
  return bits
}

function countBits(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
