import type { Server } from 'node:http'
import type { ActivityHandler, CloudAdapter, Response as Reply } from 'botbuilder'
import type { ConnectorFactory } from 'botframework-connector'
import restify from 'restify'
import type { Bot } from '../bot'
import type { Config } from '../config'
import { messageOf } from '../errors'
import type { Log } from '../log'
import type { Metrics } from '../metrics'
import type { Pages } from '../pages/pages'
import type { Store } from '../store/store'
import { dropNulls, problemOf } from './activity'
import { isAllowedService } from './auth'
import { addAzureTokens } from './azure'
import { addCalendar } from './calendar'
import { addDirectLine } from './directline'
import { addHeaders } from './headers'
import { createDelivery } from './inprocess'
import { addLimits, refuseRate } from './limits'
import { createTokens } from './tokens'
import type { Transcripts } from './transcript'
import { addWeb } from './web'

/** How often a server that stops looks whether all requests are answered. */
const LOOK_EVERY_MS = 20
const MAX_BODY_BYTES = 256 * 1024
const UNAUTHORIZED = 401
// the types lack the size, which the parser hands on to the reader of the body
const BODY: restify.plugins.JsonBodyParserOptions = Object.assign(
  { mapParams: false },
  { maxBodySize: MAX_BODY_BYTES }
)

// restify's and the SDK's types of a request differ only in what may be undefined
type AdapterRequest = Parameters<CloudAdapter['process']>[0] & restify.Request

/** What the server is made of. */
export interface ServerParts {
  config: Config
  adapter: CloudAdapter
  handler: ActivityHandler
  bot: Bot
  log: Log
  metrics: Metrics
  pages: Pages
  /** What was said in web chats. */
  transcripts: Transcripts
  /** The way back into them. */
  local: ConnectorFactory
  /** Keeps the limits for all instances. */
  store: Pick<Store, 'limiter'>
}

/** A server, and the way to end it: new requests are refused, and those in flight are answered first. */
export interface Serving {
  server: restify.Server
  stop: () => Promise<void>
}

/** Builds the HTTP server; this is the whole list of its routes. */
export function createServer({
  config,
  adapter,
  handler,
  bot,
  log,
  metrics,
  pages,
  transcripts,
  local,
  store
}: ServerParts): Serving {
  const server = restify.createServer({ name: 'kyc-help-bot', ignoreTrailingSlash: true })
  addHeaders(server, config)
  const allow = addLimits(server, config, store)
  // JSON only: no other body is looked at, and no file of a person reaches the disk
  server.use(restify.plugins.jsonBodyParser(BODY))

  // handlers return nothing: restify logs the whole request, credentials included, of one that returns a value
  server.post('/api/messages', async (request, response) => {
    dropNulls(request.body)
    const problem = problemOf(request.body)
    if (problem) {
      response.send(400, { error: problem })
      return
    }
    const refused = (reason: 'credentials' | 'service'): void => {
      metrics.refused(reason)
      // not what it sent: a name of a service is text that anybody may choose
      log.warn({ event: 'caller refused', reason })
    }
    if (!isAllowedService(request.body.serviceUrl, config.serviceHosts)) {
      refused('service')
      response.send(401, { error: 'the serviceUrl is not on the list of allowed hosts' })
      return
    }
    try {
      // only who has shown credentials counts for a conversation: nobody can use up the messages of another
      await adapter.process(request as AdapterRequest, untilSent(response), async (context) => {
        const { conversation, from } = context.activity
        const seconds = await allow({ conversation: conversation.id, user: from.id })
        if (seconds === undefined) await handler.run(context)
        else refuseRate(response, seconds)
      })
      if (response.statusCode === UNAUTHORIZED) refused('credentials')
    } catch (err) {
      log.error({ event: 'request failed', err })
      if (!response.headersSent) response.send(502, { error: 'the answer could not be delivered; try again' })
    }
  })
  server.get('/healthz', async (_request, response) => {
    response.send(200, { status: 'ok' })
  })
  server.get('/readyz', async (_request, response) => {
    try {
      await bot.check()
      response.send(200, { status: 'ready' })
    } catch (error) {
      response.send(503, { status: 'not ready', reason: messageOf(error) })
    }
  })
  server.get('/metrics', async (_request, response) => {
    response.sendRaw(200, await metrics.text(), { 'content-type': 'text/plain; version=0.0.4' })
  })
  addWeb(server, pages, config)
  addCalendar(server, (wait, locale) => bot.followup(wait, locale)[0]?.text ?? '')
  const { directLine, directLineSecret: secret } = config
  let endStreams: () => void = () => undefined
  if (directLine === 'local') {
    const deliver = createDelivery(adapter, handler, config.app?.MicrosoftAppId ?? '', local)
    endStreams = addDirectLine(server, { tokens: createTokens(secret), transcripts, deliver, allow, log })
  } else {
    addAzureTokens(server, { directLine, secret, log })
  }
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      endStreams()
      const wait = setInterval(() => {
        if (server.inflightRequests() > 0) return
        clearInterval(wait)
        // browsers hold lines open on which they never ask anything
        server.server.closeAllConnections()
      }, LOOK_EVERY_MS)
    })
  return { server, stop }
}

// the SDK answers every turn with 200, also one that was refused in the middle
function untilSent(response: restify.Response): Reply {
  const guard = (act: (value: never) => unknown) => (value: unknown) =>
    response.headersSent ? response : act(value as never)
  return {
    socket: response.socket,
    header: (name: string, value: unknown) => response.header(name, value),
    status: guard((code: number) => response.status(code)),
    send: guard((body: unknown) => response.send(body)),
    end: guard(() => response.end())
  }
}

/** Starts listening; gives the address once the server can be reached, and throws when the port is taken. */
export async function listen(
  server: restify.Server,
  { port, host }: Pick<Config, 'port' | 'host'>
): Promise<string> {
  const raw: Server = server.server
  await new Promise<void>((resolve, reject) => {
    // restify hands the socket's errors on to its own listeners
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  const address = raw.address()
  const actual = typeof address === 'object' && address !== null ? address.port : port
  return `http://${host === '0.0.0.0' ? 'localhost' : host}:${actual}`
}
