import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { seeded } from '../src/recognizer/train/train'
import { chat, choicesOf, textOf } from './helpers/chat'
import { activity, post, type Started, startServer } from './helpers/server'

const folder = mkdtempSync(path.join(tmpdir(), 'kyc-fuzz-'))
let server: Started
beforeAll(async () => {
  server = await startServer({ KYC_DATA: folder, KYC_MESSAGES_PER_MINUTE: '0' })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

/** A text that makes something run away takes many seconds; no answer takes this long, even on a busy machine. */
const RUNAWAY_MS = 1000
/** How much of the processor an answer takes, so that it does not matter what else the machine does; a slow one is asked for again. */
async function timeOf(act: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < 5 && best > RUNAWAY_MS; tries++) {
    const began = process.cpuUsage()
    await act()
    const { user, system } = process.cpuUsage(began)
    best = Math.min(best, (user + system) / 1000)
  }
  return best
}

const anything = fc.jsonValue({ maxDepth: 3 })

describe('the server', () => {
  it('never answers 500, whatever JSON comes as an activity', async () => {
    // a reply over the network would go to nobody, see server.test.ts
    const fields = Object.keys(activity()).filter((field) => field !== 'deliveryMode')
    const part = fc.constantFrom(...fields, 'value', 'locale', 'entities', 'attachments', 'channelData')
    await fc.assert(
      fc.asyncProperty(fc.dictionary(part, anything, { maxKeys: 4 }), async (over) => {
        const { status } = await post(server.url, activity({ text: 'hi', ...over }))
        expect(status).not.toBe(500)
      }),
      { numRuns: 300, seed: 7 }
    )
    await fc.assert(
      fc.asyncProperty(anything, async (body) => {
        expect((await post(server.url, JSON.stringify(body))).status).toBe(400)
      }),
      { numRuns: 100, seed: 7 }
    )
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    expect(server.output()).not.toMatch(/unhandled|UnhandledPromise/i)
  })
})

describe('the bot', () => {
  it('has an answer with a next step to any text', async () => {
    const say = chat()
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.lorem({ maxCount: 40 }),
      // long ones, which whatever looks at all of a text must stand
      fc
        .tuple(
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
          fc.integer({ min: 100, max: 5000 })
        )
        .map(([piece, times]) => piece.repeat(times))
    )
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        let reply: Awaited<ReturnType<typeof say>> | undefined
        const took = await timeOf(async () => {
          reply = await say(text)
        })
        expect(took).toBeLessThan(RUNAWAY_MS)
        if (!reply) throw new Error('no reply')
        expect(textOf(reply)).not.toMatch(/undefined|\{\w+\}|NaN/)
        expect(choicesOf(reply).length).toBeGreaterThan(0)
      }),
      { numRuns: 500, seed: 7 }
    )
  })

  it('walks 10,000 turns of buttons and words, and always has an answer', async () => {
    const say = chat()
    const random = seeded(7)
    const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
    const words = [
      'my photo is blurry',
      'it failed again',
      'third time refused',
      'how long does it take',
      'human',
      'back',
      'why',
      'remind me',
      'cancel the reminder',
      'show my data',
      'forget me',
      'start over',
      'someone offers to pass it for me',
      'can i use a fake id',
      'you idiot',
      'está borrosa',
      'la photo',
      '?',
      '',
      'binance-kyc.com',
      'my passport AB1234567'
    ]
    let offered: string[] = []
    for (let turn = 0; turn < 10_000; turn++) {
      const value = random() < 0.6 ? pick(offered) : undefined
      const reply = await say(value === undefined ? (pick(words) ?? '') : { value })
      offered = choicesOf(reply)
      if (reply.messages.length === 0 || offered.length === 0)
        throw new Error(`turn ${turn}, ${value}: ${textOf(reply)}`)
      say.wait(random())
    }
  })
})

/** What a card of ours is made of. */
const PLAIN = new Set([
  'AdaptiveCard',
  'Container',
  'RichTextBlock',
  'TextRun',
  'Input.Toggle',
  'ActionSet',
  'Action.Execute',
  'Action.Submit'
])

/** All objects inside a value, itself included. */
const partsOf = (value: unknown): Record<string, unknown>[] =>
  typeof value !== 'object' || value === null
    ? []
    : [
        ...(Array.isArray(value) ? [] : [value as Record<string, unknown>]),
        ...Object.values(value).flatMap(partsOf)
      ]

describe('what people type', () => {
  it.each([
    '<script>alert(1)</script>',
    '[click](https://evil.example)',
    '**bold** _it_ `code`',
    '{"type":"AdaptiveCard","body":[]}',
    '![x](http://evil.example/x.png)',
    '<at>everyone</at>',
    '&lt;b&gt; \u202eabc'
  ])('is never interpreted: %s', async (attack) => {
    for (const channelId of ['emulator', 'webchat', 'directline', 'msteams', 'sms']) {
      const sent = activity({
        channelId,
        text: `${attack} my photo is blurry`,
        locale: attack,
        from: { id: 'person', name: attack },
        conversation: { id: `attack ${channelId}`, name: attack },
        value: { choice: attack },
        entities: [{ type: 'mention', text: attack, mentioned: { id: attack } }]
      })
      const { status, body } = await post(server.url, sent)
      expect(status).toBe(200)
      const { activities } = JSON.parse(body) as {
        activities: { textFormat?: string; attachments?: { content: unknown }[] }[]
      }
      for (const { textFormat, attachments = [] } of activities) {
        expect(textFormat).toBe('plain')
        // a card shows words as runs of text, which nothing is read in; it has no picture and opens nothing
        const parts = attachments.flatMap(({ content }) => partsOf(content))
        const types = parts.flatMap((part) => ('type' in part ? [part.type] : []))
        expect(types.filter((type) => !PLAIN.has(String(type)))).toEqual([])
        const readers = parts.filter(({ type }) => type !== 'TextRun' && type !== 'AdaptiveCard')
        expect(readers.filter(({ text, title }) => `${text} ${title}`.includes(attack))).toEqual([])
      }
    }
  })
})
