import { createSend } from '../src/channels/botframework'
import { createLog } from '../src/log'
import { createAdapter } from '../src/server/auth'
import { createSay } from '../src/server/directline'
import { createLocalConnector, LOCAL_SERVICE } from '../src/server/inprocess'
import { createTranscripts } from '../src/server/transcript'
import { type Followup, type FollowupParts, sendDue } from '../src/session/reminders'
import { createProcessStore } from '../src/store/process'
import { openRedisStore } from '../src/store/redis'
import type { Store } from '../src/store/store'
import { chat, textOf } from './helpers/chat'
import { type Redis, startRedis } from './helpers/redis'
import { startConnector } from './helpers/server'

let redis: Redis | undefined
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis?.stop())

/** A person who failed three times and wants to be written to. */
let talks = 0
async function waiting(store: Store) {
  const conversation = `talk ${talks++}`
  const say = chat(store, conversation)
  await say('my id was refused for the third time')
  expect(textOf(await say('remind me'))).toContain("I'll message you here on")
  const sent: { followup: Followup; text: string; name: string }[] = []
  const parts: FollowupParts = {
    store,
    compose: say.bot.followup,
    send: async (followup, messages, name) => {
      sent.push({ followup, text: messages[0]?.text ?? '', name })
    },
    log: createLog('silent'),
    now: say.now
  }
  return { conversation, say, sent, parts }
}

const engines: [string, () => Promise<Store | undefined>][] = [
  ['process', async () => createProcessStore()],
  ['redis', async () => redis && openRedisStore([redis.url], { retentionMs: 60_000 })]
]

describe.each(engines)('a promise to write, on the %s store', (_, open) => {
  const itKeeps = (title: string, run: (store: Store) => Promise<void>) =>
    it(title, async () => {
      const store = await open()
      if (!store) return
      await run(store)
      await store.close()
    })

  itKeeps('is kept once, when the wait is over', async (store) => {
    const { conversation, say, sent, parts } = await waiting(store)
    say.wait(23.9)
    expect(await sendDue(parts)).toBe(0)
    say.wait(0.2)
    expect(await sendDue(parts)).toBe(1)
    expect(await sendDue(parts)).toBe(0)
    expect(sent).toMatchObject([
      {
        followup: { wait: 'retry', address: { of: conversation } },
        text: expect.stringContaining('24 hours')
      }
    ])
  })

  itKeeps('is kept by one of two instances', async (store) => {
    const { say, sent, parts } = await waiting(store)
    say.wait(25)
    const counts = await Promise.all(Array.from({ length: 8 }, () => sendDue(parts)))
    expect(counts.reduce((sum, count) => sum + count)).toBe(1)
    expect(sent).toHaveLength(1)
  })

  itKeeps('is kept by another instance when the first died over it', async (store) => {
    const { say, sent, parts } = await waiting(store)
    say.wait(25)
    void sendDue({ ...parts, send: () => new Promise(() => undefined) })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await sendDue(parts)).toBe(0)
    say.wait(0.02)
    expect(await sendDue(parts)).toBe(1)
    expect(sent).toHaveLength(1)
  })

  itKeeps('is tried again when it could not be sent, and given up at last', async (store) => {
    const { say, parts } = await waiting(store)
    say.wait(25)
    let tries = 0
    const failing = async () => {
      tries++
      throw new Error('the channel is away')
    }
    for (let round = 0; round < 8; round++) {
      expect(await sendDue({ ...parts, send: failing })).toBe(0)
      say.wait(0.1)
    }
    expect(tries).toBe(5)
  })

  itKeeps('is taken back by the person, and with everything else that is forgotten', async (store) => {
    for (const words of ['cancel the reminder', 'forget me']) {
      const { say, parts } = await waiting(store)
      await say(words)
      say.wait(25)
      expect(await sendDue(parts)).toBe(0)
    }
  })

  itKeeps('holds over "start over", and for the later of two waits', async (store) => {
    const { say, sent, parts } = await waiting(store)
    await say('start over')
    await say('no result for 1 hour, still under review')
    await say('remind me')
    say.wait(30)
    expect(await sendDue(parts)).toBe(0)
    say.wait(18)
    expect(await sendDue(parts)).toBe(1)
    expect(sent[0]?.text).toContain('48 hours')
  })
})

describe('what the bot promised', () => {
  const reference = (serviceUrl: string, channelId: string) => ({
    channelId,
    serviceUrl,
    conversation: { id: 'talk', isGroup: false, conversationType: 'personal', name: '' },
    bot: { id: 'bot', name: '' },
    user: { id: 'person', name: '' }
  })
  const followup = (address: unknown): Followup => ({
    conversation: 'c',
    address,
    wait: 'retry',
    at: '2026-11-25T12:00:00.000Z',
    locale: 'en'
  })

  it('stands once in the next web chat, however often it is sent', async () => {
    const transcripts = createTranscripts(createProcessStore())
    const adapter = createAdapter({ app: undefined }, createLocalConnector(createSay(transcripts)))
    const send = createSend(adapter, '')
    const promised = followup(reference(LOCAL_SERVICE, 'directline'))
    for (let times = 0; times < 2; times++) await send(promised, [{ text: 'The wait is over.' }], 'name')
    expect((await transcripts.read('talk')).activities).toMatchObject([{ text: 'The wait is over.' }])
  })

  it('reaches a channel over its connector', async () => {
    const connector = await startConnector()
    const send = createSend(createAdapter({ app: undefined }), '')
    await send(followup(reference(connector.url, 'emulator')), [{ text: 'The wait is over.' }], 'name')
    expect(connector.received).toMatchObject([{ type: 'message', text: 'The wait is over.' }])
    connector.close()
  })
})
