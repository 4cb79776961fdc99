import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { crash } from './helpers/crash'
import { type Redis, startRedis } from './helpers/redis'
import { activity, ask, post, type Started, startServer } from './helpers/server'
import { openTalk } from './helpers/talk'

jest.setTimeout(60_000)

/** Crashes of each engine in every run; `npm run bench -- crash` has a hundred. */
const CRASHES = 3
const folder = mkdtempSync(path.join(tmpdir(), 'kyc-scale-'))
let redis: Redis | undefined
let env: Record<string, string> = {}
let one: Started
let two: Started
beforeAll(async () => {
  redis = await startRedis()
  if (!redis) return
  env = { KYC_STORE: redis.url, KYC_DATA: folder, KYC_DIRECTLINE_SECRET: 'the same for both' }
  ;[one, two] = await Promise.all([startServer(env), startServer(env)])
})
afterAll(async () => {
  if (redis) await Promise.all([one.stop(), two.stop()])
  await redis?.stop()
  rmSync(folder, { recursive: true })
})
const itScales = (title: string, run: (redis: Redis) => Promise<void>) =>
  it(title, async () => {
    if (redis) await run(redis)
  })

describe('two instances on one Redis', () => {
  itScales('count 100 parallel messages of one conversation as 100', async () => {
    const say = (n: number) =>
      ask(n % 2 ? one.url : two.url, { conversation: { id: 'busy' }, id: `m${n}`, text: 'it failed again' })
    await Promise.all(Array.from({ length: 100 }, (_, n) => say(n)))
    const { text } = await ask(one.url, { conversation: { id: 'busy' }, text: 'show my data' })
    expect(text).toContain('Failed attempts: 100')
  })

  itScales('answer a message once that the channel sends to both', async () => {
    const send = (url: string) =>
      ask(url, { conversation: { id: 'twice' }, id: 'same', text: 'it failed again' })
    const replies = await Promise.all([send(one.url), send(two.url)])
    expect(replies.filter(({ text }) => text !== '')).toHaveLength(1)
  })

  itScales('count messages a minute together, under names that tell nothing of the person', async (redis) => {
    const limited = { ...env, KYC_MESSAGES_PER_MINUTE: '6' }
    const both = await Promise.all([startServer(limited), startServer(limited)])
    const send = async (n: number) =>
      (
        await post(
          both[n % 2]?.url ?? '',
          activity({ conversation: { id: 'eager' }, from: { id: 'eager person' }, text: 'hi' })
        )
      ).status
    const statuses = []
    for (let n = 0; n < 8; n++) statuses.push(await send(n))
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429])
    expect((await redis.dump()).match(/kyc:limit:\S*/g)?.join(' ')).not.toContain('eager')
    await Promise.all(both.map(({ stop }) => stop()))
  })

  itScales('bring what is said to one to the stream of the other', async () => {
    const talk = await openTalk(one.url, two.url)
    expect(await talk.say('the lamp left a white spot', one.url)).toContain('flash')
    expect(await talk.say('One step at a time', two.url)).toContain('1 of 5')
    for (let step = 2; step <= 5; step++)
      expect(await talk.say('Next', step % 2 ? one.url : two.url)).toContain(`${step} of 5`)
    const ids = talk.seen.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].sort())
    talk.leave()
  })

  itScales('let a client go on at the other', async () => {
    const before = await openTalk(one.url)
    await before.say('my photo is blurry')
    const { activities } = await before.read()
    before.leave()
    const after = await openTalk(two.url, two.url, before.token)
    expect((await after.read()).activities).toEqual(activities)
    expect(await after.say('One step at a time')).toContain('1 of 5')
    after.leave()
  })

  itScales('tell a chat that listens to the other that it was erased', async () => {
    const talk = await openTalk(one.url, two.url)
    await talk.say('my photo is blurry')
    await Promise.race([talk.say('forget me', one.url).catch(() => undefined), wait(1500)])
    expect(talk.seen.at(-1)).toMatchObject({ type: 'event', name: 'forgotten' })
    talk.leave()
  })

  itScales('refuse turns calmly while Redis is away, and recover by themselves', async (redis) => {
    await ask(one.url, { conversation: { id: 'outage' }, text: 'my photo is blurry' })
    await redis.kill()
    const began = Date.now()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        post(one.url, activity({ conversation: { id: `outage${n}` }, text: 'hi' }))
      )
    )
    expect(Date.now() - began).toBeLessThan(10_000)
    for (const { status, body } of answers) {
      expect(status).toBe(200)
      expect(body).toContain('that was my fault, not yours')
    }
    const ready = await fetch(`${one.url}/readyz`)
    expect(ready.status).toBe(503)
    expect(await ready.text()).toContain('does not answer')
    expect((await fetch(`${one.url}/healthz`)).status).toBe(200)
    await redis.restart()
    for (let tries = 0; (await fetch(`${one.url}/readyz`)).status !== 200; tries++) {
      if (tries > 100) throw new Error('not ready again')
      await wait(50)
    }
    const { text } = await ask(one.url, { conversation: { id: 'outage' }, text: 'One step at a time' })
    expect(text).toContain('1 of 5')
  })
})

describe('a bot that is killed under load', () => {
  const startVictim = (env: Record<string, string>) => async () => {
    // the eight people talk faster than people can
    const { url, stop } = await startServer({ ...env, KYC_MESSAGES_PER_MINUTE: '0' })
    return { url, kill: () => stop('SIGKILL') }
  }

  it('loses no acknowledged turn on LMDB, and counts none twice', async () => {
    const { acknowledged, wrong } = await crash(CRASHES, startVictim({ KYC_DATA: path.join(folder, 'lmdb') }))
    expect(wrong).toEqual([])
    expect(acknowledged).toBeGreaterThan(0)
  })

  itScales('loses none on Redis', async () => {
    const { acknowledged, wrong } = await crash(CRASHES, startVictim(env))
    expect(wrong).toEqual([])
    expect(acknowledged).toBeGreaterThan(0)
  })
})
