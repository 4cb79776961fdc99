import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { stdout } from 'node:process'
import { parseArgs } from 'node:util'
import { createMind, readLexicon } from '../assemble'
import { AppError } from '../errors'
import { KNOWLEDGE } from '../knowledge/load'
import { type Predicted, score } from '../recognizer/measure/evaluate'
import { createSlips } from '../recognizer/measure/slips'
import kept from '../recognizer/run/calibration.json'
import type { Recognition } from '../recognizer/run/decide'
import { NEUTRAL } from '../recognizer/run/lexicon'
import { createRecognizer, type Recognize, toLabels } from '../recognizer/run/recognize'
import { readVectors, vectorFile } from '../recognizer/run/vectors'
import { calibrate } from '../recognizer/train/calibrate'
import { distil } from '../recognizer/train/distil'
import { readExamples, toExamples } from '../recognizer/train/examples'
import { train } from '../recognizer/train/train'
import { ROOT } from '../root'
import { malformed, parseLine, readGold, readLines, requireFile, usage } from './lines'
import { table } from './report'

const SLIPS_SEED = 5
/** Messages before the time counts: a process that has just started is slower. */
const WARM_UP = 300
const CALIBRATION = path.join(ROOT, 'src', 'recognizer', 'run', 'calibration.json')

/** Prints what each line means. */
export async function classify(args: string[]): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true })
  if (positionals.length > 1) usage('classify takes one file')
  const file = positionals[0] ?? '-'
  const { recognize, languages } = createMind()
  const labels = [...languages.values()][0]?.labels
  for await (const line of readLines(file)) {
    const row = line.line.trimStart().startsWith('{') ? parseLine(line, file) : { text: line.line }
    if (typeof row.text !== 'string') throw malformed(file, line.number, 'has no "text"')
    const recognition = recognize(row.text)
    const { decision, confidence, guesses } = recognition
    const why = guesses.map(({ why }) => why)
    stdout.write(
      `${JSON.stringify({ ...row, ...predict(recognition, labels), decision, confidence: round(confidence), why })}\n`
    )
  }
}

/** Prints the figures of the recognizer on a labelled file. */
export async function evaluate(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      train: { type: 'string' },
      json: { type: 'boolean', default: false },
      errors: { type: 'boolean', default: false },
      slips: { type: 'string', default: '0' }
    }
  })
  const [file] = positionals
  if (file === undefined || positionals.length > 1) return usage('evaluate takes one labelled file')
  const slips = Number(values.slips)
  if (!Number.isInteger(slips) || slips < 0) return usage(`--slips takes a count, got "${values.slips}"`)
  const gold = await readGold(file)
  const mind = values.train === undefined ? createMind() : undefined
  const recognize = mind ? mind.recognize : await trainOn(values.train ?? '')
  const labels = mind ? [...mind.languages.values()][0]?.labels : undefined
  const misspell = createSlips(SLIPS_SEED)
  const texts = gold.map(({ text }) => misspell(text, slips))
  const times: number[] = []
  const predictions = texts.map((text) => {
    const started = performance.now()
    const recognition = recognize(text)
    times.push((performance.now() - started) * 1000)
    return predict(recognition, labels)
  })
  const { misses, ...figures } = score(gold, predictions, labels?.outOfScope ?? 'out_of_scope')
  const warm = times.slice(Math.min(WARM_UP, times.length / 2))
  const microseconds = { median: quantile(warm, 0.5), p99: quantile(warm, 0.99) }
  stdout.write(
    values.json ? `${JSON.stringify({ ...figures, microseconds })}\n` : table(figures, microseconds)
  )
  if (!values.errors) return
  for (const { line, predicted } of misses) {
    const { labels: said, reasons, decision, confidence } = predicted
    stdout.write(
      `${JSON.stringify({ text: line.text, gold: [...line.labels, ...line.reasons], decision, said: [...said, ...reasons], confidence: round(confidence) })}\n`
    )
  }
}

/** Chooses the thresholds on folds of the examples and writes them beside the recognizer. */
export function calibrateOn(folder: string): void {
  const { special, particles } = readLexicon(folder)
  const { run: _, ...start } = kept
  const { calibration, ...reached } = calibrate(
    readExamples(folder),
    readVectors(folder),
    special,
    particles,
    start
  )
  const run = { on: new Date().toISOString().slice(0, 10), ...reached }
  writeFileSync(CALIBRATION, `${JSON.stringify({ run, ...calibration }, undefined, 2)}\n`)
  stdout.write(
    `${JSON.stringify({ run, ...calibration }, undefined, 2)}\nKept in ${path.relative(ROOT, CALIBRATION)}. Build to use it.\n`
  )
}

/** Packs published word vectors into the knowledge folder. */
export async function distilInto(folder: string, args: string[]): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true })
  const [file, source] = positionals
  if (file === undefined || source === undefined || positionals.length > 2)
    return usage('distil takes a file of word vectors and the name of their source')
  requireFile(file)
  writeFileSync(vectorFile(folder), await distil(file, source))
  stdout.write(`Kept in ${path.relative(ROOT, vectorFile(folder))}. Build to use it.\n`)
}

type Labels = Parameters<typeof toLabels>[1]

function predict(
  { decision, guesses, offers, confidence }: Recognition,
  labels: Labels | undefined
): Predicted {
  const ids = guesses.map(({ id }) => id)
  // a reason is offered together with its label, as a reason always comes with it
  const offered = offers.flatMap(({ id }) =>
    [labels?.reason.get(id) ?? [], labels?.label.get(id) ?? id].flat()
  )
  const said = labels ? toLabels(ids, labels) : { labels: ids, reasons: [] }
  return { decision, ...said, offers: [...new Set(offered)], confidence }
}

async function trainOn(file: string): Promise<Recognize> {
  const phrases = (await readGold(file)).map(({ text, labels }) => ({ text, ids: labels }))
  if (phrases.length === 0)
    throw new AppError(
      'KYC_INPUT',
      `${file} has no lines to train on. Give it lines like {"text":"...","label":"..."}.`
    )
  return createRecognizer(
    train(toExamples(phrases), readVectors(KNOWLEDGE)),
    NEUTRAL.special,
    NEUTRAL.particles
  )
}

const quantile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0

const round = (value: number): number => Math.round(value * 1000) / 1000
