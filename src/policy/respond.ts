import { placeOf } from '../../dialogs'
import type { Message, State } from '../../dialogs/flow'
import type { Knowledge } from '../knowledge/knowledge'
import type { Standing } from '../session/mark'
import { type Session, type Surroundings, sceneOf } from '../session/session'
import type { Interpret } from '../understanding/interpret'
import type { Interpretation } from '../understanding/interpretation'
import { compose } from './compose'
import { learn } from './learn'
import { decide } from './policy'
import { type Luggage, preface } from './preface'
import type { Situation } from './situation'

/** One message after the door: personal data is gone, files are only counted. */
export interface Incoming extends Luggage {
  text: string
  /** The id of a pressed button, where the channel gives one. */
  value?: string | undefined
  /** Whether the pressed button belongs to the latest message. */
  standing?: Standing
  now: Date
  /** Days that conversations are kept. */
  retentionDays: number
}

/** Why an answer was given; never the person's text. */
export interface Trace {
  language: string
  choice?: string | undefined
  acts: Interpretation['acts']
  causes: Pick<Interpretation['causes'][number], 'id' | 'polarity' | 'confidence'>[]
  answers: Interpretation['answers']
  entities: Record<string, unknown>
  /** The name of the rule that decided. */
  rule: string
  before: Moment
  after: Moment
}

/** Where a talk stands. */
export interface Moment {
  state: State
  attempts: number
  queue: string[]
  misses: number
}

/** What is said, what is remembered, what the message was understood as, and why. */
export interface Response {
  messages: Message[]
  session: Session
  heard: Interpretation
  trace: Trace
  /** Ids of the sentences, steps, reasons, answers and reminders said, in order. */
  said: string[]
}

/** Answers one message: a plain function of what it is given. */
export function respond(
  languages: ReadonlyMap<string, Knowledge>,
  interpret: Interpret,
  before: Session,
  incoming: Incoming
): Response {
  const { text, value, now, group, retentionDays, files, redacted, standing } = incoming
  const open = { place: placeOf(before.state), offered: before.offered, locale: before.locale }
  const understood = interpret({ text, value }, open)
  const heard = { ...understood, choice: inTime(understood.choice, standing) }
  const knowledge = languages.get(heard.locale)
  if (!knowledge) throw new Error(`no knowledge in ${heard.locale}`)
  const around: Surroundings = { knowledge, entities: heard.entities, now, group, retentionDays }
  const greeted = welcomed(before, heard, { redacted })
  const met: Situation = {
    heard,
    session: greeted,
    previous: before,
    scene: sceneOf(greeted, around),
    files,
    isDoubleTap: isDoubleTap(before, value, now)
  }
  const session = pressing(met.isDoubleTap ? greeted : learn(met), value, now)
  const situation = { ...met, session, scene: sceneOf(session, around) }
  const { rule, decision } = decide(situation)
  const first = preface(knowledge, before, heard, { files, redacted, group })
  const { messages, said, session: after } = compose(session, decision, first, around)
  const trace = traceOf(heard, rule, before, after)
  return { messages, session: after, heard, trace, said }
}

// what these mean depends on the message they stand under
const RELATIVE: readonly (string | undefined)[] = ['next', 'back', 'skip', 'done', 'yes', 'no', 'all']
const RESULTS: readonly (string | undefined)[] = ['failed', 'worked', 'not_yet']

// pressed twice, or under somebody else's message, a button does nothing twice: it leads to where the talk stands
function inTime(choice: string | undefined, standing: Standing = 'last'): string | undefined {
  const isLate = standing !== 'last' && RELATIVE.includes(choice)
  const isTwice = (standing === 'answered' || standing === 'foreign') && RESULTS.includes(choice)
  return isLate || isTwice ? 'continue' : choice
}

const DOUBLE_TAP_MS = 1000

function isDoubleTap({ lastPress }: Session, value: string | undefined, now: Date): boolean {
  if (!lastPress || value === undefined || lastPress.choice !== value) return false
  return now.getTime() - Date.parse(lastPress.at) < DOUBLE_TAP_MS
}

const pressing = (session: Session, value: string | undefined, now: Date): Session => ({
  ...session,
  lastPress: value === undefined ? undefined : { choice: value, at: now.toISOString() }
})

const SHORT_ANSWERS: readonly (string | undefined)[] = [undefined, 'yes', 'no', 'none']

// what is remembered of how somebody is, before anything is decided
function welcomed(before: Session, heard: Interpretation, { redacted }: { redacted: boolean }): Session {
  const { mood } = heard.entities
  const isBack = heard.recognition.decision === 'answer' || !SHORT_ANSWERS.includes(heard.choice)
  return {
    ...before,
    locale: heard.locale,
    greeted: true,
    toldHidden: before.toldHidden || redacted,
    abuse: before.abuse + (mood === 'abuse' ? 1 : 0),
    crisis: mood === 'crisis' || (before.crisis && !isBack)
  }
}

const MOST_TRACED = 5

function traceOf(heard: Interpretation, rule: string, before: Session, after: Session): Trace {
  const { links, ...entities } = heard.entities
  const named = Object.entries({ ...entities, links: links.map(({ verdict }) => verdict) })
  return {
    language: heard.locale,
    choice: heard.choice,
    acts: heard.acts.slice(0, MOST_TRACED),
    causes: heard.causes.map(({ id, polarity, confidence }) => ({ id, polarity, confidence })),
    answers: heard.answers.slice(0, MOST_TRACED),
    entities: Object.fromEntries(named.filter(([, value]) => isTold(value))),
    rule,
    before: momentOf(before),
    after: momentOf(after)
  }
}

const isTold = (value: unknown): boolean =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)

const momentOf = ({ state, attempts, queue, misses }: Session): Moment => ({
  state,
  attempts: attempts.length,
  queue,
  misses
})
