import {
  type Aside,
  HOME,
  type Message,
  type Move,
  type Scene,
  type State,
  type Try,
  type Wait
} from '../dialogs/flow'
import type { Knowledge } from './knowledge/knowledge'

/** What is remembered of one conversation: no text that the person wrote, but for the words that `card` may quote. */
export interface Memory {
  /** Raised when the shape changes; another version starts afresh. */
  version: typeof VERSION
  locale: string
  greeted: boolean
  state: State
  /** Earlier states, oldest first, for "back". */
  past: State[]
  /** What was interrupted, for "continue". */
  paused?: State | undefined
  /** True while an answer in between stands after the state's question. */
  interrupted: boolean
  /** Ids of the reasons to work through next. */
  queue: string[]
  /** How often the verification failed, when, why and with which document; the oldest first. */
  tries: Try[]
  /** Ids of the reasons whose steps were gone through. */
  tried: string[]
  /** Id of the document that the person said they use. */
  document?: string | undefined
  /** When the review began that has no result yet, as ISO 8601. */
  pendingSince?: string | undefined
  /** What the bot promised to write, and when. */
  followup?: { wait: Wait; at: string; id?: string } | undefined
  /** True when the person asked to be forgotten: nothing of this is kept. */
  forgotten?: boolean
  /** Ids of the buttons shown last, in the order in which numbers count them. */
  offered: string[]
  /** Answers given so far; missing in a new memory. */
  shown?: number
  /** The last answer, where the channel can replace it once a button was pressed. */
  card?: Message[] | undefined
  /** The mark of the message whose button was pressed last. */
  pressed?: string | undefined
  /** Messages in a row that were not understood. */
  misses: number
  /** True from a cry for help until the talk is about the identity check again. */
  crisis?: boolean
  /** Messages with abuse so far. */
  abuse: number
  /** True right after a request to cheat was refused. */
  refused: boolean
  /** How much the last messages together look like a request to cheat, 0..1. */
  suspicion: number
  /** True once the person was told that personal data is hidden. */
  toldHidden: boolean
  /** Ids of the activities answered last, so that a repeated one is not answered again. */
  answered: string[]
}

const VERSION = 3
const MAX_TRIES = 100
const MAX_PAST = 20
const MAX_ANSWERED = 50

/** Starts a memory in a language. */
export const newMemory = (locale: string): Memory => ({
  version: VERSION,
  locale,
  greeted: false,
  state: HOME,
  past: [],
  interrupted: false,
  queue: [],
  tries: [],
  tried: [],
  offered: [],
  misses: 0,
  abuse: 0,
  refused: false,
  suspicion: 0,
  toldHidden: false,
  answered: []
})

/** Takes what the store has; anything of another version counts as nothing. */
export function openMemory(value: unknown, locale: string): Memory {
  const kept = value as Memory | undefined
  return kept?.version === VERSION ? kept : newMemory(locale)
}

/** Moves on to a state and remembers the one before, for "back". */
export function moveTo(memory: Memory, state: State): Memory {
  const moved = JSON.stringify(memory.state) !== JSON.stringify(state)
  const past = moved ? [...memory.past, memory.state].slice(-MAX_PAST) : memory.past
  return { ...memory, state, past, interrupted: false }
}

/** Notes that an activity was answered. */
export const noteAnswered = (memory: Memory, id: string | undefined): Memory =>
  id === undefined ? memory : { ...memory, answered: [...memory.answered, id].slice(-MAX_ANSWERED) }

/** Tells what a move interrupts: a fix or a choice of causes that something else comes in front of. */
export function pausedBy(move: Move | Aside, memory: Memory): State | undefined {
  if ('aside' in move) return memory.paused
  const passing =
    move.to.flow === 'document' ||
    move.to.flow === 'faq' ||
    move.to.flow === 'escalate' ||
    move.to.flow === 'scam'
  const started =
    memory.state.flow === 'fix' || (memory.state.flow === 'diagnose' && memory.state.at !== 'menu')
  if (passing && started) return memory.state
  return passing ? memory.paused : undefined
}

/** Notes one more failure. */
export const noteTry = (memory: Memory, failure: Try): Memory => ({
  ...memory,
  tries: [...memory.tries, failure].slice(-MAX_TRIES)
})

/** Ids of the documents that would fail again: those used when the document was the cause, as the person told. */
export function failedDocumentsOf({ reasons }: Knowledge, { tries }: Pick<Memory, 'tries'>): string[] {
  const failed = tries.filter(({ reason }) => reasons.get(reason ?? '')?.otherDocument)
  return [...new Set(failed.flatMap(({ document }) => document ?? []))]
}

/** What of a memory a flow may look at. */
export const sceneOf = (
  knowledge: Knowledge,
  memory: Memory,
  now: Date
): Pick<
  Scene,
  'tries' | 'tried' | 'pendingSince' | 'reminderAt' | 'attempts' | 'queue' | 'failedDocuments' | 'paused'
> => ({
  tries: memory.tries,
  tried: memory.tried,
  pendingSince: memory.pendingSince,
  // once its moment has come it was written
  reminderAt: Date.parse(memory.followup?.at ?? '') > now.getTime() ? memory.followup?.at : undefined,
  attempts: memory.tries.length,
  queue: memory.queue,
  failedDocuments: failedDocumentsOf(knowledge, memory),
  paused: memory.paused !== undefined
})
