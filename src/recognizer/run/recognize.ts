import type { Labels } from '../../knowledge/knowledge'
import type { Parsed } from '../../text/words'
import kept from './calibration.json'
import { decide, type Guess, type Recognition, rank } from './decide'
import type { Particles, SpecialLabels } from './lexicon'
import { createModel, type Model, type Weights } from './model'
import { bestOf, createObserver, type Word } from './observe'
import { softmax } from './softmax'
import { TUNING } from './tuning'

/** Builds the function that understands free text. */
export function createRecognizer(weights: Weights, labels: SpecialLabels, particles: Particles) {
  const model = createModel(weights)
  const observe = createObserver(model, weights, labels, particles)
  const known = new Set(weights.words.slice(0, TUNING.quotableWords))
  return (text: string, parsed?: Parsed, isQuoted = false): Recognition => {
    const observation = observe(text, parsed, isQuoted)
    if (observation.words.length === 0) return { decision: 'none', guesses: [], offers: [], confidence: 0 }
    const explain = (label: string) => snippet(observation.words, model, label, particles.common, known)
    const decision = decide(rank(model.labels, observation, kept), kept, explain, labels)
    const ruledOut = observation.ruledOut.flatMap((scores) => bestGuess(model, scores))
    return { ...decision, denied: observation.denies, ruledOut }
  }
}

/** Confidence from which on what a clause rules out is named. */
const CLEAR = 0.25

function bestGuess(model: Model, scores: Float32Array): Guess[] {
  const chances = scores.slice()
  softmax(chances, kept.sharpness)
  const best = bestOf(chances)
  const confidence = chances[best] ?? 0
  return confidence >= CLEAR ? [{ id: model.labels[best] ?? '', confidence, why: '' }] : []
}

/** Understands a text. */
export type Recognize = ReturnType<typeof createRecognizer>
// the stretch of the message that speaks for the label most, as it was written; a rare word may be a name, and is not
// said back
function snippet(
  words: readonly Word[],
  model: Model,
  label: string,
  common: ReadonlySet<string>,
  known: ReadonlySet<string>
): string {
  const pulls = words.map(({ read }) => (common.has(read) ? 0 : Math.max(0, model.pull(read, label))))
  let best = { from: 0, to: 0, sum: 0 }
  for (let from = 0; from < words.length; from++) {
    if (!pulls[from]) continue
    let sum = 0
    for (let to = from; to < Math.min(words.length, from + TUNING.whyWords); to++) {
      if (!known.has(words[to]?.read ?? '')) break
      sum += pulls[to] ?? 0
      if (pulls[to] && sum > best.sum) best = { from, to: to + 1, sum }
    }
  }
  const stretch = words.slice(best.from, best.to)
  return stretch.map(({ written }) => written).join(' ')
}

/** Splits ids into the labels and reasons of the evaluation, each once, best first. */
export function toLabels(
  ids: readonly string[],
  { label, reason }: Labels
): { labels: string[]; reasons: string[] } {
  const labels = new Set(ids.map((id) => label.get(id) ?? id))
  const reasons = new Set(ids.flatMap((id) => reason.get(id) ?? []))
  return { labels: [...labels], reasons: [...reasons] }
}
