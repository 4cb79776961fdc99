#!/usr/bin/env node
import { existsSync, writeFileSync } from 'node:fs'
import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { createMind } from './assemble'
import { type Bot, createBot } from './bot'
import { packTeamsApp, readTeamsApp } from './channels/teams/manifest'
import { numbered, toText } from './channels/text'
import { parseLine, readLines, usage } from './cli/lines'
import { traceLines } from './cli/trace'
import { calibrateOn, classify, distilInto, evaluate } from './cli/trials'
import { readConfig } from './config'
import { AppError, messageOf } from './errors'
import { inspectKnowledge, KNOWLEDGE, loadKnowledge } from './knowledge/load'
import { forgetPerson } from './session/erase'
import { openStore } from './store/open'
import { createProcessStore } from './store/process'

const USAGE = `kyc-help: the KYC Help Bot on the command line

  kyc-help chat [--json] [--trace] [--locale LOCALE]
                                            talk to the bot; --json: one JSON line in and out a turn, --trace: why
                                            each answer was given
  kyc-help classify [FILE|-]                read lines of text, or JSON lines with "text"; print what they mean
  kyc-help evaluate GOLD.jsonl [--train TRAIN.jsonl] [--slips N] [--json] [--errors]
                                            measure the recognizer on labelled lines, with N keyboard slips in each
  kyc-help check [FOLDER]                   check the knowledge and list every problem
  kyc-help calibrate                        choose the thresholds on folds of the examples, and keep them
  kyc-help distil VECTORS.txt SOURCE        pack published word vectors (GloVe, fastText) into the knowledge
  kyc-help forget --user ID                 erase all that is kept of a person, by the id the channel gives them
  kyc-help teams --app-id ID --host HOST [--out FILE.zip]
                                            write the Teams app package of the Azure bot and server named
  kyc-help train                            train the recognizer now; a start does it too when the examples changed
`

/** Erases a person from the store that the settings name. */
async function forget(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { user: { type: 'string' } } })
  if (!values.user?.trim()) return usage('name the person: kyc-help forget --user ID')
  const store = await openStore(readConfig())
  const conversations = await forgetPerson(store, values.user)
  await store.close()
  stdout.write(`${values.user}: ${conversations.length} conversations erased\n`)
}

/** Writes the Teams app package. */
function packTeams(args: string[]): void {
  const { values } = parseArgs({
    args,
    options: {
      'app-id': { type: 'string' },
      host: { type: 'string' },
      out: { type: 'string', default: 'kyc-help.zip' }
    }
  })
  const app = readTeamsApp(values['app-id'], values.host)
  // or a slip would write over some other file
  if (!values.out.endsWith('.zip')) usage(`--out must be a file that ends in .zip, got "${values.out}"`)
  try {
    writeFileSync(values.out, packTeamsApp(loadKnowledge(), app))
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError(
      'KYC_INPUT',
      `${values.out} cannot be written: ${messageOf(error)}. Name another --out.`
    )
  }
  stdout.write(`Wrote ${values.out}. Upload it in Teams: Apps, Manage your apps, Upload an app.\n`)
}

/** Talks in the terminal, or in JSON lines. */
async function chat(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      trace: { type: 'boolean', default: false },
      locale: { type: 'string' }
    }
  })
  const bot = createBot(createMind(), createProcessStore())
  if (values.json) await chatInJson(bot, values.locale)
  else await chatInTerminal(bot, values)
}

async function chatInTerminal(
  bot: Bot,
  { locale, trace: isTraced }: { locale?: string | undefined; trace: boolean }
): Promise<void> {
  const say = ({ messages, trace, said }: Awaited<ReturnType<Bot['turn']>>) => {
    const choices = messages.flatMap((message) => message.choices ?? [])
    stdout.write(`\n${[toText(messages), numbered(choices)].filter(Boolean).join('\n\n')}\n\n`)
    if (isTraced && trace) stdout.write(`${traceLines(trace, said).join('\n')}\n\n`)
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
    const { messages, understood, trace, said } = await bot.turn({
      conversation: typeof conversation === 'string' ? conversation : 'terminal',
      text: typeof text === 'string' ? text : '',
      value: typeof value === 'string' ? value : undefined,
      files: Array.isArray(attachments) ? attachments.length : 0,
      locale
    })
    stdout.write(`${JSON.stringify({ messages, understood, trace, said })}\n`)
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
      createMind()
      return 0
    case 'forget':
      await forget(args)
      return 0
    case 'teams':
      packTeams(args)
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
