import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { RateLimiterRes } from 'rate-limiter-flexible'
import type { Next, Request, Response, Server } from 'restify'
import type { Config } from '../config'
import type { Store } from '../store/store'

/** How many requests may be in hand at once; beyond it a caller is told to come again. */
const MAX_IN_FLIGHT = 512
const RETRY_AFTER_SECONDS = 5
const MINUTE_SECONDS = 60
/** One address may be a household, a company or a proxy. */
const ADDRESS_FACTOR = 10
const USER_FACTOR = 2
/** How long the head of a request, and a whole request, may take; slower callers only hold lines open. */
const HEAD_WITHIN_MS = 10_000
const REQUEST_WITHIN_MS = 20_000
/** How long a line may be idle: longer than the usual minute of a balancer, or it would use lines that are just being closed. */
const IDLE_MS = 65_000

/** Tells whether a message may be answered now; a number is the seconds until the next one may. */
export type Allow = (who: { conversation: string; user: string }) => Promise<number | undefined>

/** Bounds what callers can take of the server: time, requests in hand, requests a minute. Gives the limit of messages. */
export function addLimits(
  server: Server,
  { app, messagesPerMinute, proxies }: Pick<Config, 'app' | 'messagesPerMinute' | 'proxies'>,
  store: Pick<Store, 'limiter'>
): Allow {
  server.server.headersTimeout = HEAD_WITHIN_MS
  server.server.requestTimeout = REQUEST_WITHIN_MS
  server.server.keepAliveTimeout = IDLE_MS
  const limiter = (name: string, factor: number) => {
    const limit = store.limiter({
      name,
      points: Math.max(1, messagesPerMinute * factor),
      seconds: MINUTE_SECONDS
    })
    // a key in a shared store tells nothing of the person, and is short
    return (who: string) => limit.consume(createHash('sha256').update(who).digest('base64url'))
  }
  const addresses = limiter('addresses', ADDRESS_FACTOR)
  const conversations = limiter('conversations', 1)
  const users = limiter('users', USER_FACTOR)

  server.pre((request: Request, response: Response, next: Next) => {
    if (server.inflightRequests() > MAX_IN_FLIGHT) {
      response.header('retry-after', RETRY_AFTER_SECONDS)
      response.send(503, { error: 'too many requests at once; come again in a moment' })
      return next(false)
    }
    const address = addressOf(request, proxies)
    // with credentials all people of a channel come from the few addresses of its service
    const isService = app !== undefined && request.method === 'POST' && request.path() === '/api/messages'
    if (messagesPerMinute === 0 || address === undefined || isService) return next()
    secondsToWait([addresses(address)]).then((seconds) => {
      if (seconds !== undefined) refuseRate(response, seconds)
      next(seconds === undefined ? undefined : false)
    }, next)
  })

  return async ({ conversation, user }) =>
    messagesPerMinute === 0 ? undefined : secondsToWait([conversations(conversation), users(user)])
}

async function secondsToWait(consuming: Promise<unknown>[]): Promise<number | undefined> {
  try {
    await Promise.all(consuming)
    return undefined
  } catch (rejected) {
    if (!(rejected instanceof RateLimiterRes)) throw rejected
    return Math.ceil(rejected.msBeforeNext / 1000)
  }
}

/** Answers that too many messages came. */
export function refuseRate(response: Response, seconds: number): void {
  response.header('retry-after', seconds)
  response.send(429, {
    error: { code: 'TooManyRequests', message: `Too many messages. Go on in ${seconds} seconds.` }
  })
}

// of a chain of proxies only the own ones can be believed; this machine itself is not limited
function addressOf(request: IncomingMessage, proxies: number): string | undefined {
  const direct = request.socket.remoteAddress ?? ''
  const chain = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    // some proxies add the port: "203.0.113.7:4711", "[2001:db8::1]:4711"; "2001:db8::1" has none
    .map((one) => one.trim().replace(/^(?:\[(.+)\]|([\d.]+)):\d+$/, '$1$2'))
    .filter(Boolean)
  const address = proxies > 0 ? (chain.at(-proxies) ?? direct) : direct
  return /^(?:127\.|::1$|::ffff:127\.)/.test(address) ? undefined : address
}
