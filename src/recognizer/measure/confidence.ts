/** How sure the recognizer was of a line, and whether it was right. */
export interface Outcome {
  /** 0..1, of what it said first. */
  confidence: number
  right: boolean
}

/** What answering only from a threshold on would give: the share of lines answered, and how many of them right. */
export interface CurvePoint {
  threshold: number
  coverage: number
  accuracy: number | undefined
}

const BINS = 10

/** Measures how far the confidence is from the share that is right, over ten bins, weighed by their lines; 0..1. */
export function calibrationError(outcomes: readonly Outcome[]): number {
  const bins = Array.from({ length: BINS }, () => ({ lines: 0, right: 0, confidence: 0 }))
  for (const { confidence, right } of outcomes) {
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))]
    if (!bin) continue
    bin.lines++
    bin.right += Number(right)
    bin.confidence += confidence
  }
  const gaps = bins.map(({ right, confidence }) => Math.abs(right - confidence))
  return gaps.reduce((sum, gap) => sum + gap, 0) / Math.max(1, outcomes.length)
}

/** Draws the curve of coverage and accuracy over the thresholds 0, 0.1, ... 0.9. */
export function coverageCurve(outcomes: readonly Outcome[]): CurvePoint[] {
  return Array.from({ length: BINS }, (_, step) => {
    const threshold = step / BINS
    const answered = outcomes.filter(({ confidence }) => confidence >= threshold)
    const right = answered.filter((outcome) => outcome.right).length
    return {
      threshold,
      coverage: answered.length / Math.max(1, outcomes.length),
      accuracy: answered.length > 0 ? right / answered.length : undefined
    }
  })
}

/**
 * Gives the chance that a line which belongs has a higher score than one which does not (the area under the ROC
 * curve), 0..1; undefined when there are none of one kind. Equal scores count half.
 */
export function rankingQuality(inside: readonly number[], outside: readonly number[]): number | undefined {
  if (inside.length === 0 || outside.length === 0) return undefined
  let wins = 0
  for (const a of inside) for (const b of outside) wins += a > b ? 1 : a === b ? 0.5 : 0
  return wins / (inside.length * outside.length)
}
