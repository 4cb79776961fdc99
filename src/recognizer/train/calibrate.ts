import { type Calibration, decide, rank } from '../run/decide'
import type { Particles, SpecialLabels } from '../run/lexicon'
import { createModel } from '../run/model'
import { createObserver, type Observation } from '../run/observe'
import type { WordVectors } from '../run/vectors'
import { type Phrase, toExamples } from './examples'
import { seeded, shuffle, train } from './train'

/** A phrase that the model which judges it never saw. */
interface Judged {
  truth: string[]
  labels: readonly string[]
  observation: Observation
}

/** What a calibration reached on the phrases it was chosen with. */
export interface Reached {
  calibration: Calibration
  /** F1 of the sets of ids. */
  f1: number
  /** Share of wrong labels among the answered. */
  wrong: number
  /** Share of phrases that are asked back. */
  asked: number
  phrases: number
}

const FOLDS = 5
const GRID = {
  sharpness: [0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, 1, 1.3],
  several: [0.15, 0.2, 0.25, 0.3, 0.4],
  severalClause: [0.5, 0.6, 0.7, 0.8, 0.9],
  severalSibling: [0.5, 0.6, 0.7, 0.8, 0.9, 0.95],
  within: [0.2, 0.3, 0.4, 0.5, 0.6],
  answer: [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85]
}
/**
 * What a phrase of several causes weighs: one that goes unmentioned costs the person a whole attempt, one too many costs
 * a glance.
 */
const SEVERAL_WEIGHT = 40
/** Most wrong answers among those given without asking back. */
const MAX_WRONG = 0.08

/** Chooses the thresholds on folds of the phrases: each phrase is judged by a model that was trained without it. */
export function calibrate(
  phrases: readonly Phrase[],
  vectors: WordVectors,
  special: SpecialLabels,
  particles: Particles,
  start: Calibration
): Reached {
  const judged = judge(phrases, vectors, special, particles)
  let best = { ...start, sharpness: sharpnessOf(judged) }
  // one threshold after another, twice round: they hardly depend on each other
  for (let round = 0; round < 2; round++) {
    for (const key of ['several', 'severalClause', 'severalSibling', 'within'] as const) {
      const tried = GRID[key].map((value) => ({ ...best, [key]: value }))
      best = tried.reduce(
        (a, b) => (measure(judged, b, special).f1 > measure(judged, a, special).f1 ? b : a),
        best
      )
    }
  }
  const answers = GRID.answer.map((answer) => ({ ...best, answer }))
  best = answers.find((one) => measure(judged, one, special).wrong <= MAX_WRONG) ?? answers.at(-1) ?? best
  return { calibration: best, ...measure(judged, best, special), phrases: judged.length }
}

function judge(
  phrases: readonly Phrase[],
  vectors: WordVectors,
  special: SpecialLabels,
  particles: Particles
): Judged[] {
  const shuffled = [...phrases]
  shuffle(shuffled, seeded(11))
  const judged: Judged[] = []
  for (let fold = 0; fold < FOLDS; fold++) {
    const learnt = shuffled.filter((_, index) => index % FOLDS !== fold)
    const weights = train(toExamples(learnt), vectors)
    const model = createModel(weights)
    const observe = createObserver(model, weights, special, particles)
    for (const { text, ids } of shuffled.filter((_, index) => index % FOLDS === fold)) {
      if (ids.includes(special.ruledOut)) continue
      judged.push({ truth: ids, labels: model.labels, observation: observe(text) })
    }
  }
  return judged
}

// the sharpness under which the truth is most likely (least log loss)
function sharpnessOf(judged: readonly Judged[]): number {
  const single = judged.filter(({ truth }) => truth.length === 1)
  const loss = (sharpness: number) =>
    single.reduce((sum, { truth, labels, observation: { whole } }) => {
      const top = Math.max(...whole)
      const total = whole.reduce((all, score) => all + Math.exp((score - top) * sharpness), 0)
      const own = Math.exp(((whole[labels.indexOf(truth[0] ?? '')] ?? top - 50) - top) * sharpness)
      return sum - Math.log(Math.max(own / total, 1e-9))
    }, 0)
  return GRID.sharpness.reduce((a, b) => (loss(b) < loss(a) ? b : a))
}

function measure(judged: readonly Judged[], calibration: Calibration, special: SpecialLabels) {
  let [hits, said, meant, answered, wrong, asked] = [0, 0, 0, 0, 0, 0]
  for (const { truth, labels, observation } of judged) {
    const { decision, guesses } = decide(
      rank(labels, observation, calibration),
      calibration,
      () => '',
      special
    )
    const ids = guesses.length > 0 ? guesses.map(({ id }) => id) : [special.outOfScope]
    const weight = truth.length > 1 ? SEVERAL_WEIGHT : 1
    hits += weight * ids.filter((id) => truth.includes(id)).length
    said += weight * ids.length
    meant += weight * truth.length
    if (decision === 'ask') asked++
    if (decision !== 'answer') continue
    answered++
    const group = (id = '') => special.label.get(id) ?? id
    if (!truth.map(group).includes(group(ids[0]))) wrong++
  }
  return {
    f1: (2 * hits) / (said + meant),
    wrong: wrong / Math.max(1, answered),
    asked: asked / Math.max(1, judged.length)
  }
}
