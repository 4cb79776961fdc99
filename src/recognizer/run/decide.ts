import type kept from './calibration.json'
import type { SpecialLabels } from './lexicon'
import { bestOf, type Observation } from './observe'
import { softmax } from './softmax'
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
  /** True when all of the message says that something is not the case. */
  denied?: boolean
  /** What the message may rule out, best first. */
  ruledOut?: Guess[]
}
/** The thresholds; `kyc-help calibrate` chooses them on folds of the examples. */
export type Calibration = Omit<typeof kept, 'run'>
/** A label with what speaks for it. */
export interface Ranked {
  label: string
  /** Probability over the whole message. */
  whole: number
  /** Best probability in a single clause, 0 when there is only one. */
  clause: number
  /** The best probability in a clause where no other label has more. */
  lead: number
  /** How many words that clause has. */
  leadWords: number
}

/** Ranks the labels for what the model saw, best first; what is next to impossible is left out. */
export function rank(
  labels: readonly string[],
  { whole, votes, sizes }: Observation,
  calibration: Calibration
): Ranked[] {
  const all = probabilities(whole, calibration)
  const each = votes.map((vote) => probabilities(vote, calibration))
  const leaders = each.map(bestOf)
  const ranked: Ranked[] = []
  for (let i = 0; i < labels.length; i++) {
    const whole = all[i] as number
    let clause = 0
    let lead = 0
    let leadWords = 0
    for (let at = 0; at < each.length; at++) {
      const vote = each[at]?.[i] as number
      if (vote > clause) clause = vote
      if (leaders[at] !== i || vote <= lead) continue
      lead = vote
      leadWords = sizes[at] ?? 0
    }
    if (whole >= TUNING.leastConfidence || clause >= TUNING.leastConfidence)
      ranked.push({ label: labels[i] as string, whole, clause, lead, leadWords })
  }
  return ranked.sort((a, b) => b.whole - a.whole)
}

function probabilities(scores: Float32Array, { sharpness }: Calibration): Float32Array {
  const copy = scores.slice()
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
  const guess = ({ label, whole }: Ranked, asserted = whole): Guess => ({
    id: label,
    confidence: asserted,
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
  const plainly =
    best.label === outOfScope ? saidPlainly(ranked, { manners, urgent, groupOf }, outOfScope) : []
  if (plainly.length > 0) {
    const meant = plainly.slice(0, TUNING.maxAsserted).map((one) => guess(one, one.lead))
    return { decision: 'answer', guesses: meant, offers, confidence: plainly[0]?.lead ?? 0 }
  }
  if (best.label === outOfScope) {
    const declined = sum >= TUNING.declineConfidence
    const guesses = declined ? [] : [guess(best)]
    return { decision: declined ? 'none' : 'ask', guesses, offers, confidence: sum }
  }
  const others = ranked.filter((other) => other !== best && other.label !== outOfScope)
  const asserted = assert(best, others, calibration, { manners, urgent, groupOf }).slice(
    0,
    TUNING.maxAsserted
  )
  const meant = new Set(asserted.map(groupOf))
  const total = (of: readonly Ranked[]) => of.reduce((all, { whole }) => all + whole, 0)
  // a clause that says it plainly counts as much as the whole message
  const plainest = asserted[0]?.clause ?? 0
  const confidence = Math.min(1, Math.max(plainest, total(ranked.filter((one) => meant.has(groupOf(one))))))
  const sure = confidence >= calibration.answer
  // sure of the group and not of its member: the group is the answer, and the flow asks which member it is
  const parent = ranked.find(({ label }) => label === groupOf(best))
  const vague = asserted.length === 1 && parent && best.whole < calibration.within * confidence
  return {
    decision: sure ? 'answer' : 'ask',
    guesses: (sure && vague ? [parent] : asserted).map((one) => guess(one, Math.max(one.whole, one.lead))),
    offers,
    confidence
  }
}

/** How labels relate to each other. */
interface Groups {
  manners: ReadonlySet<string>
  urgent: ReadonlySet<string>
  groupOf: (one: Ranked) => string
}

// several clauses that each name a cause are a list of causes, whatever stands around them
function saidPlainly(
  ranked: readonly Ranked[],
  { manners, urgent, groupOf }: Groups,
  outOfScope: string
): Ranked[] {
  const isCause = (one: Ranked): boolean =>
    one.label !== groupOf(one) &&
    one.label !== outOfScope &&
    !manners.has(one.label) &&
    !urgent.has(one.label)
  const plain = ranked.filter((one) => isCause(one) && one.lead >= TUNING.plainClause && one.leadWords >= 2)
  return plain.length >= 2 ? plain : []
}

// a second cause stands out in the whole message, or leads a clause of its own; one of the same group must do so more
// clearly, because members of a group are taken for each other
function assert(
  best: Ranked,
  others: readonly Ranked[],
  { several, severalClause, severalSibling }: Calibration,
  { manners, urgent, groupOf }: Groups
): Ranked[] {
  const asserted = [best]
  for (const one of others) {
    const group = groupOf(one)
    const isSibling = asserted.some((other) => groupOf(other) === group)
    if (manners.has(group) || (isSibling && group === one.label)) continue
    const isLed = one.lead >= (isSibling ? severalSibling : severalClause)
    // a clause of a few words votes as loudly as a message; alone it accuses nobody
    const isLong = one.leadWords >= TUNING.furtherWords && !urgent.has(one.label)
    const isBacked = isLong || one.whole * one.lead >= TUNING.furtherSupport
    if (one.whole >= several || (isLed && isBacked)) asserted.push(one)
  }
  // a group is said by its member
  return asserted.filter(
    (one) =>
      one.label !== groupOf(one) || asserted.every((other) => other === one || groupOf(other) !== one.label)
  )
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
