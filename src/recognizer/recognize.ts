import type { Labels } from '../knowledge/schema'
import calibration from './calibration.json'
import { createModel, type Model, type Weights } from './model'
import { clauses, normalise, tokenise } from './text'
import { createRepair } from './train'
import { TUNING } from './tuning'

/** Something the message may mean, how sure that is (0..1), and the words of the message that led to it. */
export interface Guess {
  /** A reason, a cause the guide lacks, a category or an intent. */
  id: string
  confidence: number
  why: string
}

/** What a message was understood as. */
export interface Recognition {
  /** `answer`: sure enough; `ask`: offer the guesses; `none`: about something else. */
  decision: 'answer' | 'ask' | 'none'
  /** Everything the message is taken to assert, best first; empty for `none`. */
  guesses: Guess[]
  /** Up to three guesses to offer, best first. */
  offers: Guess[]
  /** How sure the best guess is, 0..1. */
  confidence: number
}

/** The words that join two statements ("and", "but"), where a message is cut into clauses. */
export type Connectors = ReadonlySet<string>

/** Builds the function that understands free text. */
export function createRecognizer(
  weights: Weights,
  labels: Pick<Labels, 'outOfScope' | 'ruledOut'>,
  connectors: Connectors
) {
  const model = createModel(weights, calibration.sharpness)
  const repair = createRepair(weights.words)
  const ruledOut = model.labels.indexOf(labels.ruledOut)

  return (text: string): Recognition => {
    const parts = clauses(text, connectors).slice(0, TUNING.maxClauses).map(repair)
    const kept =
      parts.length > 1 ? parts.filter((words) => top(model.classify(words)).label !== ruledOut) : parts
    const clear = kept.length > 0 ? kept : parts
    const words =
      kept.length === parts.length
        ? repair(tokenise(normalise(text)).slice(0, TUNING.maxWords))
        : clear.flat()
    if (words.length === 0) return { decision: 'none', guesses: [], offers: [], confidence: 0 }
    const whole = exclude(model.classify(words), ruledOut)
    const votes = clear.length > 1 ? clear.map((clause) => exclude(model.classify(clause), ruledOut)) : []
    const ranked = rank(model, whole, votes)
    return decide(ranked, words, model, labels.outOfScope)
  }
}

/** Understands a text. */
export type Recognize = ReturnType<typeof createRecognizer>

interface Ranked {
  label: string
  /** Probability over the whole message. */
  whole: number
  /** Best probability in a single clause, 0 when there is only one. */
  clause: number
}

function rank(model: Model, whole: Float32Array, votes: Float32Array[]): Ranked[] {
  return model.labels
    .map((label, i) => ({
      label,
      whole: whole[i] ?? 0,
      clause: Math.max(0, ...votes.map((vote) => vote[i] ?? 0))
    }))
    .sort((a, b) => score(b) - score(a))
}

const score = ({ whole, clause }: Ranked): number => whole + calibration.clauseShare * clause

function decide(ranked: Ranked[], words: string[], model: Model, outOfScope: string): Recognition {
  const [best] = ranked
  if (!best) return { decision: 'none', guesses: [], offers: [], confidence: 0 }
  const guess = ({ label, whole }: Ranked): Guess => ({
    id: label,
    confidence: whole,
    why: snippet(words, model.why(words, label))
  })
  const offers = ranked
    .filter(({ label }) => label !== outOfScope)
    .slice(0, 3)
    .map(guess)
  const confidence = best.whole
  if (best.label === outOfScope) {
    return {
      decision: confidence >= calibration.none ? 'none' : 'ask',
      guesses: confidence >= calibration.none ? [] : offers.slice(0, 1),
      offers,
      confidence
    }
  }
  const more = ranked
    .slice(1)
    .filter(
      ({ label, whole, clause }) =>
        label !== outOfScope &&
        (whole >= calibration.several ||
          (clause >= calibration.severalClause && whole >= calibration.severalWhole))
    )
  const asserted = [best, ...more].slice(0, TUNING.maxAsserted)
  const sum = asserted.reduce((total, { whole }) => total + whole, 0)
  const decision = sum >= calibration.answer ? 'answer' : 'ask'
  return {
    decision,
    guesses: (decision === 'answer' ? asserted : [best]).map(guess),
    offers,
    confidence: Math.min(1, sum)
  }
}

function top(probabilities: Float32Array): { label: number; probability: number } {
  let label = 0
  for (let i = 1; i < probabilities.length; i++)
    if ((probabilities[i] ?? 0) > (probabilities[label] ?? 0)) label = i
  return { label, probability: probabilities[label] ?? 0 }
}

function exclude(probabilities: Float32Array, label: number): Float32Array {
  if (label < 0) return probabilities
  const left = 1 - (probabilities[label] ?? 0)
  probabilities[label] = 0
  return left > 0 ? probabilities.map((probability) => probability / left) : probabilities
}

// the strongest words, in the order in which they were written
function snippet(words: readonly string[], strongest: readonly string[]): string {
  const chosen = new Set(strongest.slice(0, TUNING.whyWords))
  return [...new Set(words.filter((word) => chosen.has(word)))].join(' ')
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
