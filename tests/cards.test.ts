import { AdaptiveCard, SerializationContext, Versions } from 'adaptivecards'
import type { Message } from '../dialogs/flow'
import { toCard } from '../src/channels/cards'
import { numbered, toText } from '../src/channels/text'
import { partsOf, plain, saidBy, wordsOf } from './helpers/card'
import { chat } from './helpers/chat'

/** Teams takes 28 KB of card. */
const MOST_BYTES = 28_000
type Part = Record<string, unknown>
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
  'end of the steps': ['my photo is blurry', 'I have done it'],
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

  it('a step shows how far it is', async () => {
    const { card } = await draw(TALKS['fix step'] ?? [])
    expect(JSON.stringify(card)).toContain('●●○○○')
    expect(wordsOf(card)).toContain('Step 2 of 5')
  })

  it('the documents has a bar for each rate', async () => {
    const { card } = await draw(TALKS.documents ?? [])
    const bars = partsOf(card).flatMap(({ text }) => (/^[█░]+$/.test(String(text)) ? String(text) : []))
    expect(bars.map((bar) => bar.indexOf('░') / bar.length)).toEqual([0.9, 0.85, 0.75])
  })

  it('a diagnosis can be corrected with one tap', async () => {
    const { messages } = await draw(TALKS.diagnosis ?? [])
    expect(choicesOf(messages).map(({ value }) => value)).toContain('other_reason')
  })

  it('a card that is wrong would be noticed', () => {
    const context = new SerializationContext(Versions.v1_5)
    new AdaptiveCard().parse({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Nothing' }] }, context)
    expect(context.eventCount).toBeGreaterThan(0)
  })
})
