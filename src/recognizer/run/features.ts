import { stem } from '../../text/words'
import { TUNING } from './tuning'
import type { WordVectors } from './vectors'

/** A message as the model sees it while it learns: feature numbers and their weights, side by side. */
export interface Vector {
  ids: number[]
  values: number[]
}

/** The features of one word: numbers of the stem (where it is known) and of the character n-grams inside the word. */
export interface WordFeatures {
  stem: number | undefined
  grams: number[]
  /** Sum of the squared frequencies of the n-grams. */
  gramSquares: number
  /** Place among the word vectors. */
  place: number | undefined
}

/** What each kind of feature weighs in a message, so that many n-grams cannot drown few words. */
export interface Shares {
  stems: number
  pairs: number
  grams: number
  meaning: number
}

/** Knows the features, and what they are worth. */
export interface Features {
  /** How telling a feature is: its inverse document frequency. */
  idf: Float32Array
  of(word: string): WordFeatures
  pair(first: WordFeatures, second: WordFeatures): number | undefined
  /** Weighs the features of a message against each other: each kind is brought to a length of its own. */
  shares(words: readonly WordFeatures[], pairs: readonly number[]): Shares
}

const gramsOf = (word: string): string[] => {
  const framed = `<${word}>`
  const grams: string[] = []
  for (let size = TUNING.charFrom; size <= TUNING.charTo; size++)
    for (let at = 0; at + size <= framed.length; at++) grams.push(framed.slice(at, at + size))
  return grams
}

// the first letter of a name keeps stems, pairs and n-grams apart
const stemName = (word: string): string => `w${stem(word)}`
const pairName = (first: string, second: string): string => `p${stem(first)} ${stem(second)}`

/** Lists the features of a message by name, each once. */
export function featureNames(words: readonly string[]): Set<string> {
  const names = new Set<string>()
  words.forEach((word, at) => {
    names.add(stemName(word))
    for (const gram of gramsOf(word)) names.add(`c${gram}`)
    const next = words[at + 1]
    if (next !== undefined) names.add(pairName(word, next))
  })
  return names
}

/** Builds the features from their names, in the order of their numbers. */
export function createFeatures(
  names: readonly string[],
  idf: Float32Array,
  { places, dims, table, scales }: WordVectors
): Features {
  const stems = new Map<string, number>()
  const grams = new Map<string, number>()
  names.forEach((name, id) => {
    if (name[0] === 'w') stems.set(name.slice(1), id)
    else if (name[0] === 'c') grams.set(name.slice(1), id)
  })
  const pairs = new Map<number, number>()
  const key = (first: number, second: number): number => first * names.length + second
  names.forEach((name, id) => {
    if (name[0] !== 'p') return
    const gap = name.indexOf(' ')
    pairs.set(key(stems.get(name.slice(1, gap)) ?? 0, stems.get(name.slice(gap + 1)) ?? 0), id)
  })
  const square = (id: number): number => (idf[id] as number) ** 2
  const unit = (weight: number, squares: number): number => (squares > 0 ? weight / Math.sqrt(squares) : 0)

  const sum = new Float64Array(dims)
  // the squared length of the sum of the words' vectors
  function meaningSquares(words: readonly WordFeatures[]): number {
    sum.fill(0)
    for (const { place } of words) {
      if (place === undefined) continue
      const weight = rarity(place) * (scales[place] as number)
      for (let i = 0; i < dims; i++)
        sum[i] = (sum[i] as number) + weight * (table[place * dims + i] as number)
    }
    let squares = 0
    for (let i = 0; i < dims; i++) squares += (sum[i] as number) ** 2
    return squares
  }

  return {
    idf,
    of(word) {
      const known: number[] = []
      let gramSquares = 0
      for (const gram of gramsOf(word)) {
        const id = grams.get(gram)
        if (id === undefined) continue
        known.push(id)
        gramSquares += square(id)
      }
      return { stem: stems.get(stem(word)), grams: known, gramSquares, place: places.get(word) }
    },
    pair: ({ stem: first }, { stem: second }) =>
      first === undefined || second === undefined ? undefined : pairs.get(key(first, second)),
    shares(words, pairs) {
      let stemSquares = 0
      let gramSquares = 0
      let pairSquares = 0
      for (const word of words) {
        if (word.stem !== undefined) stemSquares += square(word.stem)
        gramSquares += word.gramSquares
      }
      for (const id of pairs) pairSquares += square(id)
      return {
        stems: unit(1, stemSquares),
        pairs: unit(TUNING.pairWeight, pairSquares),
        grams: unit(TUNING.charWeight, gramSquares),
        meaning: unit(TUNING.meaningWeight, meaningSquares(words))
      }
    }
  }
}

/** Lists the known pairs of neighbouring words, as often as they occur. */
export function pairsOf(features: Features, words: readonly WordFeatures[]): number[] {
  const pairs: number[] = []
  for (let at = 1; at < words.length; at++) {
    const id = features.pair(words[at - 1] as WordFeatures, words[at] as WordFeatures)
    if (id !== undefined) pairs.push(id)
  }
  return pairs
}

/** How much a word of the vectors counts: rarer ones mean more. */
export const rarity = (place: number): number => Math.log(2 + place)

/** Turns words into a vector to learn from; the numbers of the meaning come after the features. */
export function toVector(
  features: Features,
  { dims, table, scales }: WordVectors,
  words: readonly string[]
): Vector {
  const known = words.map((word) => features.of(word))
  const pairs = pairsOf(features, known)
  const shares = features.shares(known, pairs)
  const values = new Map<number, number>()
  const add = (id: number, value: number) => values.set(id, (values.get(id) ?? 0) + value)
  for (const id of pairs) add(id, (features.idf[id] as number) * shares.pairs)
  for (const { stem, grams, place } of known) {
    if (stem !== undefined) add(stem, (features.idf[stem] as number) * shares.stems)
    for (const id of grams) add(id, (features.idf[id] as number) * shares.grams)
    if (place === undefined) continue
    const weight = rarity(place) * (scales[place] as number) * shares.meaning
    for (let i = 0; i < dims; i++) add(features.idf.length + i, weight * (table[place * dims + i] as number))
  }
  return { ids: [...values.keys()], values: [...values.values()] }
}
