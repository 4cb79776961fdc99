import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Activity, DirectLine } from 'botframework-directlinejs'
import WebSocket from 'ws'
import XMLHttpRequest from 'xhr2'
import { createAdapter } from '../src/server/auth'
import { createSay } from '../src/server/directline'
import { createLocalConnector, LOCAL_SERVICE } from '../src/server/inprocess'
import { createTranscripts } from '../src/server/transcript'
import { createProcessStore } from '../src/store/process'
import { type Started, startServer } from './helpers/server'

// the client is written for browsers
Object.assign(globalThis, { XMLHttpRequest, WebSocket })

const folder = mkdtempSync(path.join(tmpdir(), 'kyc-directline-'))
const env = { KYC_DATA: folder, KYC_DIRECTLINE_SECRET: 'a key that outlives the process' }
let server: Started
beforeAll(async () => {
  server = await startServer(env)
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const base = () => `${server.url}/v3/directline`
const call = (method: string, route: string, token = '', body?: unknown) =>
  fetch(`${base()}${route}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) })
  })
const open = async () =>
  (await (await call('POST', '/tokens/generate')).json()) as { token: string; conversationId: string }

/** A person at the official client: what they saw, and a way to say something and wait for the answer. */
function join(token: string, webSocket: boolean, conversationId?: string) {
  const seen: Activity[] = []
  const client = new DirectLine({
    token,
    domain: base(),
    webSocket,
    pollingInterval: 200,
    ...(conversationId === undefined ? {} : { conversationId })
  })
  // leaving ends both streams with an error
  client.activity$.subscribe(
    (activity) => seen.push(activity),
    () => undefined
  )
  client.connectionStatus$.subscribe({ error: () => undefined })
  const answers = () => seen.filter(({ from }) => from.id === 'bot')
  const until = async (count: number) => {
    for (let wait = 0; answers().length < count; wait++) {
      if (wait > 200) throw new Error(`${answers().length} of ${count} answers: ${JSON.stringify(seen)}`)
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    return answers().at(-1) as {
      text: string
      suggestedActions?: { actions: { title: string; value: string }[] }
    } & Activity
  }
  return {
    seen,
    until,
    say: (text: string, value?: unknown) => {
      const expected = answers().length + 1
      const message = {
        type: 'message',
        from: { id: 'me' },
        text,
        ...(value === undefined ? {} : { value })
      } as Activity
      return new Promise<string>((resolve, reject) =>
        client.postActivity(message).subscribe(resolve, reject)
      ).then(() => until(expected))
    },
    leave: () => client.end()
  }
}

describe.each([
  ['a websocket', true],
  ['polling', false]
])('the official client over %s', (_, webSocket) => {
  it('is greeted and goes through a diagnosis by buttons', async () => {
    const { token } = await open()
    const person = join(token, webSocket)
    const greeting = await person.until(1)
    expect(greeting.text).toContain('not Binance')
    const diagnosis = await person.say('the lamp left a white spot over my birth year')
    expect(diagnosis.text).toContain('flash')
    const press = diagnosis.suggestedActions?.actions[1]
    const step = await person.say(press?.value ?? '')
    expect(step.text).toContain('1 of 5')
    expect((await person.say('Next')).text).toContain('2 of 5')
    person.leave()
  })
})

describe('a web chat', () => {
  it('goes on after the server was killed, with all that was said', async () => {
    const { token, conversationId } = await open()
    const before = join(token, true)
    await before.until(1)
    await before.say('my photo is blurry')
    await before.say('One step at a time')
    before.leave()
    await server.stop('SIGKILL')
    server = await startServer(env)
    const after = join(token, true, conversationId)
    await after.until(3)
    expect((await after.say('Next')).text).toContain('2 of 5')
    after.leave()
  })

  it('gets each activity once and in order, also from a watermark on', async () => {
    const { token, conversationId } = await open()
    await call('POST', '/conversations', token)
    const say = (text: string) =>
      call('POST', `/conversations/${conversationId}/activities`, token, { type: 'message', text })
    for (const text of ['hi', 'my name does not match', 'Next']) expect((await say(text)).status).toBe(200)
    const read = async (watermark: string) =>
      (await (
        await call('GET', `/conversations/${conversationId}/activities?watermark=${watermark}`, token)
      ).json()) as {
        activities: Activity[]
        watermark: string
      }
    const all = await read('')
    const ids = all.activities.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].sort())
    expect(all.watermark).toBe(String(ids.length))
    expect((await read('3')).activities.map(({ id }) => id)).toEqual(ids.slice(3))
  })

  it('does not answer a message twice that the client sent twice', async () => {
    const { token, conversationId } = await open()
    const message = { type: 'message', text: 'my photo is blurry', channelData: { clientActivityID: 'one' } }
    const send = async () =>
      (await (await call('POST', `/conversations/${conversationId}/activities`, token, message)).json()) as {
        id: string
      }
    expect(await send()).toEqual(await send())
    const { watermark } = (await (
      await call('GET', `/conversations/${conversationId}/activities`, token)
    ).json()) as { watermark: string }
    expect(watermark).toBe('2')
  })

  it('keeps and shows no personal data', async () => {
    const { token, conversationId } = await open()
    const text = 'my passport is XQ7654321 and my mail zoe.k@example.com'
    await call('POST', `/conversations/${conversationId}/activities`, token, { type: 'message', text })
    const shown = await (await call('GET', `/conversations/${conversationId}/activities`, token)).text()
    const kept = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'latin1'))
    for (const place of [shown, ...kept]) expect(place).not.toMatch(/XQ7654321|zoe\.k/)
  })

  it('refuses a file, and the bot says why', async () => {
    const { token, conversationId } = await open()
    const response = await call(
      'POST',
      `/conversations/${conversationId}/upload?userId=me`,
      token,
      'not to be read'
    )
    expect(response.status).toBe(415)
    const person = join(token, true, conversationId)
    await person.until(1)
    expect(person.seen.map(({ type }) => type)).toContain('message')
    person.leave()
  })
})

describe('a token', () => {
  it.each([
    ['missing', ''],
    ['garbage', 'abc'],
    ['signed with another key', 'eyJhbGciOiJIUzI1NiJ9.eyJjb252ZXJzYXRpb24iOiJhIiwic3ViIjoiYiJ9.AAAA'],
    ['without a signature', 'eyJhbGciOiJub25lIn0.eyJjb252ZXJzYXRpb24iOiJhIiwic3ViIjoiYiJ9.']
  ])('that is %s is refused with a Direct Line error', async (_, token) => {
    const response = await call('POST', '/conversations', token)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ error: { code: 'BadArgument' } })
  })

  it('of one conversation opens no other, over HTTP and over the stream', async () => {
    const [mine, theirs] = [await open(), await open()]
    const response = await call('GET', `/conversations/${theirs.conversationId}/activities`, mine.token)
    expect(response.status).toBe(403)
    const stream = `${base().replace('http', 'ws')}/conversations/${theirs.conversationId}/stream?t=${mine.token}`
    await expect(
      new Promise((resolve, reject) => {
        const socket = new WebSocket(stream)
        socket.on('open', resolve)
        socket.on('error', reject)
      })
    ).rejects.toThrow(/403/)
  })

  it('is renewed for the same conversation', async () => {
    const { token, conversationId } = await open()
    const renewed = (await (await call('POST', '/tokens/refresh', token)).json()) as {
      conversationId: string
    }
    expect(renewed.conversationId).toBe(conversationId)
  })
})

describe('a bad request', () => {
  it.each([
    ['no JSON', '{'],
    ['no activity', '{}'],
    ['a type that people do not send', '{"type":"endOfConversation"}'],
    ['a text that is none', '{"type":"message","text":{"a":1}}']
  ])('with %s is a 400', async (_, body) => {
    const { token, conversationId } = await open()
    expect((await call('POST', `/conversations/${conversationId}/activities`, token, body)).status).toBe(400)
  })
})

describe('what the bot says of its own accord', () => {
  const app = {
    MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
    MicrosoftAppPassword: 'x',
    MicrosoftAppType: 'MultiTenant',
    MicrosoftAppTenantId: ''
  }

  it.each([
    ['without an app id', undefined],
    ['with one', app]
  ])('reaches a web chat inside the process, %s', async (_, credentials) => {
    const transcripts = createTranscripts(createProcessStore())
    const adapter = createAdapter({ app: credentials }, createLocalConnector(createSay(transcripts)))
    const reference = {
      channelId: 'directline',
      serviceUrl: LOCAL_SERVICE,
      conversation: { id: 'talk', isGroup: false, conversationType: '', name: '' },
      bot: { id: 'bot', name: '' },
      user: { id: 'person', name: '' }
    }
    await adapter.continueConversationAsync(credentials?.MicrosoftAppId ?? '', reference, async (context) => {
      await context.sendActivity('The wait is over.')
    })
    expect((await transcripts.read('talk')).activities).toMatchObject([
      { type: 'message', text: 'The wait is over.', from: { id: 'bot' } }
    ])
  })
})
