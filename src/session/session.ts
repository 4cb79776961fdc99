import {
  type Attempt,
  HOME,
  isSame,
  type Message,
  type Scene,
  type Slots,
  type State
} from '../../dialogs/flow'
import type { Knowledge } from '../knowledge/knowledge'
import type { Entities } from '../understanding/interpretation'

/** What is remembered of one conversation: no text that the person wrote, but for the words that `card` may quote. */
export interface Session extends Slots {
  /** Raised when the shape changes; another version starts afresh. */
  version: typeof VERSION
  locale: string
  greeted: boolean
  state: State
  /** Earlier states, oldest first, for "back". */
  past: State[]
  /** True when the person asked to be forgotten: nothing of this is kept. */
  forgotten?: boolean
  /** Ids of the buttons shown last, in the order in which numbers count them. */
  offered: string[]
  /** Answers given so far. */
  shown: number
  /** The last answer, where the channel can replace it once a button was pressed. */
  card?: Message[] | undefined
  /** The mark of the message whose button was pressed last. */
  pressed?: string | undefined
  /** The button that was pressed last and when, as ISO 8601, so that a double tap counts once. */
  lastPress?: { choice: string; at: string } | undefined
  /** True from a cry for help until the talk is about the identity check again. */
  crisis: boolean
  /** Messages with abuse so far. */
  abuse: number
  /** How much the last messages together look like a request to cheat, 0..1. */
  suspicion: number
  /** True once the person was told that personal data is hidden. */
  toldHidden: boolean
  /** Id of the security reminder said last. */
  reminded?: string | undefined
  /** Ids of the sentences of the last answer, so that none is said twice in a row. */
  lastSaid: string[]
  /** Ids of the activities answered last, so that a repeated one is not answered again. */
  answered: string[]
}

const VERSION = 4
const MAX_ATTEMPTS = 100
const MAX_PAST = 20
const MAX_ANSWERED = 50

/** Starts a session in a language. */
export const newSession = (locale: string): Session => ({
  version: VERSION,
  locale,
  greeted: false,
  state: HOME,
  past: [],
  queue: [],
  named: [],
  attempts: [],
  reported: 0,
  tried: [],
  didSteps: [],
  ruledOut: [],
  lacking: [],
  guessed: false,
  refused: false,
  misses: 0,
  offered: [],
  shown: 0,
  crisis: false,
  abuse: 0,
  suspicion: 0,
  toldHidden: false,
  lastSaid: [],
  answered: []
})

/** Returns the stored session, or a new one if its shape has another version. */
export function openSession(value: unknown, locale: string): Session {
  const kept = value as Session | undefined
  return kept?.version === VERSION ? kept : newSession(locale)
}

/** Starts the talk over; what belongs to the account, not to the talk, is kept. */
export const restarted = (session: Session): Session => ({
  ...newSession(session.locale),
  greeted: true,
  toldHidden: session.toldHidden,
  attempts: session.attempts,
  tried: session.tried,
  didSteps: session.didSteps,
  document: session.document,
  lacking: session.lacking,
  pendingSince: session.pendingSince,
  followup: session.followup,
  shown: session.shown,
  answered: session.answered
})

/** Moves on to a state and remembers the one before, for "back". */
export function moveTo(session: Session, state: State): Session {
  if (isSame(session.state, state)) return session
  return { ...session, state, past: [...session.past, session.state].slice(-MAX_PAST) }
}

/** Notes that an activity was answered. */
export const noteAnswered = (session: Session, id: string | undefined): Session =>
  id === undefined ? session : { ...session, answered: [...session.answered, id].slice(-MAX_ANSWERED) }

/** Reports failures until there are as many as were told; each has the time of the report. */
export function reportAttempts(
  slots: Pick<Slots, 'attempts' | 'document'>,
  count: number,
  now: Date,
  reason?: string
): Pick<Slots, 'attempts' | 'reported'> {
  const { attempts, document } = slots
  const missing = Math.max(0, Math.min(count, MAX_ATTEMPTS) - attempts.length)
  const attempt: Attempt = {
    at: now.toISOString(),
    ...(reason === undefined ? {} : { reason }),
    ...(document === undefined ? {} : { document })
  }
  const added = Array.from({ length: missing }, () => attempt)
  return { attempts: [...attempts, ...added], reported: missing }
}

/** Ids of the documents that would fail again: those used when the document was the cause, as the person reported. */
export function failedDocumentsOf({ reasons }: Knowledge, { attempts }: Pick<Slots, 'attempts'>): string[] {
  const failed = attempts.filter(({ reason }) => reasons.get(reason ?? '')?.otherDocument)
  return [...new Set(failed.flatMap(({ document }) => document ?? []))]
}

/** What a turn knows beside the session. */
export interface Surroundings {
  knowledge: Knowledge
  entities: Entities
  now: Date
  group: boolean
  retentionDays: number
}

/** The read-only part of a session that flows see. */
export function sceneOf(session: Session, surroundings: Surroundings): Scene {
  const { followup } = session
  // once its moment has come it was written
  const isDue = Date.parse(followup?.at ?? '') <= surroundings.now.getTime()
  return {
    ...session,
    ...surroundings,
    followup: isDue ? undefined : followup,
    failedDocuments: failedDocumentsOf(surroundings.knowledge, session)
  }
}
