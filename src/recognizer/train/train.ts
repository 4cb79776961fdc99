import { createFeatures, featureNames, toVector, type Vector } from '../run/features'
import type { Weights } from '../run/model'
import { softmax } from '../run/softmax'
import { TUNING } from '../run/tuning'
import { NO_VECTORS, type WordVectors } from '../run/vectors'

/** A message's words and the labels it has; most have one. */
export interface Example {
  words: string[]
  labels: string[]
}

/** How much is spent on training. */
export interface TrainOptions {
  /** False to leave out the support vector machine, whose cost grows with labels times examples. */
  margins?: boolean
  /** Passes of the softmax regression. */
  epochs?: number
}

/**
 * Trains the one model there is, on any labelled texts: a one-vs-rest linear support vector machine and a softmax
 * regression over the same features, added up. The same examples in the same order give the same weights.
 */
export function train(
  examples: readonly Example[],
  meanings: WordVectors = NO_VECTORS,
  { margins = true, epochs = TUNING.softmaxEpochs }: TrainOptions = {}
): Weights {
  const labels = [...new Set(examples.flatMap((example) => example.labels))]
  const { names, idf } = countFeatures(examples)
  const features = createFeatures(names, idf, meanings)
  const vectors = examples.map(({ words }) => toVector(features, meanings, words))
  const numberOf = new Map(labels.map((label, number) => [label, number]))
  const targets = examples.map((example) => example.labels.map((label) => numberOf.get(label) ?? 0))
  const width = labels.length
  const weights = new Float32Array((names.length + meanings.dims) * width)
  const bias = new Float32Array(width)
  addSoftmax(weights, bias, vectors, targets, epochs)
  if (margins) addMargins(weights, bias, vectors, targets)
  return { labels, features: names, idf, vectors: meanings, weights, bias, words: vocabularyOf(examples) }
}

function vocabularyOf(examples: readonly Example[]): string[] {
  const counts = new Map<string, number>()
  for (const { words } of examples) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a).map(([word]) => word)
}

function countFeatures(examples: readonly Example[]) {
  const numbers = new Map<string, number>()
  const frequency: number[] = []
  for (const { words } of examples) {
    for (const name of featureNames(words)) {
      let id = numbers.get(name)
      if (id === undefined) {
        id = numbers.size
        numbers.set(name, id)
      }
      frequency[id] = (frequency[id] ?? 0) + 1
    }
  }
  const idf = Float32Array.from(frequency, (seen) => Math.log((1 + examples.length) / (1 + seen)) + 1)
  return { names: [...numbers.keys()], idf }
}

// softmax regression by AdaGrad; a message with several labels shares the target between them
function addSoftmax(
  weights: Float32Array,
  bias: Float32Array,
  vectors: Vector[],
  targets: number[][],
  epochs: number
): void {
  const width = bias.length
  const squares = new Float32Array(weights.length).fill(1e-8)
  const scores = new Float32Array(width)
  const order = vectors.map((_, index) => index)
  const random = seeded(7)
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    for (const index of order) {
      const { ids, values } = vectors[index] ?? { ids: [], values: [] }
      scores.set(bias)
      for (let i = 0; i < ids.length; i++) addRow(scores, weights, ids[i] as number, values[i] as number)
      softmax(scores, 1)
      const target = targets[index] ?? []
      for (const label of target) scores[label] = (scores[label] ?? 0) - 1 / target.length
      // labels that are right already would move nothing: skipping them is most of the speed
      const moving: number[] = []
      for (let label = 0; label < width; label++) if (Math.abs(scores[label] ?? 0) > 1e-3) moving.push(label)
      for (let i = 0; i < ids.length; i++) {
        const offset = (ids[i] ?? 0) * width
        const value = values[i] ?? 0
        for (const label of moving) {
          const gradient = (scores[label] ?? 0) * value
          const at = offset + label
          const square = (squares[at] ?? 0) + gradient * gradient
          squares[at] = square
          weights[at] = (weights[at] ?? 0) - (TUNING.softmaxRate * gradient) / Math.sqrt(square)
        }
      }
    }
  }
}

// one-vs-rest linear support vector machine with squared hinge loss, by dual coordinate descent
function addMargins(weights: Float32Array, bias: Float32Array, vectors: Vector[], targets: number[][]): void {
  const width = bias.length
  const size = weights.length / width
  const shrink = 1 / (2 * TUNING.svmCost)
  const curvature = vectors.map(
    ({ values }) => 1 + values.reduce((sum, value) => sum + value * value, 0) + shrink
  )
  const order = vectors.map((_, index) => index)
  const random = seeded(3)
  for (let label = 0; label < width; label++) {
    const plane = new Float32Array(size)
    const duals = new Float32Array(vectors.length)
    const signs = Float32Array.from(targets, (target) => (target.includes(label) ? 1 : -1))
    let offset = 0
    for (let epoch = 0; epoch < TUNING.svmEpochs; epoch++) {
      if (epoch < 3) shuffle(order, random)
      let largest = 0
      for (const index of order) {
        const { ids, values } = vectors[index] ?? { ids: [], values: [] }
        const sign = signs[index] ?? 0
        const dual = duals[index] ?? 0
        let margin = offset
        for (let i = 0; i < ids.length; i++) margin += (plane[ids[i] ?? 0] ?? 0) * (values[i] ?? 0)
        const gradient = sign * margin - 1 + dual * shrink
        const slope = dual === 0 ? Math.min(gradient, 0) : gradient
        if (Math.abs(slope) < 1e-4) continue
        largest = Math.max(largest, Math.abs(slope))
        const updated = Math.max(dual - gradient / (curvature[index] ?? 1), 0)
        duals[index] = updated
        const change = (updated - dual) * sign
        offset += change
        for (let i = 0; i < ids.length; i++) {
          const id = ids[i] ?? 0
          plane[id] = (plane[id] ?? 0) + change * (values[i] ?? 0)
        }
      }
      if (largest < 0.1) break
    }
    for (let id = 0; id < size; id++) {
      const at = id * width + label
      weights[at] = (weights[at] ?? 0) + (plane[id] ?? 0) * TUNING.svmSharpness
    }
    bias[label] = offset * TUNING.svmSharpness
  }
}

function addRow(scores: Float32Array, weights: Float32Array, row: number, value: number): void {
  const offset = row * scores.length
  for (let label = 0; label < scores.length; label++)
    scores[label] = (scores[label] as number) + (weights[offset + label] as number) * value
}

/** Makes a random number generator (0..1) that gives the same numbers for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Shuffles a list in place. */
export function shuffle<T>(list: T[], random: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const kept = list[i] as T
    list[i] = list[j] as T
    list[j] = kept
  }
}
