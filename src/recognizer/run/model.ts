import { createFeatures, pairsOf, rarity, type WordFeatures } from './features'
import type { WordVectors } from './vectors'

const MAX_CACHED_WORDS = 5_000

/** A trained model: one weight a feature and label. */
export interface Weights {
  labels: string[]
  /** The names of the features, in the order of their numbers. */
  features: string[]
  idf: Float32Array
  /** What words mean; kept in a file of its own. */
  vectors: WordVectors
  /** (features + numbers of a word vector) x labels; times the scale of the feature where there are scales. */
  weights: Float32Array | Int8Array
  scales?: Float32Array
  bias: Float32Array
  /** The words of the examples, the most frequent first, for the repair of slips. */
  words: string[]
}

/** Tells how likely each label is for a list of words. */
export interface Model {
  labels: readonly string[]
  /** Scores in the order of `labels`; `softmax` makes probabilities of them. */
  score(words: readonly string[]): Float32Array
  /** How strongly a single word speaks for a label; below 0 it speaks against it. */
  pull(word: string, label: string): number
}

/** What a word says for each label, before the message around it is weighed. */
interface Voice {
  features: WordFeatures
  /** Three rows, as long as there are labels: by its stem, by its n-grams, by its meaning. */
  says: Float32Array
}

/** Makes trained weights usable. */
export function createModel(trained: Weights): Model {
  const { labels, idf, vectors, weights, scales, bias } = trained
  const features = createFeatures(trained.features, idf, vectors)
  const width = labels.length
  const voices = new Map<string, Voice>()

  function add(sum: Float32Array, from: number, row: number, value: number): void {
    const share = value * (scales?.[row] ?? 1)
    const offset = row * width
    for (let label = 0; label < width; label++)
      sum[from + label] = (sum[from + label] as number) + (weights[offset + label] as number) * share
  }

  // a message is the sum of its words, so what a word says is added up once
  function voiceOf(word: string): Voice {
    let voice = voices.get(word)
    if (!voice) {
      voice = listen(features.of(word))
      if (voices.size >= MAX_CACHED_WORDS) voices.clear()
      voices.set(word, voice)
    }
    return voice
  }

  function listen(word: WordFeatures): Voice {
    const says = new Float32Array(3 * width)
    if (word.stem !== undefined) add(says, 0, word.stem, idf[word.stem] as number)
    for (const id of word.grams) add(says, width, id, idf[id] as number)
    const { place } = word
    if (place !== undefined) {
      const weight = rarity(place) * (vectors.scales[place] as number)
      for (let i = 0; i < vectors.dims; i++)
        add(says, 2 * width, idf.length + i, weight * (vectors.table[place * vectors.dims + i] as number))
    }
    return { features: word, says }
  }

  return {
    labels,
    score(words) {
      const scores = bias.slice()
      const heard = words.map(voiceOf)
      const parts = heard.map((voice) => voice.features)
      const pairs = pairsOf(features, parts)
      const shares = features.shares(parts, pairs)
      for (const id of pairs) add(scores, 0, id, (idf[id] as number) * shares.pairs)
      for (const { says } of heard)
        for (let label = 0; label < width; label++)
          scores[label] =
            (scores[label] as number) +
            (says[label] as number) * shares.stems +
            (says[width + label] as number) * shares.grams +
            (says[2 * width + label] as number) * shares.meaning
      return scores
    },
    pull(word, label) {
      const { features: own, says } = voiceOf(word)
      const { stems, grams, meaning } = features.shares([own], [])
      const column = labels.indexOf(label)
      const said = (row: number): number => says[row * width + column] ?? 0
      return said(0) * stems + said(1) * grams + said(2) * meaning
    }
  }
}

/** Packs weights for a file: a JSON header, then the numbers, the weights as one byte each with a scale a feature. */
export function pack({ labels, features, idf, weights, bias, words }: Weights, fingerprint: string): Buffer {
  const width = labels.length
  const bytes = new Int8Array(weights.length)
  const rows = weights.length / width
  const scales = new Float32Array(rows)
  for (let id = 0; id < rows; id++) {
    const row = weights.subarray(id * width, (id + 1) * width)
    let largest = 0
    for (const weight of row) largest = Math.max(largest, Math.abs(weight))
    const scale = largest / 127 || 1
    scales[id] = scale
    for (let i = 0; i < width; i++) bytes[id * width + i] = Math.round((row[i] ?? 0) / scale)
  }
  const header = Buffer.from(
    JSON.stringify({ fingerprint, labels, rows, features: features.join('\n'), words })
  )
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.length)
  return Buffer.concat([length, header, bytesOf(idf), bytesOf(scales), bytesOf(bias), bytesOf(bytes)])
}

/** What stands before the numbers of a packed model. */
interface Header {
  fingerprint: string
  labels: string[]
  rows: number
  features: string
  words: string[]
}

/** Unpacks what `pack` made, or gives undefined when it was made from other examples, settings or word vectors. */
export function unpack(file: Buffer, fingerprint: string, vectors: WordVectors): Weights | undefined {
  const start = 4 + file.readUInt32LE(0)
  const header = JSON.parse(file.toString('utf8', 4, start)) as Header
  if (header.fingerprint !== fingerprint) return undefined
  const { labels, words, rows } = header
  const names = header.features.split('\n')
  const width = labels.length
  const from = file.byteOffset + start
  const count = names.length + rows + width
  // copied out, because typed arrays must begin at a multiple of four
  const numbers = new Float32Array(file.buffer.slice(from, from + 4 * count))
  const weights = new Int8Array(file.buffer, from + numbers.byteLength, rows * width)
  return {
    labels,
    features: names,
    idf: numbers.subarray(0, names.length),
    vectors,
    weights,
    scales: numbers.subarray(names.length, names.length + rows),
    bias: numbers.subarray(names.length + rows),
    words
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Int8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)
