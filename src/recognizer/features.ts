import { stem } from './text'
import { TUNING } from './tuning'

/** A message as the model sees it: feature numbers and their weights, side by side. */
export interface Vector {
  ids: number[]
  values: number[]
}

/** What kind of feature a name is: a word stem, a pair of stems or a character n-gram. */
type Kind = 'w' | 'p' | 'c'

const KIND_WEIGHT: Record<Kind, number> = { w: 1, p: TUNING.pairWeight, c: TUNING.charWeight }
const MAX_CACHED_WORDS = 20_000

/** Names the features of one word: its stem, and the character n-grams inside it. */
function namesOf(word: string): string[] {
  const names = [`w${stem(word)}`]
  const framed = `<${word}>`
  for (let size = TUNING.charFrom; size <= TUNING.charTo; size++) {
    for (let at = 0; at + size <= framed.length; at++) names.push(`c${framed.slice(at, at + size)}`)
  }
  return names
}

const pairName = (first: string, second: string): string => `p${stem(first)} ${stem(second)}`

/** Lists the features of a message by name, each once. */
export function featureNames(words: readonly string[]): Set<string> {
  const names = new Set<string>()
  words.forEach((word, at) => {
    for (const name of namesOf(word)) names.add(name)
    const next = words[at + 1]
    if (next !== undefined) names.add(pairName(word, next))
  })
  return names
}

/** Builds the function that turns words into a vector, from the known features and their inverse document frequencies. */
export function createVectoriser(known: ReadonlyMap<string, number>, idf: Float32Array) {
  const idsByWord = new Map<string, number[]>()
  const kinds: Kind[] = []
  for (const [name, id] of known) kinds[id] = name[0] as Kind

  function idsOf(word: string): number[] {
    let ids = idsByWord.get(word)
    if (!ids) {
      ids = namesOf(word).flatMap((name) => known.get(name) ?? [])
      if (idsByWord.size >= MAX_CACHED_WORDS) idsByWord.clear()
      idsByWord.set(word, ids)
    }
    return ids
  }

  return (words: readonly string[]): Vector => {
    const counts = new Map<number, number>()
    const count = (id: number | undefined) => {
      if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    words.forEach((word, at) => {
      for (const id of idsOf(word)) count(id)
      const next = words[at + 1]
      if (next !== undefined) count(known.get(pairName(word, next)))
    })
    return weigh(counts)
  }

  // each kind is brought to unit length on its own, so that many n-grams cannot drown few words
  function weigh(counts: Map<number, number>): Vector {
    const ids: number[] = []
    const values: number[] = []
    const squares: Record<Kind, number> = { w: 0, p: 0, c: 0 }
    for (const [id, count] of counts) {
      const value = (1 + Math.log(count)) * (idf[id] ?? 0)
      squares[kinds[id] ?? 'w'] += value * value
      ids.push(id)
      values.push(value)
    }
    for (let i = 0; i < ids.length; i++) {
      const kind = kinds[ids[i] ?? 0] ?? 'w'
      values[i] = ((values[i] ?? 0) * KIND_WEIGHT[kind]) / Math.sqrt(squares[kind] || 1)
    }
    return { ids, values }
  }
}
