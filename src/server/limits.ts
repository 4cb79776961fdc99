import type { IncomingMessage } from 'node:http'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { Next, Request, Response, Server } from 'restify'
import type { Config } from '../config'

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

/** Tells whether a message may be answered now; a number is the seconds until the next one may. */
export type Allow = (who: { conversation: string; user: string }) => Promise<number | undefined>

/** Bounds what callers can take of the server: time, requests in hand, requests a minute. Gives the limit of messages. */
export function addLimits(
  server: Server,
  { messagesPerMinute, proxies }: Pick<Config, 'messagesPerMinute' | 'proxies'>
): Allow {
  server.server.headersTimeout = HEAD_WITHIN_MS
  server.server.requestTimeout = REQUEST_WITHIN_MS
  const limiter = (points: number) =>
    new RateLimiterMemory({ points: Math.max(1, points), duration: MINUTE_SECONDS })
  const addresses = limiter(messagesPerMinute * ADDRESS_FACTOR)
  const conversations = limiter(messagesPerMinute)
  const users = limiter(messagesPerMinute * USER_FACTOR)

  server.pre((request: Request, response: Response, next: Next) => {
    if (server.inflightRequests() > MAX_IN_FLIGHT) {
      response.header('retry-after', RETRY_AFTER_SECONDS)
      response.send(503, { error: 'too many requests at once; come again in a moment' })
      return next(false)
    }
    const address = addressOf(request, proxies)
    if (messagesPerMinute === 0 || address === undefined) return next()
    addresses.consume(address).then(
      () => next(),
      ({ msBeforeNext }: { msBeforeNext: number }) => {
        refuseRate(response, Math.ceil(msBeforeNext / 1000))
        next(false)
      }
    )
  })

  return async ({ conversation, user }) => {
    if (messagesPerMinute === 0) return undefined
    try {
      await Promise.all([conversations.consume(conversation), users.consume(user)])
      return undefined
    } catch (rejected) {
      return Math.ceil((rejected as { msBeforeNext: number }).msBeforeNext / 1000)
    }
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
    .map((one) => one.trim())
    .filter(Boolean)
  const address = proxies > 0 ? (chain.at(-proxies) ?? direct) : direct
  return /^(?:127\.|::1$|::ffff:127\.)/.test(address) ? undefined : address
}
