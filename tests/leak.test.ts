import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Redis, startRedis } from './helpers/redis'
import { activity, post, type Started, startServer } from './helpers/server'
import { openTalk } from './helpers/talk'

jest.setTimeout(60_000)

/** Shorter ones may stand in a time or an id by chance. */
const LEAST_LENGTH = 7
const PER_TALK = 12
/** What a channel tells of a person besides the text. */
const NAME = 'Wilhelmina Quackenbush'

const lines = readFileSync(path.join(__dirname, 'safety', 'personal.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { text: string; secrets: string[] })
  .filter(({ secrets }) => secrets.length > 0)
const secrets = [
  NAME,
  ...lines.flatMap((line) => line.secrets).filter((secret) => secret.length >= LEAST_LENGTH)
]

const folder = mkdtempSync(path.join(tmpdir(), 'kyc-leak-'))
let redis: Redis | undefined
let server: Started
beforeAll(async () => {
  redis = await startRedis()
  const store = redis ? { KYC_STORE: redis.url } : undefined
  server = await startServer({ KYC_DATA: folder, KYC_LOG: 'debug', KYC_MESSAGES_PER_MINUTE: '0', ...store })
})
afterAll(async () => {
  await server.stop()
  await redis?.stop()
  rmSync(folder, { recursive: true })
})

/** The secrets that stand in a text. */
const leaked = (text: string): string[] => secrets.filter((secret) => text.includes(secret))

describe('talks full of personal data', () => {
  it('leave none of it in the store, the log, the metrics or any response', async () => {
    const responses: string[] = []
    const send = async (over: Record<string, unknown>) =>
      responses.push((await post(server.url, activity(over))).body)
    const from = { id: 'person', name: NAME }
    for (const [n, { text }] of lines.entries()) {
      const conversation = { id: `talk ${Math.floor(n / PER_TALK)}`, name: NAME }
      await send({ text, from, conversation })
      if (n % PER_TALK === 0) await send({ value: { choice: text }, from, conversation })
      if (n % PER_TALK === 1) await send({ text: 'show my data', locale: text, from, conversation })
      if (n % PER_TALK === 2) await send({ type: text, channelId: text, from, conversation })
      if (n % PER_TALK === 3) responses.push((await post(server.url, `{"text": "${text}`)).body)
      if (n % PER_TALK === 4) await send({ serviceUrl: `https://${encodeURIComponent(text)}/` })
    }
    responses.push(await (await fetch(`${server.url}/metrics`)).text())
    expect(leaked(responses.join('\n'))).toEqual([])
    expect(leaked(server.output())).toEqual([])
    expect(leaked((await redis?.dump()) ?? '')).toEqual([])
  })

  it('leave none of it in what a web chat shows and keeps', async () => {
    const talk = await openTalk(server.url)
    for (const { text } of lines.filter((_, n) => n % PER_TALK === 0)) await talk.say(text)
    expect(leaked(JSON.stringify(await talk.read()))).toEqual([])
    expect(leaked(JSON.stringify(talk.seen))).toEqual([])
    expect(leaked((await redis?.dump()) ?? '')).toEqual([])
    expect(leaked(server.output())).toEqual([])
    talk.leave()
  })

  it('would be noticed', async () => {
    expect(leaked(lines[0]?.text ?? '')).toEqual(lines[0]?.secrets)
  })
})
