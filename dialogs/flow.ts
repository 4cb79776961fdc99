import type { Place } from '../src/knowledge/acts'
import type { Knowledge, Step } from '../src/knowledge/knowledge'
import type { IntentKind } from '../src/knowledge/schema'
import type { Phrase } from '../src/knowledge/words'
import type { Entities } from '../src/understanding/interpretation'

/** What the bot says, before any channel decides how it looks. */
export interface Message {
  text: string
  /** Lines that belong under the text. */
  list?: string[]
  /** A percentage for each line of the list, to be drawn as a bar where a channel can. */
  shares?: number[]
  /** Things to do, to be ticked off where a channel can; with `progress` it is the one at hand. A short list has empty reasons. */
  steps?: Step[]
  /** The place among the steps, from 1. */
  progress?: { step: number; total: number }
  /** A moment for the calendar, and which wait ends then. */
  calendar?: { at: string; wait: Wait }
  /** True for text that is meant to be copied elsewhere. */
  copy?: boolean
  /** What sets this message apart from the answer, where a channel can show it. */
  tone?: 'reminder' | 'warning'
  /** Buttons, in the order in which numbers count them. */
  choices?: Choice[]
  /** Id of the security reminder that fits this message; the bot says one an answer. */
  reminder?: string
  /** Ids of the sentences, steps, reasons and answers in it, for the trace; it travels to no channel. */
  said?: string[]
}

/** A button: what is written on it, and the id that it stands for. */
export interface Choice {
  label: string
  value: string
}

/** A wait that the guide names: before another try, or for the result of a review. */
export type Wait = 'retry' | 'review'

/** One failed verification, as far as the person reported it. */
export interface Attempt {
  /** When the person reported it, as ISO 8601. */
  at: string
  reason?: string
  document?: string
}

/** Where a conversation is: which flow, at which place, with what it needs to say the same again. */
export type State =
  | { flow: 'diagnose'; at: 'menu' | 'notice' }
  | { flow: 'diagnose'; at: 'category'; category: string; page: number }
  | { flow: 'diagnose'; at: 'guess'; offers: string[] }
  | { flow: 'fix'; at: 'plan' | 'result' | 'retry' | 'beyond'; reason: string }
  | { flow: 'fix'; at: 'step'; reason: string; step: number }
  | { flow: 'outcome'; at: 'confirm' | 'review'; reason?: string | undefined }
  | { flow: 'faq'; at: 'list' }
  | { flow: 'escalate'; at: 'routes' | 'contact' | 'live_chat' | 'ticket' | 'wait' }
  | { flow: 'scam'; at: 'ask' }
  | { flow: 'scam'; at: 'advice'; scam: string }
  | { flow: 'document'; at: 'choose' }
  | { flow: 'document'; at: 'chosen'; document: string }
  | { flow: 'feedback'; at: 'clear' | 'end' }

/** The state of one flow. */
export type StateOf<F extends State['flow']> = Extract<State, { flow: F }>

/** What the talk has established so far; a decision may change any of it. */
export interface Slots {
  /** Ids of the reasons to work through after the one at hand. */
  queue: string[]
  /** Ids of all reasons that were named together, in the order in which they are worked through. */
  named: string[]
  /** Reported failures, the oldest first. */
  attempts: Attempt[]
  /** How many failures the last message reported, so that "back" can take them back. */
  reported: number
  /** Ids of the reasons whose steps were gone through. */
  tried: string[]
  /** Ids of the steps that the person has done. */
  didSteps: string[]
  /** Ids of the reasons that the person ruled out. */
  ruledOut: string[]
  /** Id of the document that the person uses. */
  document?: string | undefined
  /** Ids of the documents that the person does not have. */
  lacking: string[]
  /** When the review began that has no result yet, as ISO 8601. */
  pendingSince?: string | undefined
  /** What the bot promised to write, and when. */
  followup?: { wait: Wait; at: string; id?: string } | undefined
  /** What was interrupted, for "continue". */
  paused?: State | undefined
  /** True while the cause at hand is the bot's best guess and nobody has confirmed it. */
  guessed: boolean
  /** True right after a request to cheat was refused. */
  refused: boolean
  /** Messages in a row that were not understood. */
  misses: number
}

/** Everything a flow may look at: no connection, clock or store, so a flow is a plain function. */
export interface Scene extends Readonly<Slots> {
  knowledge: Knowledge
  /** What was answered: the id of a button or command, also where it was said in other words. */
  reply?: string | undefined
  /** Small things that the message names. */
  entities: Entities
  now: Date
  /** True where others read along: nothing is written there unasked. */
  group: boolean
  /** Days that all this is kept. */
  retentionDays: number
  /** Ids of the documents that failed. */
  failedDocuments: readonly string[]
}

/** What is said first, and where the talk goes from there. */
export interface Decision {
  say: Message[]
  /** The state whose question comes last; without one what is open stays open, and is come back to in one line. */
  to?: State
  /** What changes in the slots. */
  slots?: Partial<Slots>
}

/** One conversation. */
export interface Flow<S> {
  /** What is said in a state; never empty, and the last message asks. */
  show(scene: Scene, state: S): Message[]
  /** Where a reply leads, or undefined when it is none for this flow. */
  next(scene: Scene, state: S): Decision | undefined
  /** The name of the state, for coming back after a digression. */
  title(scene: Scene, state: S): string
  /** What the bot asked last, for the understanding of the next message. */
  place(state: S): Place
}

/** The state in which nothing is going on. */
export const HOME: State = { flow: 'diagnose', at: 'menu' }

/** Puts values into the {holes} of a sentence; a hole without a value stays. */
export const fill = (phrase: string, values: Record<string, string | number>): string =>
  phrase.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole))

/** Makes a message of a sentence of phrases.yaml, with values in its holes. */
export const say = (
  { phrases }: Pick<Knowledge, 'phrases'>,
  id: Phrase,
  values: Record<string, string | number> = {}
): Message => ({ text: fill(phrases[id], values), said: [id] })

/** Makes buttons of ids, with the labels of the language. */
export const choose = ({ buttons }: Knowledge, ids: readonly string[]): Choice[] =>
  ids.map((id) => ({ label: buttons.get(id) ?? id, value: id }))

/** Joins titles the way a person says them: "a", "a and b", "a, b and c". */
export const joinTitles = ({ locale }: Knowledge, titles: readonly string[]): string =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(titles)

/** Begins a sentence with a capital. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Gives the part of a message that asks for the reminder of a kind of matter. */
export const reminderOf =
  ({ kindReminders }: Knowledge) =>
  (kind: IntentKind): Pick<Message, 'reminder'> => {
    const reminder = kindReminders.get(kind)
    return reminder ? { reminder } : {}
  }

/** Tells whether two states are the same place. */
export const isSame = (one: State | undefined, other: State | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other)
