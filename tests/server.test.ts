import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readConfig } from '../src/config'
import { loadKnowledge } from '../src/knowledge/load'
import { isAllowedService } from '../src/server/auth'
import { activity, ask, post, type Started, startConnector, startServer } from './helpers/server'

const folder = mkdtempSync(path.join(tmpdir(), 'kyc-server-'))
const data = path.join(folder, 'data')
const knowledge = loadKnowledge().get('en')
let server: Started

beforeAll(async () => {
  server = await startServer({ KYC_DATA: data })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

describe('the server', () => {
  it('answers a message with text and buttons', async () => {
    const { text, buttons } = await ask(server.url, {
      text: 'name mismatch',
      conversation: { id: 'buttons' }
    })
    expect(text).toContain(knowledge?.reasons.get('name_mismatch')?.steps[0]?.do)
    expect(buttons).toContain(knowledge?.phrases.buttons.step_by_step)
  })

  it('listens on loopback only without an app id, and says so', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:/)
    expect(server.output()).toContain('from this machine only')
  })

  it('outlives a channel that does not take the reply', async () => {
    const { deliveryMode: _, ...message } = activity({
      text: 'hi',
      serviceUrl: 'http://127.0.0.1:9',
      conversation: { id: 'nobody there' }
    })
    expect((await post(server.url, message)).status).toBe(200)
    expect(server.output()).toContain('ECONNREFUSED')
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })

  it('posts replies to the service of the channel', async () => {
    const connector = await startConnector()
    const { status } = await post(
      server.url,
      activity({ deliveryMode: undefined, serviceUrl: connector.url, text: 'hello' })
    )
    expect(status).toBe(200)
    expect(connector.received).toEqual([
      expect.objectContaining({ type: 'message', text: expect.stringContaining('not part of Binance') })
    ])
    connector.close()
  })

  it('welcomes a person once, and nobody else', async () => {
    const joined = {
      type: 'conversationUpdate',
      conversation: { id: 'welcome' },
      membersAdded: [{ id: 'bot' }, { id: 'person' }]
    }
    const first = await ask(server.url, joined)
    expect(first.text).toContain(knowledge?.phrases.welcome)
    expect(await ask(server.url, joined)).toEqual({ text: '', buttons: [] })
    expect(
      await ask(server.url, { ...joined, conversation: { id: 'nobody' }, membersAdded: [{ id: 'bot' }] })
    ).toEqual({ text: '', buttons: [] })
    expect(
      (await ask(server.url, { conversation: { id: 'welcome' }, text: 'name mismatch' })).text
    ).not.toContain(knowledge?.phrases.intro)
  })

  it('answers an activity that the channel repeats only once', async () => {
    const repeated = { id: 'same', text: 'name mismatch', conversation: { id: 'repeat' } }
    expect((await ask(server.url, repeated)).text).not.toBe('')
    expect((await ask(server.url, repeated)).text).toBe('')
  })

  it('counts parallel messages of one conversation one after another', async () => {
    const conversation = { id: 'parallel' }
    await ask(server.url, { text: 'name mismatch', conversation })
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => ask(server.url, { text: 'it failed', conversation }))
    )
    const counts = replies.flatMap(({ text }) => /(?:attempt |That's )(\d+)/.exec(text)?.[1] ?? [])
    expect(counts.map(Number).sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })

  it.each([
    ['no JSON', '{oops', 400],
    ['an empty object', {}, 400],
    ['a conversation that is a text', activity({ conversation: 'c' }), 400],
    ['no sender', activity({ from: undefined }), 400],
    ['attachments that are no list', activity({ attachments: 'x' }), 400],
    ['a text that is a number', activity({ text: 5 }), 400],
    ['a service on another machine', activity({ serviceUrl: 'https://evil.example/' }), 401],
    ['more than 256 kB', activity({ text: 'x'.repeat(300_000) }), 413]
  ])('refuses %s', async (_, body, status) => {
    const response = await post(server.url, body)
    expect(response.status).toBe(status)
    expect(response.body).not.toMatch(/\bat .+:\d+/)
  })

  it.each([
    ['nothing', ''],
    ['emoji only', '😷🙃🙃'],
    ['right-to-left text', 'لم يتم التحقق من هويتي'],
    ['HTML', '<script>alert(1)</script><b>hi</b>'],
    ['markdown', '# hi **you** [link](javascript:alert(1))'],
    ['control characters', 'a\u0000b\u0007c\u202Ed'],
    ['a lone surrogate', 'photo \uD800 blurry'],
    ['100 kB', 'my photo is blurry '.repeat(5500)],
    ['10,000 different words', Array.from({ length: 10_000 }, (_, n) => `w${n}`).join(' ')],
    ['one endless word', 'a'.repeat(100_000)]
  ])('gives an ordinary helpful reply to %s', async (name, text) => {
    const reply = await ask(server.url, { text, conversation: { id: name } })
    expect(reply.text).not.toBe('')
    expect(reply.text).not.toContain('<script>')
    expect(reply.buttons.length).toBeGreaterThan(0)
  })

  it.each(['/healthz', '/readyz', '/metrics'])('serves %s', async (route) => {
    expect((await fetch(server.url + route)).status).toBe(200)
  })

  it('counts turns', async () => {
    expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(
      /kyc_turns_total\{outcome="answered"\} [1-9]/
    )
  })
})

describe('a restart', () => {
  it('after SIGKILL goes on in the middle of a fix', async () => {
    const at = path.join(folder, 'killed')
    const first = await startServer({ KYC_DATA: at })
    await ask(first.url, { text: 'there is glare on my card from the flash' })
    const shown = await ask(first.url, { text: 'One step at a time' })
    await first.stop('SIGKILL')
    const second = await startServer({ KYC_DATA: at })
    const next = await ask(second.url, { text: 'repeat' })
    expect(next.text).toBe(shown.text)
    expect((await ask(second.url, { text: 'next' })).text).toContain('Step 2 of 5')
    await second.stop()
  })

  it('after SIGTERM exits with 0', async () => {
    const started = await startServer({ KYC_DATA: path.join(folder, 'stopped') })
    await ask(started.url, { text: 'hello' })
    expect(await started.stop('SIGTERM')).toBe(0)
  })
})

describe('a start', () => {
  it('says in one line that the store cannot be opened, and exits', async () => {
    const file = path.join(folder, 'a-file')
    writeFileSync(file, '')
    await expect(startServer({ KYC_DATA: file })).rejects.toThrow(
      /KYC_STORE_OPEN: The store in .* cannot be opened: [^\n]+\n$/
    )
  })

  it('says that the port is taken', async () => {
    await expect(
      startServer({ KYC_DATA: path.join(folder, 'port'), PORT: new URL(server.url).port })
    ).rejects.toThrow(/KYC_CONFIG: .*Set PORT/)
  })

  it('names every wrong setting at once', () => {
    expect(() =>
      readConfig({ PORT: '80a', MicrosoftAppId: 'id', MicrosoftAppType: 'Nope', KYC_LOG: 'loud' })
    ).toThrow(
      /PORT must be.*KYC_LOG must be.*MicrosoftAppType must be.*MicrosoftAppPassword is missing.*Fix them/
    )
  })
})

describe('the service of a reply', () => {
  it.each([
    ['https://smba.trafficmanager.net/teams/', true],
    ['https://evil.example/', false],
    ['https://botframework.com.evil.example/', false],
    ['nonsense', false]
  ])('%s is allowed with an app id: %s', (url, allowed) => {
    const { serviceHosts } = readConfig({ MicrosoftAppId: 'id', MicrosoftAppPassword: 'x' })
    expect(isAllowedService(url, serviceHosts)).toBe(allowed)
  })
})
