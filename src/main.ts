import { createMind } from './assemble'
import { createBot } from './bot'
import { createHandler, createSend } from './channels/botframework'
import { readConfig } from './config'
import { AppError, messageOf } from './errors'
import { createLog } from './log'
import { createMetrics } from './metrics'
import { createPages } from './pages/pages'
import { createAdapter } from './server/auth'
import { createSay, DIRECT_LINE } from './server/directline'
import { createLocalConnector } from './server/inprocess'
import { createServer, listen } from './server/server'
import { createTranscripts } from './server/transcript'
import { startFollowups } from './session/reminders'
import { openStore } from './store/open'

const STOP_WITHIN_MS = 8000

async function main(): Promise<void> {
  const config = readConfig()
  // the SDK prints the keys that it checks tokens with; what goes wrong is in our own log
  console.error = () => undefined
  const log = createLog(config.logLevel)
  // a full disk makes LMDB reject promises that only it knows of; whatever they belonged to failed by itself
  process.on('unhandledRejection', (err) => log.error({ event: 'unhandled rejection', err }))
  const store = await openStore(config)
  const mind = createMind()
  const { retentionDays } = config
  const bot = createBot(mind, store, { retentionDays })
  const metrics = createMetrics()
  const handler = createHandler({ bot, log, metrics, trace: config.trace })
  const transcripts = createTranscripts(store)
  const local = createLocalConnector(createSay(transcripts))
  const adapter = createAdapter(config, local)
  const pages = createPages({
    knowledge: mind.languages,
    greeting: bot.greeting,
    config,
    service: DIRECT_LINE
  })
  const parts = { config, adapter, handler, bot, log, metrics, pages, transcripts, local, store }
  const { server, stop: stopServing } = createServer(parts)
  const url = await listen(server, config).catch((error) => {
    throw new AppError(
      'KYC_CONFIG',
      `The server cannot listen on port ${config.port}: ${messageOf(error)}. Set PORT to a free one.`
    )
  })
  process.stdout.write(`${announcement(url, config.app !== undefined)}\n`)

  const send = createSend(adapter, config.app?.MicrosoftAppId ?? '')
  const stopFollowups = startFollowups({ store, compose: bot.followup, send, log })

  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    // turns in flight are finished first; what hangs longer than this is given up
    setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref()
    stopFollowups()
    void stopServing()
      .then(() => store.close())
      .then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

const announcement = (url: string, open: boolean): string =>
  [
    `Talk to the KYC Help Bot: ${url}/`,
    `Bot Framework channels reach it at ${url}/api/messages.`,
    open
      ? 'It accepts messages of your Azure bot.'
      : 'No MicrosoftAppId is set: it accepts messages from this machine only.',
    'In the terminal: `npx kyc-help chat`.'
  ].join('\n')

main().catch((error) => {
  const code = error instanceof AppError ? error.code : 'KYC_CONFIG'
  process.stderr.write(`${code}: ${messageOf(error)}\n`)
  process.exit(1)
})
