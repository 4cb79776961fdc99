import type { Recognition } from '../run/decide'
import { type CurvePoint, calibrationError, coverageCurve, type Outcome, rankingQuality } from './confidence'

/** A labelled line; `alt` and `alt_reasons` are answers that count as neither right nor wrong. */
export interface GoldLine {
  text: string
  labels: string[]
  reasons: string[]
  kind: string
  alt: string[]
  altReasons: string[]
}

/** What the recognizer made of a line. */
export interface Predicted {
  decision: Recognition['decision']
  labels: string[]
  reasons: string[]
  offers: string[]
  confidence: number
}

/** Right and wrong answers of one label or reason. */
export interface Tally {
  id: string
  truePositives: number
  falsePositives: number
  falseNegatives: number
}

/** The figures of a labelled set; shares are 0..1, and undefined where nothing counts. */
export interface Figures {
  rows: number
  top1: number
  exactSet: number
  labelMicroF1: number
  labelMacroF1: number
  reasonRows: number
  reasonAnyHit: number | undefined
  reasonMicroF1: number | undefined
  reasonMacroF1: number | undefined
  /** Share of rows that are answered, asked back and declined. */
  decisions: Record<Recognition['decision'], number>
  /** Wrong first labels among the rows that are answered without asking back. */
  wrongAmongAnswered: number | undefined
  /** Rows asked back with a right label among the labels of the offers. */
  truthAmongOffers: number | undefined
  /** Rows of two or more reasons of which all are said. */
  allReasonsHit: number | undefined
  outOfScopeRecall: number | undefined
  inScopeDeclined: number | undefined
  /** How well the confidence tells rows in scope from rows out of scope: area under the ROC curve. */
  outOfScopeRanking: number | undefined
  /** Mean gap between confidence and share of right answers, in ten bins. */
  calibrationError: number
  curve: CurvePoint[]
  kinds: Record<string, { rows: number; top1: number }>
  labels: Tally[]
  reasons: Tally[]
  confusions: { gold: string; predicted: string; rows: number }[]
}

/** A labelled line that was answered wrongly. */
export interface Miss {
  line: GoldLine
  predicted: Predicted
}

/**
 * Scores predictions the way the reference scorer does: no label counts as out of scope, and on a line with
 * alternatives a predicted alternative is neither right nor wrong and may stand for one missing label.
 */
export function score(
  gold: readonly GoldLine[],
  predictions: readonly Predicted[],
  outOfScope: string
): Figures & { misses: Miss[] } {
  const labels = createTallies()
  const reasons = createTallies()
  const kinds: Figures['kinds'] = {}
  const confusions = new Map<string, number>()
  const misses: Miss[] = []
  const count = {
    top1: 0,
    exact: 0,
    reasonRows: 0,
    reasonHits: 0,
    answered: 0,
    wrong: 0,
    asked: 0,
    offered: 0,
    oos: 0,
    oosHit: 0,
    inScope: 0,
    declined: 0,
    multiRows: 0,
    multiHits: 0
  }
  const outcomes: Outcome[] = []
  const scores = { inside: [] as number[], outside: [] as number[] }
  gold.forEach((line, index) => {
    const predicted = predictions[index] ?? {
      decision: 'none',
      labels: [],
      reasons: [],
      offers: [],
      confidence: 0
    }
    const said = predicted.labels.length > 0 ? predicted.labels : [outOfScope]
    const first = said[0] ?? outOfScope
    const right = line.labels.includes(first) || line.alt.includes(first)
    count.top1 += Number(right)
    const kind = kinds[line.kind] ?? { rows: 0, top1: 0 }
    kinds[line.kind] = { rows: kind.rows + 1, top1: kind.top1 + Number(right) }
    if (!right) {
      misses.push({ line, predicted })
      const pair = `${[...line.labels].sort()[0]}\t${first}`
      confusions.set(pair, (confusions.get(pair) ?? 0) + 1)
    }
    const compared = compare(said, line.labels, line.alt)
    count.exact += Number(compared.missing.length === 0 && compared.extra.length === 0)
    labels.add(compared)
    reasons.add(compareReasons(predicted.reasons, line))
    if (line.reasons.length > 0) {
      count.reasonRows++
      count.reasonHits += Number(
        [...line.reasons, ...line.altReasons].some((id) => predicted.reasons.includes(id))
      )
    }
    if (line.reasons.length > 1) {
      count.multiRows++
      count.multiHits += Number(line.reasons.every((id) => predicted.reasons.includes(id)))
    }
    outcomes.push({ confidence: predicted.confidence, right })
    const belongs = first === outOfScope ? -predicted.confidence : predicted.confidence
    if (!line.alt.includes(outOfScope))
      scores[line.labels.includes(outOfScope) ? 'outside' : 'inside'].push(belongs)
    if (predicted.decision === 'answer') {
      count.answered++
      count.wrong += Number(!right)
    }
    if (predicted.decision === 'ask') {
      count.asked++
      count.offered += Number([...line.labels, ...line.alt].some((id) => predicted.offers.includes(id)))
    }
    if (line.labels.includes(outOfScope)) {
      count.oos++
      count.oosHit += Number(first === outOfScope)
    } else if (!line.alt.includes(outOfScope)) {
      count.inScope++
      count.declined += Number(first === outOfScope)
    }
  })
  const rows = gold.length
  for (const kind of Object.values(kinds)) kind.top1 /= kind.rows
  const declined = predictions.filter(({ decision }) => decision === 'none').length
  return {
    rows,
    top1: count.top1 / rows,
    exactSet: count.exact / rows,
    labelMicroF1: labels.microF1(),
    labelMacroF1: labels.macroF1(),
    reasonRows: count.reasonRows,
    reasonAnyHit: share(count.reasonHits, count.reasonRows),
    reasonMicroF1: count.reasonRows > 0 ? reasons.microF1() : undefined,
    reasonMacroF1: count.reasonRows > 0 ? reasons.macroF1() : undefined,
    decisions: { answer: count.answered / rows, ask: count.asked / rows, none: declined / rows },
    wrongAmongAnswered: share(count.wrong, count.answered),
    truthAmongOffers: share(count.offered, count.asked),
    allReasonsHit: share(count.multiHits, count.multiRows),
    outOfScopeRanking: rankingQuality(scores.inside, scores.outside),
    calibrationError: calibrationError(outcomes),
    curve: coverageCurve(outcomes),
    outOfScopeRecall: share(count.oosHit, count.oos),
    inScopeDeclined: share(count.declined, count.inScope),
    kinds,
    labels: labels.all(),
    reasons: reasons.all(),
    confusions: [...confusions]
      .map(([pair, rows]) => ({
        gold: pair.split('\t')[0] ?? '',
        predicted: pair.split('\t')[1] ?? '',
        rows
      }))
      .sort((a, b) => b.rows - a.rows),
    misses
  }
}

interface Compared {
  hit: string[]
  extra: string[]
  missing: string[]
}

function compare(
  said: readonly string[],
  truth: readonly string[],
  alternatives: readonly string[]
): Compared {
  const extra = said.filter((id) => !truth.includes(id) && !alternatives.includes(id))
  const missing = truth.filter((id) => !said.includes(id)).sort()
  const excused = missing.length > 0 && said.some((id) => alternatives.includes(id))
  return {
    hit: truth.filter((id) => said.includes(id)),
    extra,
    missing: excused ? missing.slice(1) : missing
  }
}

const compareReasons = (said: readonly string[], { reasons, altReasons }: GoldLine): Compared =>
  compare(said, reasons, altReasons)

const share = (part: number, of: number): number | undefined => (of > 0 ? part / of : undefined)
const f1 = ({ truePositives: t, falsePositives: p, falseNegatives: n }: Omit<Tally, 'id'>): number =>
  t + p + n > 0 ? (2 * t) / (2 * t + p + n) : 1

function createTallies() {
  const tallies = new Map<string, Tally>()
  const of = (id: string): Tally => {
    const tally = tallies.get(id) ?? { id, truePositives: 0, falsePositives: 0, falseNegatives: 0 }
    tallies.set(id, tally)
    return tally
  }
  const sum = (key: Exclude<keyof Tally, 'id'>) =>
    [...tallies.values()].reduce((total, tally) => total + tally[key], 0)
  return {
    add({ hit, extra, missing }: Compared) {
      for (const id of hit) of(id).truePositives++
      for (const id of extra) of(id).falsePositives++
      for (const id of missing) of(id).falseNegatives++
    },
    microF1: () =>
      f1({
        truePositives: sum('truePositives'),
        falsePositives: sum('falsePositives'),
        falseNegatives: sum('falseNegatives')
      }),
    macroF1: () => [...tallies.values()].reduce((total, tally) => total + f1(tally), 0) / (tallies.size || 1),
    all: () => [...tallies.values()].sort((a, b) => a.id.localeCompare(b.id))
  }
}
