import { createVectoriser } from './features'
import { addScores } from './train'

/** A trained model: one weight a feature and label. */
export interface Weights {
  labels: string[]
  /** Feature name -> its number. */
  features: Map<string, number>
  idf: Float32Array
  /** features x labels; times the scale of the feature where there are scales. */
  weights: Float32Array | Int8Array
  scales?: Float32Array
  bias: Float32Array
  /** The words of the examples, for the repair of slips. */
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

/** Makes trained weights usable. */
export function createModel({ labels, features, idf, weights, scales, bias }: Weights): Model {
  const plain = createVectoriser(features, idf)
  const vectorise: typeof plain = (words) => {
    const { ids, values } = plain(words)
    return scales
      ? { ids, values: values.map((value, i) => value * (scales[ids[i] ?? 0] ?? 0)) }
      : { ids, values }
  }
  const score = (words: readonly string[]): Float32Array => {
    const scores = Float32Array.from(bias)
    const { ids, values } = vectorise(words)
    addScores(scores, weights, ids, values)
    return scores
  }
  const pull = (word: string, label: string): number => {
    const { ids, values } = vectorise([word])
    const column = labels.indexOf(label)
    return ids.reduce((sum, id, i) => sum + (weights[id * labels.length + column] ?? 0) * (values[i] ?? 0), 0)
  }
  return { labels, score, pull }
}

/** Packs weights for a file: a JSON header, then the numbers, the weights as one byte each with a scale a feature. */
export function pack({ labels, features, idf, weights, bias, words }: Weights, fingerprint: string): Buffer {
  const width = labels.length
  const bytes = new Int8Array(weights.length)
  const scales = new Float32Array(features.size)
  for (let id = 0; id < features.size; id++) {
    const row = weights.subarray(id * width, (id + 1) * width)
    let largest = 0
    for (const weight of row) largest = Math.max(largest, Math.abs(weight))
    const scale = largest / 127 || 1
    scales[id] = scale
    for (let i = 0; i < width; i++) bytes[id * width + i] = Math.round((row[i] ?? 0) / scale)
  }
  const header = Buffer.from(
    JSON.stringify({ fingerprint, labels, features: [...features.keys()].join('\n'), words })
  )
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.length)
  return Buffer.concat([length, header, bytesOf(idf), bytesOf(scales), bytesOf(bias), bytesOf(bytes)])
}

/** Unpacks what `pack` made, or gives undefined when it was made from other examples or settings. */
export function unpack(file: Buffer, fingerprint: string): Weights | undefined {
  const start = 4 + file.readUInt32LE(0)
  const header = JSON.parse(file.toString('utf8', 4, start)) as Record<'labels' | 'words', string[]> &
    Record<string, string>
  if (header.fingerprint !== fingerprint) return undefined
  const { labels, words } = header
  const names = header.features?.split('\n') ?? []
  const width = labels.length
  // copied out, because typed arrays must begin at a multiple of four
  const numbers = new Float32Array(
    file.buffer.slice(file.byteOffset + start, file.byteOffset + start + 4 * (2 * names.length + width))
  )
  const idf = numbers.subarray(0, names.length)
  const scales = numbers.subarray(names.length, 2 * names.length)
  const bias = numbers.subarray(2 * names.length)
  const weights = new Int8Array(
    file.buffer,
    file.byteOffset + start + numbers.byteLength,
    names.length * width
  )
  return { labels, features: new Map(names.map((name, id) => [name, id])), idf, weights, scales, bias, words }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Int8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)
