import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Redis, startRedis } from './helpers/redis'
import { ask, type Started, startServer } from './helpers/server'
import { openTalk } from './helpers/talk'

const CLI = path.join(__dirname, '../dist/src/cli.js')
const folder = mkdtempSync(path.join(tmpdir(), 'kyc-forget-'))
let redis: Redis | undefined
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(async () => {
  await redis?.stop()
  rmSync(folder, { recursive: true })
})

const filesOf = (at: string): string =>
  readdirSync(at)
    .map((file) => readFileSync(path.join(at, file), 'latin1'))
    .join('\n')

interface Place {
  env: Record<string, string>
  /** All that the store holds, as one text. */
  raw: () => Promise<string>
}
const places: [string, () => Place | undefined][] = [
  ['LMDB', () => ({ env: { KYC_DATA: folder }, raw: async () => filesOf(folder) })],
  ['Redis', () => redis && { env: { KYC_STORE: redis.url, KYC_DATA: folder }, raw: redis.dump }]
]

describe.each(places)('forget me, on %s', (name, find) => {
  let server: Started | undefined
  let place: Place | undefined
  beforeAll(async () => {
    place = find()
    if (place) server = await startServer(place.env)
  })
  afterAll(() => server?.stop())

  it('erases a web chat, so that nothing of it is left, and shows a receipt', async () => {
    if (!server || !place) return
    const talk = await openTalk(server.url)
    await talk.say('wombat glare on my photo, third time refused')
    await talk.say('remind me')
    if (name === 'Redis') {
      const before = await place.raw()
      expect(before).toContain('wombat')
      expect(before).toContain(talk.conversation)
    }
    const receipt = await talk.say('forget me')
    expect(receipt).toContain("I've deleted everything")
    const after = await place.raw()
    for (const trace of ['wombat', talk.conversation, talk.user, 'directline', '"wait"'])
      expect(after).not.toContain(trace)
    const read = await talk.read()
    expect(JSON.stringify(read)).not.toContain('wombat')
    expect(await talk.say('my photo is blurry')).toContain('blur')
    talk.leave()
  })

  it('erases all conversations of a person, for an operator too', async () => {
    if (!server || !place) return
    const from = { id: 'quokka' }
    for (const id of ['one', 'two'])
      await ask(server.url, { from, conversation: { id }, text: 'it failed again' })
    const run = () =>
      execFileSync(process.execPath, [CLI, 'forget', '--user', 'quokka'], {
        env: { ...process.env, ...place?.env },
        encoding: 'utf8'
      })
    expect(run()).toBe('quokka: 2 conversations erased\n')
    expect(await place.raw()).not.toContain('quokka')
    expect(run()).toBe('quokka: 0 conversations erased\n')
    const { text } = await ask(server.url, { from, conversation: { id: 'one' }, text: 'show my data' })
    expect(text).toContain('Failed attempts: 0')
  })
})
