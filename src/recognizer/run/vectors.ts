import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const FILE = 'vectors.bin'

/** The words of a language as points in space: words that are used alike lie close together. */
export interface WordVectors {
  /** Numbers a word has; 0 where there are no vectors. */
  dims: number
  /** The place of a word in the order of frequency. */
  places: ReadonlyMap<string, number>
  /** One byte a number, to be multiplied with the scale of its word. */
  table: Int8Array
  scales: Float32Array
}

/** No vectors at all: the recognizer then goes by words and letters alone. */
export const NO_VECTORS: WordVectors = {
  dims: 0,
  places: new Map(),
  table: new Int8Array(),
  scales: new Float32Array()
}

/** Names the file of word vectors of a knowledge folder; it need not exist. */
export const vectorFile = (folder: string): string => path.join(folder, FILE)

/** Reads the word vectors of a knowledge folder, where it has some. */
export const readVectors = (folder: string): WordVectors =>
  existsSync(vectorFile(folder)) ? unpackVectors(readFileSync(vectorFile(folder))) : NO_VECTORS

/** Packs vectors, the most frequent word first: a JSON header, a scale a word, then one byte a number. */
export function packVectors(
  source: string,
  words: readonly string[],
  vectors: readonly Float32Array[]
): Buffer {
  const dims = vectors[0]?.length ?? 0
  const scales = Float32Array.from(vectors, (vector) => Math.max(...vector.map(Math.abs)) / 127 || 1)
  const table = Int8Array.from(
    vectors.flatMap((vector, place) => [...vector].map((number) => Math.round(number / (scales[place] ?? 1))))
  )
  const header = Buffer.from(JSON.stringify({ source, dims, words: words.join(' ') }))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.length)
  return Buffer.concat([length, header, Buffer.from(scales.buffer), Buffer.from(table.buffer)])
}

/** Unpacks what `packVectors` made. */
export function unpackVectors(file: Buffer): WordVectors {
  const start = 4 + file.readUInt32LE(0)
  const header = JSON.parse(file.toString('utf8', 4, start)) as { dims: number; words: string }
  const words = header.words.split(' ')
  const from = file.byteOffset + start
  // copied out, because typed arrays must begin at a multiple of four
  const scales = new Float32Array(file.buffer.slice(from, from + 4 * words.length))
  const table = new Int8Array(file.buffer, from + scales.byteLength, words.length * header.dims)
  return { dims: header.dims, places: new Map(words.map((word, place) => [word, place])), table, scales }
}
