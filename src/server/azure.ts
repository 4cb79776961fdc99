import { randomUUID } from 'node:crypto'
import type { Server } from 'restify'
import { z } from 'zod'
import { messageOf } from '../errors'
import type { Log } from '../log'
import { DIRECT_LINE } from './directline'

const ANSWER_WITHIN_MS = 5000
const Token = z.object({ conversationId: z.string(), token: z.string(), expires_in: z.number() })

/** Adds the one route that a page needs to talk to Azure's Direct Line: a token, for which the secret stays here. */
export function addAzureTokens(
  server: Server,
  { directLine, secret, log }: { directLine: string; secret: string; log: Log }
): void {
  server.post(`${DIRECT_LINE}/tokens/generate`, async (_request, response) => {
    try {
      const answer = await fetch(`${directLine}/tokens/generate`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ user: { id: `dl_${randomUUID()}` } }),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS)
      })
      if (!answer.ok) throw new Error(`${directLine} answered ${answer.status}; check KYC_DIRECTLINE_SECRET`)
      response.send(200, Token.parse(await answer.json()))
    } catch (error) {
      log.error({ event: 'no token from Azure', reason: messageOf(error) })
      response.send(502, { error: { code: 'BotError', message: 'The chat cannot be reached. Try again.' } })
    }
  })
}
