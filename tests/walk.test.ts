import fc from 'fast-check'
import { BUTTONS, COMMANDS } from '../src/knowledge/schema'
import { type Memory, newMemory } from '../src/memory'
import { type Response, respond } from '../src/respond'
import { theMind } from './helpers/chat'

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

const press = (memory: Memory, value: string): Response =>
  respond(english, recognize, memory, { text: '', value, files: 0, redacted: false })
const write = (memory: Memory, text: string): Response =>
  respond(english, recognize, memory, { text, files: 0, redacted: false })

function expectWhole({ messages, memory }: Response, after: string): void {
  const problems: string[] = []
  if (messages.length === 0 || messages.some(({ text }) => text.trim() === ''))
    problems.push('an empty message')
  if (messages.some(({ text, list = [] }) => /\{\w+\}|undefined|NaN/.test([text, ...list].join())))
    problems.push('an open hole')
  if ((messages.at(-1)?.choices ?? []).length === 0) problems.push('no next step')
  if (
    messages.some(({ choices = [] }) =>
      choices.some(({ label, value }) => label === value && value.includes('_'))
    )
  )
    problems.push('a button without a label')
  if (memory.offered.length === 0) problems.push('nothing to count')
  if (memory.state === undefined) problems.push('no state')
  expect({ after, problems }).toEqual({ after, problems: [] })
}

describe('every state that buttons and commands can reach', () => {
  it('has a next state for every button and command, and says something with a next step', () => {
    const keyOf = ({ state, interrupted, paused, queue, attempts }: Memory) =>
      JSON.stringify([state, interrupted, paused?.flow, queue.length > 0, Math.min(attempts, 3)])
    const seen = new Set<string>()
    const open: Memory[] = [newMemory('en'), write(newMemory('en'), TEXTS[0] ?? '').memory]
    // one reason of each kind stands for all, so that the walk ends
    const ids = IDS.filter(
      (id) => !knowledge.reasons.has(id) || ['glare_or_shadow', 'expired_document', 'underage'].includes(id)
    )
    for (let memory = open.pop(); memory; memory = open.pop()) {
      for (const id of ids) {
        const response = press(memory, id)
        expectWhole(response, id)
        const key = keyOf(response.memory)
        if (seen.has(key) || seen.size > 3000) continue
        seen.add(key)
        open.push({ ...response.memory, past: response.memory.past.slice(-2) })
      }
    }
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
          expectWhole(response, JSON.stringify(act))
          memory = response.memory
        }
      }),
      { numRuns: 200 }
    )
  })
})
