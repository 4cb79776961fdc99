import fc from 'fast-check'
import { toCard } from '../src/channels/cards'
import { BUTTONS, COMMANDS } from '../src/knowledge/words'
import { type Memory, newMemory } from '../src/memory'
import { type Response, respond } from '../src/respond'
import { linesOf, theMind } from './helpers/chat'

const { languages, recognize } = theMind()
const english = languages.get('en')
if (!english) throw new Error('no English knowledge')
const { knowledge } = english
const CONTENT = [
  ...knowledge.reasons.keys(),
  ...knowledge.faqs.keys(),
  ...knowledge.categories.map(({ id }) => id),
  ...knowledge.documents.map(({ id }) => id)
]
const IDS = [...new Set<string>([...COMMANDS, ...BUTTONS, ...CONTENT])]
const SAMPLES = [
  'glare_or_shadow',
  'expired_document',
  'underage',
  'faq_review_time',
  'photo_quality',
  'passport'
]
const TEXTS = [
  'my photo is blurry and the name is wrong',
  'failed again',
  'still not approved',
  'it passed',
  'yes',
  'no',
  'hm',
  '2',
  'the third',
  'blorp',
  '',
  'how long does the review take?',
  'which id is best',
  "can I use my cousin's passport",
  'he agrees',
  'third time refused, glare',
  'hello',
  'thanks',
  'is t.me/helper real',
  'let me talk to a person',
  'what is the price of bitcoin',
  'está borrosa'
]

/** What Teams takes of a card. */
const MOST_CARD_BYTES = 28_000
const now = new Date('2026-11-24T12:00:00Z')
const press = (memory: Memory, value: string): Response =>
  respond(english, recognize, memory, {
    text: '',
    value,
    files: 0,
    redacted: false,
    group: false,
    now,
    retentionDays: 30
  })
const write = (memory: Memory, text: string): Response =>
  respond(english, recognize, memory, {
    text,
    files: 0,
    redacted: false,
    group: false,
    now,
    retentionDays: 30
  })

/** What is wrong with a response; nothing is when it says something whole and offers a next step. */
function problemsOf({ messages, memory }: Response): string[] {
  const texts = messages.flatMap(linesOf)
  const choices = messages.flatMap(({ choices = [] }) => choices)
  const checks: [problem: string, found: boolean][] = [
    ['an empty message', messages.length === 0 || texts.some((text) => text.trim() === '')],
    ['an open hole', texts.some((text) => /\{\w+\}|undefined|NaN/.test(text))],
    ['no next step', (messages.at(-1)?.choices ?? []).length === 0],
    ['a button without a label', choices.some(({ label, value }) => label === value && value.includes('_'))],
    ['nothing to count', memory.offered.length === 0],
    ['a card too large for Teams', JSON.stringify(toCard(messages, 'mark').content).length > MOST_CARD_BYTES]
  ]
  return checks.filter(([, found]) => found).map(([problem]) => problem)
}

describe('every state that buttons and commands can reach', () => {
  it('has a next state for every button and command, and says something with a next step', () => {
    const keyOf = ({ state, interrupted, paused, queue, tries }: Memory) =>
      JSON.stringify([state, interrupted, paused?.flow, queue.length > 0, tries.length >= 2])
    const seen = new Set<string>()
    const problems: string[] = []
    const open: Memory[] = [newMemory('en'), write(newMemory('en'), TEXTS[0] ?? '').memory]
    // of things that differ in words only a few stand for all, so that the walk ends
    const alike = new Set([...CONTENT].filter((id) => !SAMPLES.includes(id)))
    const ids = IDS.filter((id) => !alike.has(id))
    for (let memory = open.pop(); memory; memory = open.pop()) {
      for (const id of ids) {
        const response = press(memory, id)
        problems.push(
          ...problemsOf(response).map(
            (problem) => `${problem} after ${id} in ${JSON.stringify(memory.state)}`
          )
        )
        const key = keyOf(response.memory)
        if (seen.has(key)) continue
        seen.add(key)
        open.push({ ...response.memory, past: response.memory.past.slice(-2) })
      }
    }
    expect(problems).toEqual([])
    expect(seen.size).toBeGreaterThan(100)
  })

  it('can be left: menu, start over and a person work from everywhere', () => {
    for (const id of IDS) {
      const { memory } = press(newMemory('en'), id)
      expect(press(memory, 'menu').memory.state).toEqual({ flow: 'diagnose', at: 'menu' })
      expect(press(memory, 'restart').memory).toMatchObject({
        state: { flow: 'diagnose', at: 'menu' },
        queue: [],
        past: []
      })
      expect(press(memory, 'human').memory.state).toEqual({ flow: 'escalate', at: 'contact' })
    }
  })
})

describe('any talk', () => {
  it('never gets an empty reply, an open hole or a dead end', () => {
    const acts = fc.array(
      fc.oneof(
        fc.constantFrom(...IDS).map((value) => ({ value })),
        fc.constantFrom(...TEXTS).map((text) => ({ text })),
        fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => ({ text }))
      ),
      { minLength: 1, maxLength: 25 }
    )
    fc.assert(
      fc.property(acts, (talk) => {
        let memory = newMemory('en')
        for (const act of talk) {
          const response = 'value' in act ? press(memory, act.value) : write(memory, act.text)
          expect({ act, problems: problemsOf(response) }).toEqual({ act, problems: [] })
          memory = response.memory
        }
      }),
      { numRuns: 200 }
    )
  })
})
