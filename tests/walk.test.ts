import fc from 'fast-check'
import { placeOf } from '../dialogs'
import { toCard } from '../src/channels/cards'
import { BUTTONS, COMMANDS } from '../src/knowledge/words'
import { type Response, respond } from '../src/policy/respond'
import { newSession, type Session } from '../src/session/session'
import { linesOf, theMind } from './helpers/chat'

const { languages, interpret } = theMind()
const knowledge = languages.get('en')
if (!knowledge) throw new Error('no English knowledge')
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

const REMARKS = [
  'hm ok',
  'and now?',
  'i have a white table',
  'my cat is on the table',
  'how do i turn the flash off',
  'does it matter which phone',
  'no window here',
  'sorry my english',
  'it is late',
  'the corners are fine',
  'did that',
  'sent it',
  'one at a time please',
  'what was that again',
  'i did all this before',
  'go back one',
  'it did not fail',
  'rent is due friday',
  'you are funny'
]

/** What Teams takes of a card. */
const MOST_CARD_BYTES = 28_000
const now = new Date('2026-11-24T12:00:00Z')
const press = (session: Session, value: string): Response =>
  respond(languages, interpret, session, {
    text: '',
    value,
    files: 0,
    redacted: false,
    group: false,
    now,
    retentionDays: 30
  })
const write = (session: Session, text: string): Response =>
  respond(languages, interpret, session, {
    text,
    files: 0,
    redacted: false,
    group: false,
    now,
    retentionDays: 30
  })

/** What is wrong with a response; nothing is when it says something whole and offers a next step. */
function problemsOf({ messages, session }: Response): string[] {
  const texts = messages.flatMap(linesOf)
  const choices = messages.flatMap(({ choices = [] }) => choices)
  const checks: [problem: string, found: boolean][] = [
    ['an empty message', messages.length === 0 || texts.some((text) => text.trim() === '')],
    ['an open hole', texts.some((text) => /\{\w+\}|undefined|NaN/.test(text))],
    ['no next step', (messages.at(-1)?.choices ?? []).length === 0],
    ['a button without a label', choices.some(({ label, value }) => label === value && value.includes('_'))],
    ['nothing to count', session.offered.length === 0],
    ['a card too large for Teams', JSON.stringify(toCard(messages, 'mark').content).length > MOST_CARD_BYTES]
  ]
  return checks.filter(([, found]) => found).map(([problem]) => problem)
}

describe('every state that buttons and commands can reach', () => {
  it('has a next state for every button and command, and says something with a next step', () => {
    const keyOf = ({ state, paused, queue, attempts, followup }: Session) =>
      JSON.stringify([state, paused?.flow, queue.length > 0, attempts.length >= 2, followup !== undefined])
    const seen = new Set<string>()
    const problems: string[] = []
    const open: Session[] = [newSession('en'), write(newSession('en'), TEXTS[0] ?? '').session]
    // of things that differ in words only a few stand for all, so that the walk ends
    const alike = new Set([...CONTENT].filter((id) => !SAMPLES.includes(id)))
    const ids = IDS.filter((id) => !alike.has(id))
    for (let session = open.pop(); session; session = open.pop()) {
      for (const id of ids) {
        const response = press(session, id)
        problems.push(
          ...problemsOf(response).map(
            (problem) => `${problem} after ${id} in ${JSON.stringify(session.state)}`
          )
        )
        const key = keyOf(response.session)
        if (seen.has(key)) continue
        seen.add(key)
        open.push({ ...response.session, past: response.session.past.slice(-2) })
      }
    }
    expect(problems).toEqual([])
    expect(seen.size).toBeGreaterThan(100)
  })

  it('can be left: menu, start over and a person work from everywhere', () => {
    for (const id of IDS) {
      const { session } = press(newSession('en'), id)
      expect(press(session, 'menu').session.state).toEqual({ flow: 'diagnose', at: 'menu' })
      expect(press(session, 'restart').session).toMatchObject({
        state: { flow: 'diagnose', at: 'menu' },
        queue: [],
        past: []
      })
      expect(press(session, 'human').session.state).toEqual({ flow: 'escalate', at: 'contact' })
    }
  })
})

/** Rules that found nothing to move the talk, so that the place must stay. */
const UNCLEAR = [
  'first miss',
  'second miss',
  'a remark',
  'a question without an answer',
  'a question the guide answers',
  'about something else',
  'something the person has or lacks'
]
const REPORTING = [
  'failed',
  'failed with a new cause',
  'command',
  'button of the open question',
  'a failure taken back'
]
const BROAD = ['start', 'areas', 'end']

describe('the first answer to a cause', () => {
  const MOST_WORDS = 60
  const MOST_LINES = 5
  const wordsIn = (texts: readonly string[]): number =>
    texts
      .join(' ')
      .split(/\s+/)
      .filter((word) => /[\p{L}\p{N}]/u.test(word)).length

  it.each([...knowledge.reasons.keys()])('%s is short enough to be read on a phone', (id) => {
    const greeted = { ...newSession('en'), greeted: true }
    const { messages } = press(greeted, id)
    expect(messages.flatMap(({ steps = [] }) => steps).length).toBeLessThanOrEqual(MOST_LINES)
    expect(wordsIn(messages.flatMap(linesOf))).toBeLessThanOrEqual(MOST_WORDS)
  })
})

describe('a long talk', () => {
  const lines = fc.array(fc.oneof(fc.constantFrom(...TEXTS), fc.constantFrom(...REMARKS)), {
    minLength: 200,
    maxLength: 200
  })

  it('keeps its place through whatever is unclear, counts only what is reported, and says "passed" only when told', () => {
    fc.assert(
      fc.property(lines, (talk) => {
        let session = newSession('en')
        for (const text of talk) {
          const { trace, said, session: after } = write(session, text)
          const isInPlace = !BROAD.includes(placeOf(session.state))
          if (isInPlace && UNCLEAR.includes(trace.rule))
            expect({ text, state: after.state }).toEqual({ text, state: session.state })
          if (said.includes('worked'))
            expect([
              'passed',
              'button of the open question',
              'command',
              'a move in the talk',
              'one of the offered'
            ]).toContain(trace.rule)
          const isUnclear = UNCLEAR.includes(trace.rule)
          if (isInPlace && isUnclear && !REPORTING.includes(trace.rule))
            expect({ text, attempts: after.attempts.length }).toEqual({
              text,
              attempts: session.attempts.length
            })
          session = after
        }
      }),
      { numRuns: 15 }
    )
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
        let session = newSession('en')
        for (const act of talk) {
          const response = 'value' in act ? press(session, act.value) : write(session, act.text)
          expect({ act, problems: problemsOf(response) }).toEqual({ act, problems: [] })
          session = response.session
        }
      }),
      { numRuns: 200 }
    )
  })
})
