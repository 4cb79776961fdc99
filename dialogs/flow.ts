import type { Knowledge, Step } from '../src/knowledge/knowledge'
import type { Act } from '../src/knowledge/schema'
import type { Meaning } from '../src/recognizer/reply'

/** What the bot says, before any channel decides how it looks. */
export interface Message {
  text: string
  /** Lines that belong under the text. */
  list?: string[]
  /** A percentage for each line of the list, to be drawn as a bar where a channel can. */
  shares?: number[]
  /** Things to do, to be ticked off where a channel can; with `progress` it is the one at hand. */
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
}

/** A button: what is written on it, and the id that it stands for. */
export interface Choice {
  label: string
  value: string
}

/** A wait that the guide names: before another try, or for the result of a review. */
export type Wait = 'retry' | 'review'

/** One failed verification, as far as the person told of it. */
export interface Try {
  /** When the person told, as ISO 8601. */
  at: string
  reason?: string
  document?: string
}

/** A guess that is offered, and the words that led to it. */
export interface Offer {
  id: string
  why: string
}

/** Where a conversation is: which flow, at which place, with what it needs to say the same again. */
export type State =
  | { flow: 'diagnose'; at: 'menu' | 'notice' }
  | { flow: 'diagnose'; at: 'category'; category: string; page: number }
  | { flow: 'diagnose'; at: 'guess'; offers: string[] }
  | { flow: 'fix'; at: 'plan' | 'result' | 'retry'; reason: string }
  | { flow: 'fix'; at: 'step'; reason: string; step: number }
  | { flow: 'faq'; at: 'list' }
  | { flow: 'escalate'; at: 'routes' | 'contact' | 'live_chat' | 'ticket' | 'wait' }
  | { flow: 'scam'; at: 'ask' }
  | { flow: 'scam'; at: 'advice'; scam: string }
  | { flow: 'document'; at: 'choose' }
  | { flow: 'document'; at: 'chosen'; document: string }
  | { flow: 'feedback'; at: 'clear' | 'end' }

/** The state of one flow. */
export type StateOf<F extends State['flow']> = Extract<State, { flow: F }>

/** Everything a flow may look at: no connection, clock or store, so a flow is a plain function. */
export interface Scene {
  knowledge: Knowledge
  /** What the person wrote, without personal data. */
  text: string
  /** The button or command that was meant. */
  choice?: string | undefined
  /** What a short answer means. */
  meaning?: Meaning | undefined
  now: Date
  /** True where others read along: nothing is written there of the bot's own accord. */
  group: boolean
  /** Failures so far, the oldest first. */
  tries: readonly Try[]
  /** Ids of the reasons whose steps were gone through. */
  tried: readonly string[]
  /** When the review began that has no result yet, as ISO 8601. */
  pendingSince?: string | undefined
  /** When the bot will write of its own accord. */
  reminderAt?: string | undefined
  /** Days that all this is kept. */
  retentionDays: number
  /** Failures so far, from 0. */
  attempts: number
  /** Ids of the reasons to work through after this one. */
  queue: readonly string[]
  /** Ids of the documents that failed. */
  failedDocuments: readonly string[]
  /** Whether something was interrupted and can be continued. */
  paused: boolean
}

/** What a flow decides: what to say first, and the state whose question comes last. */
export interface Move {
  say: Message[]
  to: State
  /** Replaces the reasons to come. */
  queue?: string[]
  /** True when the person told of one more failure. */
  failed?: boolean
}

/** An answer in passing: what was going on stays open, and is come back to. */
export interface Aside {
  aside: Message[]
}

/** One conversation. */
export interface Flow<S> {
  /** What is said in a state; never empty, and the last message asks. */
  show(scene: Scene, state: S): Message[]
  /** Where an answer leads, or undefined when it is none for this flow. */
  next(scene: Scene, state: S): Move | undefined
  /** The name of the place, for coming back after an interruption. */
  place(scene: Scene, state: S): string
}

/** The state in which nothing is going on. */
export const HOME: State = { flow: 'diagnose', at: 'menu' }

/** Puts values into the {holes} of a sentence; a hole without a value stays. */
export const fill = (phrase: string, values: Record<string, string | number>): string =>
  phrase.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole))

/** Makes buttons of ids, with the labels of the language. */
export const choose = ({ buttons }: Knowledge, ids: readonly string[]): Choice[] =>
  ids.map((id) => ({ label: buttons.get(id) ?? id, value: id }))

/** Joins titles the way a person says them: "a", "a and b", "a, b and c". */
export const joinTitles = ({ locale }: Knowledge, titles: readonly string[]): string =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(titles)

/** Begins a sentence with a capital. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Gives the part of a message that asks for the reminder of an act. */
export const reminderOf =
  ({ actReminders }: Knowledge) =>
  (act: Act): Pick<Message, 'reminder'> => {
    const reminder = actReminders.get(act)
    return reminder ? { reminder } : {}
  }
