import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { AppError } from '../../errors'
import { packVectors } from '../run/vectors'

/** Words kept; the rest are rare. */
const MAX_WORDS = 40_000
/** Numbers kept of a vector: 64 of GloVe's 100 lose nothing on the examples. */
const DIMS = 64
/** Words whose spread decides which directions are kept. */
const SPREAD_WORDS = 20_000
const ROUNDS = 60
// plain lower-case words; matches "selfie", "don't"; not "2004", "St."
const WORD = /^\p{Ll}[\p{Ll}']+$/u

/**
 * Distils published word vectors (text, a word and its numbers a line, the most frequent first, as GloVe and fastText
 * have them) to what the recognizer needs: the frequent words, without what all words share, in few numbers, packed.
 */
export async function distil(file: string, source: string): Promise<Buffer> {
  const words: string[] = []
  const vectors: Float32Array[] = []
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [word = '', ...numbers] = line.trimEnd().split(' ')
    if (!WORD.test(word) || numbers.length < DIMS) continue
    words.push(word)
    vectors.push(unit(Float32Array.from(numbers, Number)))
    if (words.length === MAX_WORDS) break
  }
  const width = vectors[0]?.length
  if (width === undefined || vectors.some((vector) => vector.length !== width || vector.some(Number.isNaN)))
    throw new AppError(
      'KYC_INPUT',
      `${file} has no word vectors. Give it lines of a word and ${DIMS} or more numbers, the same count on each.`
    )
  center(vectors, width)
  // the first direction tells how frequent a word is and nothing of its meaning
  const directions = mainDirections(vectors.slice(0, SPREAD_WORDS), width, DIMS + 1).slice(1)
  const kept = vectors.map((vector) => Float32Array.from(directions, (direction) => dot(vector, direction)))
  return packVectors(source, words, kept)
}

const dot = (a: Float32Array | Float64Array, b: Float32Array | Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

function unit<V extends Float32Array | Float64Array>(vector: V): V {
  const length = Math.sqrt(dot(vector, vector)) || 1
  return vector.map((number) => number / length) as V
}

function center(vectors: readonly Float32Array[], width: number): void {
  const mean = new Float64Array(width)
  for (const vector of vectors)
    for (let i = 0; i < width; i++) mean[i] = (mean[i] ?? 0) + (vector[i] ?? 0) / vectors.length
  for (const vector of vectors) for (let i = 0; i < width; i++) vector[i] = (vector[i] ?? 0) - (mean[i] ?? 0)
}

// principal components, by power iteration: each is found in what the ones before it left over
function mainDirections(vectors: readonly Float32Array[], width: number, count: number): Float64Array[] {
  const spread = Array.from({ length: width }, () => new Float64Array(width))
  for (const vector of vectors)
    spread.forEach((row, i) => {
      const number = vector[i] ?? 0
      for (let j = 0; j < width; j++) row[j] = (row[j] ?? 0) + number * (vector[j] ?? 0)
    })
  return Array.from({ length: count }, () => {
    let direction = unit(new Float64Array(width).map((_, i) => 1 + i / width))
    for (let round = 0; round < ROUNDS; round++)
      direction = unit(Float64Array.from(spread, (row) => dot(row, direction)))
    const size = dot(
      Float64Array.from(spread, (row) => dot(row, direction)),
      direction
    )
    spread.forEach((row, i) => {
      for (let j = 0; j < width; j++)
        row[j] = (row[j] ?? 0) - size * (direction[i] ?? 0) * (direction[j] ?? 0)
    })
    return direction
  })
}
