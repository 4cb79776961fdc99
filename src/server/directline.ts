import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Activity } from 'botbuilder'
import restify from 'restify'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import { messageOf } from '../errors'
import type { Log } from '../log'
import { redact } from '../safety/redact'
import { type Deliver, LOCAL_SERVICE } from './inprocess'
import { type Grant, TOKEN_SECONDS, type Tokens } from './tokens'
import type { Page, Transcripts } from './transcript'

const BASE = '/v3/directline'
const BOT = { id: 'bot', name: 'KYC Help Bot', role: 'bot' }
// matches "/v3/directline/conversations/abc/stream?t=1"; not "/v3/directline/conversations/abc/activities"
const STREAM = /^\/v3\/directline\/conversations\/[^/?]+\/stream(?:\?|$)/
// matches "/v3/directline/conversations/abc/upload?userId=1"; not "/upload"
const UPLOAD = /^\/v3\/directline\/conversations\/([^/?]+)\/upload(?:\?|$)/

// what a web chat may send; anything else in the body is dropped
const Said = z.object({
  type: z.enum(['message', 'event', 'typing']),
  text: z.string().nullish(),
  value: z.unknown(),
  locale: z.string().nullish(),
  attachments: z.array(z.unknown()).nullish(),
  channelData: z
    .object({ clientActivityID: z.string().max(200).optional(), postBack: z.boolean().optional() })
    .nullish()
})

/** What the local Direct Line service is made of. */
export interface DirectLineParts {
  tokens: Tokens
  transcripts: Transcripts
  deliver: Deliver
  log: Log
}

type Request = restify.Request
type Response = restify.Response

/** Adds a Direct Line 3.0 service to the server, for web chats that need no Azure account. */
export function addDirectLine(
  server: restify.Server,
  { tokens, transcripts, deliver, log }: DirectLineParts
): void {
  const refuse = (response: Response, status: number, code: string, message: string): void => {
    response.send(status, { error: { code, message } })
  }

  /** Lets only the holder of a token of this very conversation in. */
  const withGrant =
    (act: (request: Request, response: Response, grant: Grant) => Promise<void>) =>
    async (request: Request, response: Response): Promise<void> => {
      const grant = grantOf(request, tokens)
      const { id } = request.params as { id?: string }
      if (!grant || (id !== undefined && id !== grant.conversation)) {
        refuse(
          response,
          403,
          'BadArgument',
          'The token is wrong, expired or of another conversation. Ask for a new one.'
        )
        return
      }
      try {
        await act(request, response, grant)
      } catch (err) {
        log.error({ event: 'web chat failed', err })
        if (!response.headersSent) refuse(response, 502, 'BotError', 'The bot could not answer. Try again.')
      }
    }

  const opened = (grant: Grant) => ({
    conversationId: grant.conversation,
    token: tokens.issue(grant),
    expires_in: TOKEN_SECONDS
  })
  const withStream = (request: Request, grant: Grant) => {
    const scheme = request.headers['x-forwarded-proto'] === 'https' ? 'wss' : 'ws'
    const query = new URLSearchParams({
      watermark: String(request.query.watermark ?? '-'),
      t: tokens.issue(grant)
    })
    const path = `${BASE}/conversations/${grant.conversation}/stream?${query}`
    return {
      ...opened(grant),
      streamUrl: `${scheme}://${request.headers.host}${path}`,
      referenceGrammarId: randomUUID()
    }
  }
  const hand = (grant: Grant, activity: Partial<Activity>): Promise<void> =>
    deliver({
      ...activity,
      channelId: 'directline',
      serviceUrl: LOCAL_SERVICE,
      from: { id: grant.user, name: '', role: 'user' },
      recipient: BOT,
      conversation: { id: grant.conversation, isGroup: false, conversationType: '', name: '' }
    } as Partial<Activity>)

  server.use(restify.plugins.queryParser({ mapParams: false }))

  // before any body is read: files of a person must not even reach the disk
  server.pre((request: Request, response: Response, next: restify.Next) => {
    const conversation = UPLOAD.exec(request.url ?? '')?.[1]
    if (request.method !== 'POST' || conversation === undefined) return next()
    const grant = grantOf(request, tokens)
    if (grant?.conversation !== conversation) {
      refuse(
        response,
        403,
        'BadArgument',
        'The token is wrong, expired or of another conversation. Ask for a new one.'
      )
      return next(false)
    }
    refuse(response, 415, 'BadArgument', 'Files are not taken here. Never send a document photo to a chat.')
    const file = { contentType: 'application/octet-stream', name: '' }
    hand(grant, { type: 'message', id: randomUUID(), attachments: [file] }).catch((err) =>
      log.error({ event: 'web chat failed', err })
    )
    return next(false)
  })

  server.post(`${BASE}/tokens/generate`, async (_request, response) => {
    response.send(200, opened({ conversation: randomUUID(), user: `dl_${randomUUID()}` }))
  })
  server.post(
    `${BASE}/tokens/refresh`,
    withGrant(async (_request, response, grant) => {
      response.send(200, opened(grant))
    })
  )
  server.post(
    `${BASE}/conversations`,
    withGrant(async (request, response, grant) => {
      response.send(201, withStream(request, grant))
      // greeted once: the bot remembers whom it has greeted
      const people = [{ id: grant.user, name: '' }, BOT]
      await hand(grant, { type: 'conversationUpdate', id: randomUUID(), membersAdded: people })
    })
  )
  server.get(
    `${BASE}/conversations/:id`,
    withGrant(async (request, response, grant) => {
      response.send(200, withStream(request, grant))
    })
  )
  server.get(
    `${BASE}/conversations/:id/activities`,
    withGrant(async (request, response, grant) => {
      response.send(200, await transcripts.read(grant.conversation, String(request.query.watermark ?? '')))
    })
  )
  server.post(
    `${BASE}/conversations/:id/activities`,
    withGrant(async (request, response, grant) => {
      const said = Said.safeParse(request.body)
      if (!said.success) {
        const [issue] = said.error.issues
        refuse(
          response,
          400,
          'BadArgument',
          `not a valid activity: ${issue?.path.join('.')} - ${issue?.message}`
        )
        return
      }
      const { text, attachments, ...rest } = said.data
      const from = { id: grant.user, name: '', role: 'user' }
      // what is kept and shown again is what the bot sees: without personal data, without files
      const shown = {
        ...rest,
        text: redact(text ?? '').text,
        from,
        channelId: 'directline'
      } as Partial<Activity>
      const { id, added } = await transcripts.add(grant.conversation, shown)
      if (added && said.data.type === 'message')
        await hand(grant, {
          ...rest,
          id,
          text: text ?? '',
          attachments: attachments ?? []
        } as Partial<Activity>)
      response.send(200, { id })
    })
  )
  server.get(`${BASE}/session/getsessionid`, async (_request, response) => {
    response.send(200, { sessionId: randomUUID() })
  })
  addStream(server, tokens, transcripts)
}

/** Builds the function with which the bot says something in a web chat. */
export const createSay =
  (transcripts: Transcripts) =>
  async (conversation: string, activity: Partial<Activity>): Promise<string> => {
    const { id } = await transcripts.add(conversation, {
      ...activity,
      from: BOT as Activity['from'],
      channelId: 'directline'
    })
    return id
  }

function grantOf(request: Request, tokens: Tokens): Grant | undefined {
  const [scheme, token = ''] = (request.headers.authorization ?? '').split(' ')
  return scheme === 'Bearer' ? tokens.read(token) : undefined
}

// the stream first sends what came after the watermark, then each activity as it is added
function addStream(server: restify.Server, tokens: Tokens, transcripts: Transcripts): void {
  const sockets = new WebSocketServer({ noServer: true })
  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '', 'http://local')
    const grant = tokens.read(url.searchParams.get('t') ?? '')
    if (!STREAM.test(request.url ?? '') || !grant || !url.pathname.includes(`/${grant.conversation}/`)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (stream) => {
      const waiting: Page[] = []
      let caughtUp = false
      const send = (page: Page): void => stream.send(JSON.stringify(page))
      const stop = transcripts.follow(grant.conversation, (page) => {
        if (caughtUp) send(page)
        else waiting.push(page)
      })
      stream.on('close', stop)
      stream.on('error', stop)
      transcripts.read(grant.conversation, url.searchParams.get('watermark') ?? '').then(
        (page) => {
          if (page.activities.length > 0) send(page)
          // added while the beginning was read, and not in it
          for (const late of waiting) if (Number(late.watermark) > Number(page.watermark)) send(late)
          caughtUp = true
        },
        (error) => stream.close(1011, messageOf(error).slice(0, 100))
      )
    })
  })
}
