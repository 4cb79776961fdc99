import type { Labels } from '../knowledge/knowledge'
import calibration from './calibration.json'
import { createModel, type Model, type Weights } from './model'
import { createSpeller } from './spelling'
import { clauses, normalise, tokenise } from './text'
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

/** The words of all languages that steer understanding and carry no cause themselves. */
export interface Particles {
  /** Words that join two statements ("and", "but"), where a message is cut into clauses. */
  connectors: ReadonlySet<string>
  /** Words that every text has ("the", "my"); they are never given as a reason. */
  common: ReadonlySet<string>
}

/** A word as it was written and as it was read, after the repair of a slip. */
interface Word {
  written: string
  read: string
}

/** Builds the function that understands free text. */
export function createRecognizer(
  weights: Weights,
  labels: Pick<Labels, 'outOfScope' | 'ruledOut'>,
  { connectors, common }: Particles
) {
  const model = createModel(weights, calibration.sharpness)
  const repair = createSpeller(weights.words)
  const ruledOut = model.labels.indexOf(labels.ruledOut)
  const read = (words: readonly string[]): Word[] =>
    words.map((written) => ({ written, read: repair(written) }))
  const classify = (words: readonly Word[]) => model.classify(words.map((word) => word.read))
  const isRuledOut = (words: readonly Word[]) => ruledOut >= 0 && bestOf(classify(words)) === ruledOut

  return (text: string): Recognition => {
    const parts = clauses(text, connectors).slice(0, TUNING.maxClauses).map(read)
    const open = parts.length > 1 ? parts.filter((words) => !isRuledOut(words)) : parts
    const left = open.length > 0 ? open : parts
    // without clauses to leave out the connecting words stay, because they are part of the phrasing
    const all = left.length < parts.length ? left.flat() : read(tokenise(normalise(text)))
    const words = all.slice(0, TUNING.maxWords)
    if (words.length === 0) return { decision: 'none', guesses: [], offers: [], confidence: 0 }
    const whole = without(classify(words), ruledOut)
    const votes = left.length > 1 ? left.map((clause) => without(classify(clause), ruledOut)) : []
    const explain = (label: string) => snippet(words, model, label, common)
    return decide(rank(model.labels, whole, votes), explain, labels.outOfScope)
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

function rank(labels: readonly string[], whole: Float32Array, votes: readonly Float32Array[]): Ranked[] {
  return labels
    .map((label, i) => ({
      label,
      whole: whole[i] ?? 0,
      clause: Math.max(0, ...votes.map((vote) => vote[i] ?? 0))
    }))
    .sort((a, b) => strength(b) - strength(a))
}

const strength = ({ whole, clause }: Ranked): number => whole + calibration.clauseShare * clause

function decide(
  ranked: readonly Ranked[],
  explain: (label: string) => string,
  outOfScope: string
): Recognition {
  const [best] = ranked
  if (!best) return { decision: 'none', guesses: [], offers: [], confidence: 0 }
  const guess = ({ label, whole }: Ranked): Guess => ({ id: label, confidence: whole, why: explain(label) })
  const inScope = ranked.filter(({ label }) => label !== outOfScope)
  const offers = inScope.slice(0, 3).map(guess)
  if (best.label === outOfScope) {
    const declined = best.whole >= calibration.none
    return {
      decision: declined ? 'none' : 'ask',
      guesses: declined ? [] : offers.slice(0, 1),
      offers,
      confidence: best.whole
    }
  }
  const asserted = [best, ...inScope.slice(1).filter(isAsserted)].slice(0, TUNING.maxAsserted)
  const confidence = Math.min(
    1,
    asserted.reduce((total, { whole }) => total + whole, 0)
  )
  const sure = confidence >= calibration.answer
  return {
    decision: sure ? 'answer' : 'ask',
    guesses: (sure ? asserted : [best]).map(guess),
    offers,
    confidence
  }
}

// a second cause stands out in the whole message, or fills a clause of its own
const isAsserted = ({ whole, clause }: Ranked): boolean =>
  whole >= calibration.several || (clause >= calibration.severalClause && whole >= calibration.severalWhole)

function bestOf(probabilities: Float32Array): number {
  let best = 0
  probabilities.forEach((probability, i) => {
    if (probability > (probabilities[best] ?? 0)) best = i
  })
  return best
}

function without(probabilities: Float32Array, label: number): Float32Array {
  const left = 1 - (probabilities[label] ?? 0)
  if (label < 0 || left <= 0) return probabilities
  return probabilities.map((probability, i) => (i === label ? 0 : probability / left))
}

// the strongest words, as they were written and in that order
function snippet(words: readonly Word[], model: Model, label: string, common: ReadonlySet<string>): string {
  const telling = words.filter(({ read }) => !common.has(read))
  const strongest = model.why(
    telling.map(({ read }) => read),
    label
  )
  const chosen = new Set(strongest.slice(0, TUNING.whyWords))
  const written = telling.filter(({ read }) => chosen.has(read)).map(({ written }) => written)
  return [...new Set(written)].join(' ')
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
