import type { Figures } from '../recognizer/measure/evaluate'

/** Writes the figures of an evaluation as a table for a terminal. */
export function table(figures: Figures, microseconds: { median: number; p99: number }): string {
  const { decisions } = figures
  const rows: [string, string][] = [
    ['rows', String(figures.rows)],
    ['top-1 label', share(figures.top1)],
    ['exact set of labels', share(figures.exactSet)],
    ['label F1, micro / macro', `${share(figures.labelMicroF1)} / ${share(figures.labelMacroF1)}`],
    [`one of the reasons hit (of ${figures.reasonRows})`, share(figures.reasonAnyHit)],
    ['all of several reasons hit', share(figures.allReasonsHit)],
    ['reason F1, micro / macro', `${share(figures.reasonMicroF1)} / ${share(figures.reasonMacroF1)}`],
    [
      'answered / asked back / declined',
      `${share(decisions.answer)} / ${share(decisions.ask)} / ${share(decisions.none)}`
    ],
    ['wrong among answered', share(figures.wrongAmongAnswered)],
    ['truth among the offers when asked back', share(figures.truthAmongOffers)],
    ['out of scope recall', share(figures.outOfScopeRecall)],
    ['in scope, but declined', share(figures.inScopeDeclined)],
    ['out of scope ranking (AUROC)', share(figures.outOfScopeRanking)],
    ['calibration error', share(figures.calibrationError)],
    ['time a message, median / p99', `${microseconds.median.toFixed(0)} / ${microseconds.p99.toFixed(0)} µs`]
  ]
  const sections = [
    align(rows),
    'top-1 by kind',
    align(
      Object.entries(figures.kinds)
        .sort()
        .map(([kind, { rows, top1 }]) => [kind, `${share(top1)} of ${rows}`])
    ),
    'answering from a confidence on: coverage (-) and share right (o)',
    plot(figures.curve),
    'label (precision, recall, rows)',
    align([...figures.labels, ...figures.reasons].map((tally) => [tally.id, precisionAndRecall(tally)])),
    'most frequent confusions (truth -> answer)',
    align(
      figures.confusions
        .slice(0, 15)
        .map(({ gold, predicted, rows }) => [`${gold} -> ${predicted}`, String(rows)])
    )
  ]
  return `${sections.join('\n\n')}\n`
}

const PLOT_WIDTH = 50

function plot(curve: Figures['curve']): string {
  const rows = curve.map(({ threshold, coverage, accuracy }): [string, string] => {
    const cells = Array.from('-'.repeat(Math.round(coverage * PLOT_WIDTH)).padEnd(PLOT_WIDTH + 1))
    if (accuracy !== undefined) cells[Math.round(accuracy * PLOT_WIDTH)] = 'o'
    return [threshold.toFixed(1), `${cells.join('')}  ${share(coverage)}  ${share(accuracy)}`]
  })
  return align(rows)
}

function precisionAndRecall({
  truePositives,
  falsePositives,
  falseNegatives
}: Figures['labels'][number]): string {
  const said = truePositives + falsePositives
  const meant = truePositives + falseNegatives
  return `${share(said > 0 ? truePositives / said : undefined)}  ${share(meant > 0 ? truePositives / meant : undefined)}  ${meant}`
}

const share = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(3))

function align(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')
}
