import { randomUUID } from 'node:crypto'
import type { Activity } from 'botbuilder'
import restify from 'restify'
import { z } from 'zod'
import type { Log } from '../log'
import { redact } from '../safety/redact'
import { type Deliver, LOCAL_SERVICE, type Say } from './inprocess'
import { type Allow, refuseRate } from './limits'
import { addStream } from './stream'
import { type Grant, LIFETIME_SECONDS, type Tokens } from './tokens'
import type { Transcripts } from './transcript'

/** Where the Direct Line service is. */
export const DIRECT_LINE = '/v3/directline'
const BOT = { id: 'bot', name: '', role: 'bot' }
// matches "/v3/directline/conversations/abc/upload?userId=1"; not "/upload"
const UPLOAD = /^\/v3\/directline\/conversations\/([^/?]+)\/upload(?:\?|$)/

// what a web chat may send; anything else in the body is dropped
const Said = z.object({
  type: z.enum(['message', 'event', 'typing']),
  text: z.string().nullish(),
  // the id of a button, as our own page sends it; the official client sends its text
  value: z
    .object({ choice: z.string().max(100) })
    .optional()
    .catch(undefined),
  locale: z.string().max(35).nullish(),
  attachments: z.array(z.unknown()).nullish(),
  channelData: z.object({ clientActivityID: z.string().max(100).optional() }).nullish()
})
const Opening = z.object({ locale: z.string().max(35).optional().catch(undefined) }).catch({})
const Returning = z.object({ resume: z.string().optional() }).catch({})

/** What the local Direct Line service is made of. */
export interface DirectLineParts {
  tokens: Tokens
  transcripts: Transcripts
  deliver: Deliver
  allow: Allow
  log: Log
}

type Request = restify.Request
type Response = restify.Response

/** Adds a Direct Line 3.0 service to the server, for web chats that need no Azure account; gives the function that ends their streams. */
export function addDirectLine(
  server: restify.Server,
  { tokens, transcripts, deliver, allow, log }: DirectLineParts
): () => void {
  const calmly =
    (act: (request: Request, response: Response) => Promise<void>) =>
    async (request: Request, response: Response): Promise<void> => {
      try {
        await act(request, response)
      } catch (err) {
        log.error({ event: 'web chat failed', err })
        if (!response.headersSent) refuse(response, 502, 'BotError', 'The bot could not answer. Try again.')
      }
    }
  /** Lets only the holder of a token of this very conversation in. */
  const withGrant = (act: (request: Request, response: Response, grant: Grant) => Promise<void>) =>
    calmly(async (request, response) => {
      const grant = grantOf(request, tokens)
      const { id } = request.params as { id?: string }
      if (!grant || (id !== undefined && id !== grant.conversation)) return refuseToken(response)
      await act(request, response, grant)
    })

  const opened = (grant: Grant) => ({
    conversationId: grant.conversation,
    token: tokens.issue(grant, 'talk'),
    expires_in: LIFETIME_SECONDS.talk
  })
  const withStream = (request: Request, grant: Grant) => {
    const scheme = request.headers['x-forwarded-proto'] === 'https' ? 'wss' : 'ws'
    const query = new URLSearchParams({
      watermark: String(request.query.watermark ?? '-'),
      t: tokens.issue(grant, 'talk')
    })
    const path = `${DIRECT_LINE}/conversations/${grant.conversation}/stream?${query}`
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
      refuseToken(response)
      return next(false)
    }
    refuse(response, 415, 'BadArgument', 'Files are not taken here. Never send a document photo to a chat.')
    const file = { contentType: 'application/octet-stream', name: '' }
    hand(grant, { type: 'message', id: randomUUID(), attachments: [file] }).catch((err) =>
      log.error({ event: 'web chat failed', err })
    )
    return next(false)
  })

  // who comes back with the token of an earlier visit goes on in the same conversation, if it is still kept
  server.post(
    `${DIRECT_LINE}/tokens/generate`,
    calmly(async (request, response) => {
      const earlier = tokens.read(Returning.parse(request.body).resume ?? '', 'resume')
      const kept = earlier && (await transcripts.read(earlier.conversation)).activities.length > 0
      const grant = kept ? earlier : { conversation: randomUUID(), user: `dl_${randomUUID()}` }
      response.send(200, { ...opened(grant), resume: tokens.issue(grant, 'resume') })
    })
  )
  server.post(
    `${DIRECT_LINE}/tokens/refresh`,
    withGrant(async (_request, response, grant) => {
      response.send(200, opened(grant))
    })
  )
  server.post(
    `${DIRECT_LINE}/conversations`,
    withGrant(async (request, response, grant) => {
      response.send(201, withStream(request, grant))
      // greeted once: the bot remembers whom it has greeted
      const people = [{ id: grant.user, name: '' }, BOT]
      const { locale } = Opening.parse(request.body)
      await hand(grant, {
        type: 'conversationUpdate',
        id: randomUUID(),
        membersAdded: people,
        ...(locale === undefined ? {} : { locale })
      })
    })
  )
  server.get(
    `${DIRECT_LINE}/conversations/:id`,
    withGrant(async (request, response, grant) => {
      response.send(200, withStream(request, grant))
    })
  )
  server.get(
    `${DIRECT_LINE}/conversations/:id/activities`,
    withGrant(async (request, response, grant) => {
      response.send(200, await transcripts.read(grant.conversation, String(request.query.watermark ?? '')))
    })
  )
  server.post(
    `${DIRECT_LINE}/conversations/:id/activities`,
    withGrant(async (request, response, grant) => {
      const seconds = await allow(grant)
      if (seconds !== undefined) return refuseRate(response, seconds)
      const said = Said.safeParse(request.body)
      if (!said.success) {
        const [issue] = said.error.issues
        const message = `not a valid activity: ${issue?.path.join('.')} - ${issue?.message}`
        return refuse(response, 400, 'BadArgument', message)
      }
      const { text, attachments, value, ...rest } = said.data
      const from = { id: grant.user, name: '', role: 'user' }
      // what is kept and shown again is what the bot sees: without personal data, without files
      const shown = {
        ...rest,
        text: redact(text ?? '').text,
        from,
        channelId: 'directline'
      } as Partial<Activity>
      const { id } = await transcripts.add(grant.conversation, shown)
      const heard = { ...rest, id, value, text: text ?? '', attachments: attachments ?? [] }
      // also what was sent before: the bot answers an id once, and may not have come to it
      if (rest.type === 'message') await hand(grant, heard as Partial<Activity>)
      response.send(200, { id })
    })
  )
  server.get(`${DIRECT_LINE}/session/getsessionid`, async (_request, response) => {
    response.send(200, { sessionId: randomUUID() })
  })
  return addStream(server, tokens, transcripts)
}

/** Builds the function with which the bot says something in a web chat. */
export const createSay =
  (transcripts: Transcripts): Say =>
  async (conversation, activity) => {
    const said = { ...activity, from: BOT as Activity['from'], channelId: 'directline' }
    // a receipt that all was erased is not kept either
    const isFleeting = activity.channelData?.fleeting === true
    const { id } = isFleeting
      ? transcripts.whisper(conversation, said)
      : await transcripts.add(conversation, said)
    return id
  }

/** Answers with the error body of Direct Line. */
function refuse(response: Response, status: number, code: string, message: string): void {
  response.send(status, { error: { code, message } })
}

const refuseToken = (response: Response): void =>
  refuse(
    response,
    403,
    'BadArgument',
    'The token is wrong, expired or of another conversation. Ask for a new one.'
  )

function grantOf(request: Request, tokens: Tokens): Grant | undefined {
  const [scheme, token = ''] = (request.headers.authorization ?? '').split(' ')
  return scheme === 'Bearer' ? tokens.read(token, 'talk') : undefined
}
