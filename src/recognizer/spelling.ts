import Fuse from 'fuse.js'
import { TUNING } from './tuning'

const MAX_CACHED = 20_000

/** Builds a function that puts a misspelt word back to the nearest one of a vocabulary, and leaves all others alone. */
export function createSpeller(vocabulary: Iterable<string>): (word: string) => string {
  const known = new Set(vocabulary)
  const buckets = new Map<string, string[]>()
  for (const word of known) {
    if (word.length < TUNING.repairFromLength || /\d/.test(word)) continue
    const key = bucket(word, word.length)
    const words = buckets.get(key)
    if (words) words.push(word)
    else buckets.set(key, [word])
  }
  const indexes = new Map<string, Fuse<string>>()
  const repaired = new Map<string, string>()

  // a slip changes the length by one at most and seldom hits the first letter, so a few hundred words are compared
  const near = (word: string): Fuse<string> => {
    const key = bucket(word, word.length)
    let index = indexes.get(key)
    if (!index) {
      const lengths = [word.length - 1, word.length, word.length + 1]
      const words = lengths.flatMap((length) => buckets.get(bucket(word, length)) ?? [])
      index = new Fuse(words, { includeScore: true, threshold: TUNING.repairThreshold, distance: 20 })
      indexes.set(key, index)
    }
    return index
  }

  return (word) => {
    if (word.length < TUNING.repairFromLength || word.length > 32 || known.has(word) || /\d/.test(word))
      return word
    let best = repaired.get(word)
    if (best === undefined) {
      best = near(word).search(word, { limit: 1 })[0]?.item ?? word
      if (repaired.size >= MAX_CACHED) repaired.clear()
      repaired.set(word, best)
    }
    return best
  }
}

const bucket = (word: string, length: number): string => `${word[0]}${length}`
