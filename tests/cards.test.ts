import { AdaptiveCard, SerializationContext, Versions } from 'adaptivecards'
import { PNG } from 'pngjs'
import type { Message } from '../dialogs/flow'
import { toCard } from '../src/channels/cards'
import { numbered, toText } from '../src/channels/text'
import { partsOf, plain, saidBy, wordsOf } from './helpers/card'
import { chat } from './helpers/chat'

/** Teams takes 28 KB of card. */
const MOST_BYTES = 28_000
type Part = Record<string, unknown>
/** What the reader writes of a card again: not fallbacks, which have a test of their own, and not what goes without saying. */
const asRead = (card: unknown): unknown =>
  JSON.parse(
    JSON.stringify(card, (key, value) =>
      key === 'fallback' || value === false || value === 'TextRun' || /^https?:/.test(value)
        ? undefined
        : value
    )
  )
const choicesOf = (messages: readonly Message[]) => messages.flatMap(({ choices = [] }) => choices)

// each line is a talk; the card is that of its last message
const TALKS: Record<string, string[]> = {
  greeting: ['hello'],
  diagnosis: ['the lamp left a white spot on my passport'],
  'two causes': ['my photo is blurry and the name is wrong'],
  guesses: ['it says the picture of me and the card'],
  areas: ['menu'],
  'fix step': ['my photo is blurry', 'One step at a time', 'Next'],
  checklist: ['checklist'],
  'end of the steps': ['my photo is blurry', "I've done it"],
  documents: ['which document is best'],
  escalation: ['it failed three times, the photo is blurry'],
  'handoff pack': ['my photo is blurry', 'it failed again', 'failed again', 'Live chat'],
  feedback: ['my photo is blurry', 'It passed'],
  question: ['how long does the review take'],
  scam: ['someone wants money to pass it for me'],
  'link that looks official': ['is binance-kyc.com real'],
  data: ['my photo is blurry', 'show my data'],
  Spanish: ['mi foto está borrosa']
}

const pictureOf = ({ url }: Part) => PNG.sync.read(Buffer.from(String(url).split(',')[1] ?? '', 'base64'))
/** The bars of a card: how much of each is filled, and what is said in its place. */
const barsOf = (card: Part) =>
  partsOf(card)
    .filter(({ type }) => type === 'Image')
    .map((image) => {
      const { data, width } = pictureOf(image)
      const middle = width * 5
      const pixels = Array.from({ length: width }, (_, x) => data.readUInt32BE((middle + x) * 4))
      return { filled: pixels.filter((pixel) => pixel === pixels[0]).length / width, spoken: image.altText }
    })

/** The contrast of two colours as WCAG counts it, 1..21. */
function contrast(one: Uint8Array, other: Uint8Array): number {
  const [dark = 0, light = 0] = [one, other].map(luminance).sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}
const luminance = (colour: Uint8Array): number => {
  const [red = 0, green = 0, blue = 0] = [...colour].map((part) =>
    part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

describe('the card of', () => {
  const draw = async (lines: readonly string[]): Promise<{ card: Part; messages: Message[] }> => {
    const say = chat()
    let messages: Message[] = []
    for (const line of lines) messages = (await say(line)).messages
    return { card: toCard(messages, 'mark').content as Part, messages }
  }

  it.each(Object.entries(TALKS))('%s says what the plain text says', async (_, lines) => {
    const { card, messages } = await draw(lines)
    expect(plain(wordsOf(card))).toBe(saidBy(messages))
    expect(card.fallbackText).toBe(`${toText(messages)}\n\n${numbered(choicesOf(messages))}`.trim())
  })

  it.each(Object.entries(TALKS))(
    '%s is read without a complaint by the reader of Adaptive Cards',
    async (_, lines) => {
      const { card } = await draw(lines)
      const context = new SerializationContext(Versions.v1_5)
      const read = new AdaptiveCard()
      read.parse(card, context)
      const events = Array.from({ length: context.eventCount }, (_, n) => context.getEventAt(n).message)
      expect([
        ...events,
        ...read.validateProperties().validationEvents.map(({ message }) => message)
      ]).toEqual([])
      expect(card.version).toBe('1.5')
      // what the reader does not know is not written again
      expect(asRead(read.toJSON(context))).toEqual(asRead(card))
    }
  )

  it.each(Object.entries(TALKS))(
    '%s has its buttons in rows of three, with a fallback each',
    async (_, lines) => {
      const { card, messages } = await draw(lines)
      const rows = partsOf(card).filter(({ type }) => type === 'ActionSet') as { actions: Part[] }[]
      expect(rows.filter(({ actions }) => actions.length > 3)).toEqual([])
      const actions = rows.flatMap((row) => row.actions)
      expect(actions.map(({ title }) => title)).toEqual(choicesOf(messages).map(({ label }) => label))
      for (const { title, data, fallback } of actions)
        expect(fallback).toEqual({ type: 'Action.Submit', title, data })
      expect(JSON.stringify(card).length).toBeLessThan(MOST_BYTES)
    }
  )

  it('a step shows how far it is, and says it to who does not see it', async () => {
    const { card } = await draw(TALKS['fix step'] ?? [])
    expect(barsOf(card)).toEqual([{ filled: 2 / 5, spoken: '2/5' }])
    expect(wordsOf(card)).toContain('Step 2 of 5')
  })

  it('the documents has a bar for each rate', async () => {
    const { card } = await draw(TALKS.documents ?? [])
    expect(barsOf(card)).toEqual([
      { filled: 0.9, spoken: '90 %' },
      { filled: 0.85, spoken: '85 %' },
      { filled: 0.75, spoken: '75 %' }
    ])
  })

  it.each(['#ffffff', '#292929', '#000000'])('the documents shows its bars on %s', async (background) => {
    const { card } = await draw(TALKS.documents ?? [])
    const { data, width } = pictureOf(partsOf(card).find(({ type }) => type === 'Image') ?? {})
    const [filled, frame] = [data.subarray(0, 3), data.subarray((width - 1) * 4, (width - 1) * 4 + 3)]
    const ground = Buffer.from(background.slice(1), 'hex')
    expect(contrast(filled, ground)).toBeGreaterThan(3)
    expect(contrast(frame, ground)).toBeGreaterThan(3)
  })

  it('a diagnosis can be corrected with one tap', async () => {
    const { messages } = await draw(TALKS.diagnosis ?? [])
    expect(choicesOf(messages).map(({ value }) => value)).toContain('other_reason')
  })

  it('a card that is wrong would be noticed', () => {
    const context = new SerializationContext(Versions.v1_5)
    new AdaptiveCard().parse({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Nothing' }] }, context)
    expect(context.eventCount).toBeGreaterThan(0)
    const odd = {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [{ type: 'TextBlock', text: 'a', colour: 'red' }]
    }
    const read = new AdaptiveCard()
    read.parse(odd)
    expect(asRead(read.toJSON())).not.toEqual(asRead(odd))
  })
})
