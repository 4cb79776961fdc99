import type { Labels } from '../knowledge/knowledge'
import kept from './calibration.json'
import { createModel, type Model, type Weights } from './model'
import { createSpeller } from './spelling'
import { parse } from './text'
import { softmax } from './train'
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
  /**
   * Up to three guesses to offer, best first, each of another area; out of scope among or after them stands for the
   * "none of these" that is always offered.
   */
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

/** The thresholds; `kyc-help calibrate` chooses them on folds of the examples. */
export type Calibration = Omit<typeof kept, 'run'>

/** A message as the model saw it: the scores of the whole, and of each clause when there are several. */
export interface Observation {
  words: Word[]
  whole: Float32Array
  votes: Float32Array[]
}

/** Which ids have a meaning of their own for the recognizer. */
export type SpecialLabels = Pick<Labels, 'outOfScope' | 'ruledOut' | 'manners' | 'urgent' | 'label'>

/** Builds the function that lets the model look at a text, without what the text rules out. */
export function createObserver(
  model: Model,
  weights: Weights,
  { ruledOut }: SpecialLabels,
  { connectors }: Pick<Particles, 'connectors'>
) {
  const { places } = weights.vectors
  const repair = createSpeller(weights.words, (word) => places.has(word))
  const excluded = model.labels.indexOf(ruledOut)
  const read = (written: readonly string[]): Word[] =>
    written.map((word) => ({ written: word, read: repair(word) }))
  const score = (clause: readonly Word[]) => model.score(clause.map((word) => word.read))
  const without = (scores: Float32Array): Float32Array => {
    if (excluded >= 0) scores[excluded] = -Infinity
    return scores
  }

  return (text: string): Observation => {
    const parsed = parse(text, connectors)
    const parts = parsed.clauses.slice(0, TUNING.maxClauses).map(read)
    if (parts.length < 2) {
      const words = read(parsed.words).slice(0, TUNING.maxWords)
      return { words, whole: without(score(words)), votes: [] }
    }
    const scored = parts.map((words) => ({ words, scores: score(words) }))
    const open = scored.filter(({ scores }) => excluded < 0 || bestOf(scores) !== excluded)
    const left = open.length > 0 ? open : scored
    // without clauses to leave out the connecting words stay, because they are part of the phrasing
    const all = left.length < parts.length ? left.flatMap(({ words }) => words) : read(parsed.words)
    const words = all.slice(0, TUNING.maxWords)
    const votes = left.length > 1 ? left.map(({ scores }) => without(scores)) : []
    return { words, whole: without(score(words)), votes }
  }
}

/** Builds the function that understands free text. */
export function createRecognizer(weights: Weights, labels: SpecialLabels, particles: Particles) {
  const model = createModel(weights)
  const observe = createObserver(model, weights, labels, particles)
  return (text: string): Recognition => {
    const observation = observe(text)
    if (observation.words.length === 0) return { decision: 'none', guesses: [], offers: [], confidence: 0 }
    const explain = (label: string) => snippet(observation.words, model, label, particles.common)
    return decide(rank(model.labels, observation, kept), kept, explain, labels)
  }
}

/** Understands a text. */
export type Recognize = ReturnType<typeof createRecognizer>

/** A label with what speaks for it. */
export interface Ranked {
  label: string
  /** Probability over the whole message. */
  whole: number
  /** Best probability in a single clause, 0 when there is only one. */
  clause: number
  /** The best probability in a clause where no other label has more. */
  lead: number
}

/** Ranks the labels for what the model saw, best first; what is next to impossible is left out. */
export function rank(
  labels: readonly string[],
  { whole, votes }: Observation,
  calibration: Calibration
): Ranked[] {
  const all = probabilities(whole, calibration)
  const each = votes.map((vote) => probabilities(vote, calibration))
  const strength = (ranked: Ranked): number => ranked.whole + calibration.clauseShare * ranked.clause
  const leaders = each.map(bestOf)
  const ranked: Ranked[] = []
  labels.forEach((label, i) => {
    const whole = all[i] ?? 0
    let clause = 0
    let lead = 0
    each.forEach((vote, at) => {
      clause = Math.max(clause, vote[i] ?? 0)
      if (leaders[at] === i) lead = Math.max(lead, vote[i] ?? 0)
    })
    if (Math.max(whole, clause) >= TUNING.leastConfidence) ranked.push({ label, whole, clause, lead })
  })
  return ranked.sort((a, b) => strength(b) - strength(a))
}

function probabilities(scores: Float32Array, { sharpness }: Calibration): Float32Array {
  const copy = Float32Array.from(scores)
  softmax(copy, sharpness)
  return copy
}

/** Decides what a message asserts, and whether to answer, to ask back or to decline. */
export function decide(
  ranked: readonly Ranked[],
  calibration: Calibration,
  explain: (label: string) => string,
  { outOfScope, manners, urgent, label: groups }: SpecialLabels
): Recognition {
  const groupOf = ({ label }: Ranked): string => groups.get(label) ?? label
  // a clause that says it plainly shows that the message belongs here
  const plain = ranked.some(({ label, lead }) => label !== outOfScope && lead >= calibration.severalClause)
  const areas = areasOf(ranked, groupOf, (group) =>
    group === outOfScope ? (plain ? 1 : TUNING.caution) : urgent.has(group) ? TUNING.vigilance : 1
  )
  const [area] = areas
  if (!area) return { decision: 'none', guesses: [], offers: [], confidence: 0 }
  const guess = ({ label, whole }: Ranked): Guess => ({
    id: label,
    confidence: whole,
    // found when somebody asks for it, because most guesses are never explained
    get why() {
      return explain(label)
    }
  })
  // one offer an area: who does not know the area is not helped by three shades of it
  const offered = areas.slice(0, 3)
  const outside = areas.slice(3).find(({ best }) => best.label === outOfScope)
  const offers = [...offered, ...(outside ? [outside] : [])].map(({ best }) => guess(best))
  const { best, sum } = area
  if (best.label === outOfScope) {
    const declined = sum >= TUNING.declineConfidence
    const guesses = declined ? [] : [guess(best)]
    return { decision: declined ? 'none' : 'ask', guesses, offers, confidence: sum }
  }
  const others = ranked.filter((other) => other !== best && other.label !== outOfScope)
  const asserted = assert(best, others, calibration, manners, groupOf).slice(0, TUNING.maxAsserted)
  const meant = new Set(asserted.map(groupOf))
  const total = (of: readonly Ranked[]) => of.reduce((all, { whole }) => all + whole, 0)
  // a clause that says it plainly counts as much as the whole message
  const confidence = Math.min(
    1,
    Math.max(best.clause, total(ranked.filter((one) => meant.has(groupOf(one)))))
  )
  const sure = confidence >= calibration.answer
  // sure of the group and not of its member: the group is the answer, and the flow asks which member it is
  const parent = ranked.find(({ label }) => label === groupOf(best))
  const vague = asserted.length === 1 && parent && best.whole < calibration.within * confidence
  return {
    decision: sure ? 'answer' : 'ask',
    guesses: (sure && vague ? [parent] : asserted).map(guess),
    offers,
    confidence
  }
}

// a second cause stands out in the whole message, or leads a clause of its own; one of the same group must do so more
// clearly, because members of a group are taken for each other
function assert(
  best: Ranked,
  others: readonly Ranked[],
  { several, severalClause, severalSibling }: Calibration,
  manners: ReadonlySet<string>,
  groupOf: (one: Ranked) => string
): Ranked[] {
  const asserted = [best]
  for (const one of others) {
    const group = groupOf(one)
    const isSibling = asserted.some((other) => groupOf(other) === group)
    if (manners.has(group) || (isSibling && group === one.label)) continue
    if (one.whole >= several || one.lead >= (isSibling ? severalSibling : severalClause)) asserted.push(one)
  }
  return asserted
}

/** A group of labels with its probability, and the likeliest of its members. */
interface Area {
  sum: number
  best: Ranked
}

// members of one group share its probability; the group with most of it comes first, weighed by what an error costs
function areasOf(
  ranked: readonly Ranked[],
  groupOf: (one: Ranked) => string,
  weightOf: (group: string) => number
): Area[] {
  const areas = new Map<string, Area>()
  for (const one of ranked) {
    const area = areas.get(groupOf(one))
    if (area) area.sum += one.whole
    else areas.set(groupOf(one), { sum: one.whole, best: one })
  }
  return [...areas]
    .sort(([a, one], [b, other]) => other.sum * weightOf(b) - one.sum * weightOf(a))
    .map(([, area]) => area)
}

function bestOf(scores: Float32Array): number {
  let best = 0
  scores.forEach((score, i) => {
    if (score > (scores[best] ?? 0)) best = i
  })
  return best
}

// the stretch of the message that speaks for the label most, as it was written
function snippet(words: readonly Word[], model: Model, label: string, common: ReadonlySet<string>): string {
  const pulls = words.map(({ read }) => (common.has(read) ? 0 : Math.max(0, model.pull(read, label))))
  let best = { from: 0, to: 0, sum: 0 }
  for (let from = 0; from < words.length; from++) {
    if (!pulls[from]) continue
    let sum = 0
    for (let to = from; to < Math.min(words.length, from + TUNING.whyWords); to++) {
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
