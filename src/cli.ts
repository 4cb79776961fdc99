#!/usr/bin/env node
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { createMind, readLexicon } from './assemble'
import { type Bot, createBot } from './bot'
import { numbered, toText } from './channels/text'
import { readConfig } from './config'
import { AppError, messageOf } from './errors'
import { forgetPerson } from './forget'
import { inspectKnowledge, KNOWLEDGE } from './knowledge/load'
import { malformed, parseLine, readGold, readLines, requireFile } from './lines'
import { calibrate } from './recognizer/calibrate'
import kept from './recognizer/calibration.json'
import type { Recognition } from './recognizer/decide'
import { distil } from './recognizer/distil'
import { type Predicted, score } from './recognizer/evaluate'
import { loadWeights, readExamples, toExamples } from './recognizer/examples'
import { NEUTRAL } from './recognizer/lexicon'
import { createRecognizer, type Recognize, toLabels } from './recognizer/recognize'
import { createSlips } from './recognizer/slips'
import { train } from './recognizer/train'
import { readVectors, vectorFile } from './recognizer/vectors'
import { table } from './report'
import { ROOT } from './root'
import { openStore } from './store/open'
import { createProcessStore } from './store/process'

const USAGE = `kyc-help: the KYC Help Bot on the command line

  kyc-help chat [--json] [--locale LOCALE]  talk to the bot; with --json, one JSON line in and out a turn
  kyc-help classify [FILE|-]                read lines of text, or JSON lines with "text"; print what they mean
  kyc-help evaluate GOLD.jsonl [--train TRAIN.jsonl] [--slips N] [--json] [--errors]
                                            measure the recognizer on labelled lines, with N keyboard slips in each
  kyc-help check [FOLDER]                   check the knowledge and list every problem
  kyc-help calibrate                        choose the thresholds on folds of the examples, and keep them
  kyc-help distil VECTORS.txt SOURCE        pack published word vectors (GloVe, fastText) into the knowledge
  kyc-help forget --user ID                 erase all that is kept of a person, by the id the channel gives them
  kyc-help train                            train the recognizer now; a start does it too when the examples changed
`

const SLIPS_SEED = 5
/** Messages before the time counts: a process that has just started is slower. */
const WARM_UP = 300
const CALIBRATION = path.join(ROOT, 'src', 'recognizer', 'calibration.json')

const usage = (problem: string): never => {
  throw new AppError('KYC_USAGE', problem)
}

/** Erases a person from the store that the settings name. */
async function forget(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { user: { type: 'string' } } })
  if (!values.user) return usage('name the person: kyc-help forget --user ID')
  const store = await openStore(readConfig())
  const conversations = await forgetPerson(store, values.user)
  await store.close()
  stdout.write(`${values.user}: ${conversations.length} conversations erased\n`)
}

/** Talks in the terminal, or in JSON lines. */
async function chat(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { json: { type: 'boolean', default: false }, locale: { type: 'string' } }
  })
  const bot = createBot(createMind(), createProcessStore())
  if (values.json) await chatInJson(bot, values.locale)
  else await chatInTerminal(bot, values.locale)
}

async function chatInTerminal(bot: Bot, locale: string | undefined): Promise<void> {
  const say = ({ messages }: Awaited<ReturnType<Bot['turn']>>) => {
    const choices = messages.flatMap((message) => message.choices ?? [])
    stdout.write(`\n${[toText(messages), numbered(choices)].filter(Boolean).join('\n\n')}\n\n`)
  }
  say(await bot.welcome({ conversation: 'terminal', locale }))
  const lines = createInterface({ input: stdin, output: stdout, prompt: '> ', terminal: stdin.isTTY })
  if (stdin.isTTY) lines.prompt()
  for await (const text of lines) {
    say(await bot.turn({ conversation: 'terminal', text, locale }))
    if (stdin.isTTY) lines.prompt()
  }
}

async function chatInJson(bot: Bot, locale: string | undefined): Promise<void> {
  for await (const line of readLines('-')) {
    const { text, value, attachments, conversation } = parseLine(line, 'standard input')
    const { messages, understood } = await bot.turn({
      conversation: typeof conversation === 'string' ? conversation : 'terminal',
      text: typeof text === 'string' ? text : '',
      value: typeof value === 'string' ? value : undefined,
      files: Array.isArray(attachments) ? attachments.length : 0,
      locale
    })
    stdout.write(`${JSON.stringify({ messages, understood })}\n`)
  }
}

/** Prints what each line means. */
async function classify(args: string[]): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true })
  if (positionals.length > 1) usage('classify takes one file')
  const file = positionals[0] ?? '-'
  const { recognize, languages } = createMind()
  const labels = [...languages.values()][0]?.knowledge.labels
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
async function evaluate(args: string[]): Promise<void> {
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
  const labels = mind ? [...mind.languages.values()][0]?.knowledge.labels : undefined
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

/** Checks the knowledge; tells whether it is in order. */
function check(args: string[]): boolean {
  const { positionals } = parseArgs({ args, allowPositionals: true })
  const folder = positionals[0] ?? KNOWLEDGE
  if (!existsSync(folder))
    throw new AppError('KYC_INPUT', `There is no folder ${folder}. Name the knowledge folder.`)
  const { knowledge, problems } = inspectKnowledge(folder)
  for (const problem of problems) stdout.write(`${problem}\n`)
  if (problems.length === 0) stdout.write(`The knowledge is in order: ${[...knowledge.keys()].join(', ')}.\n`)
  return problems.length === 0
}

/** Chooses the thresholds on folds of the examples and writes them beside the recognizer. */
function calibrateOn(folder: string): void {
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
async function distilInto(folder: string, args: string[]): Promise<void> {
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

async function main([command = '', ...args]: string[]): Promise<number> {
  switch (command) {
    case 'chat':
      await chat(args)
      return 0
    case 'classify':
      await classify(args)
      return 0
    case 'evaluate':
      await evaluate(args)
      return 0
    case 'check':
      return check(args) ? 0 : 1
    case 'calibrate':
      calibrateOn(KNOWLEDGE)
      return 0
    case 'distil':
      await distilInto(KNOWLEDGE, args)
      return 0
    case 'train':
      loadWeights(KNOWLEDGE)
      return 0
    case 'forget':
      await forget(args)
      return 0
    case '--help':
    case '-h':
    case 'help':
      stdout.write(USAGE)
      return 0
    default:
      return usage(command === '' ? 'name a command' : `there is no command "${command}"`)
  }
}

const isWrongUse = (error: unknown): boolean =>
  error instanceof AppError
    ? error.code === 'KYC_USAGE'
    : error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')

// a reader that has seen enough ("| head") closes the pipe: that is no error
stdout.on('error', () => process.exit(0))

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    process.stderr.write(
      isWrongUse(error) ? `kyc-help: ${messageOf(error)}\n\n${USAGE}` : `kyc-help: ${messageOf(error)}\n`
    )
    process.exitCode = isWrongUse(error) ? 2 : 1
  }
)
