import type { z } from 'zod'
import type { Act } from './acts'
import type { AnswerKind, EntityWords, IntentKind, Official, Replies } from './schema'
import type { Legal, Page, Teams } from './screens'
import type { Phrases } from './words'

/** One thing to do, with its reason. */
export interface Step {
  id: string
  /** What a person tried who did it: another device, or another document. */
  means?: 'device' | 'document' | undefined
  do: string
  why: string
}

/** One of the guide's four kinds of failure. */
export interface Category {
  id: string
  title: string
  label: string
  ask: string
  reminder: string
  reasons: Reason[]
}

/** One way a verification fails, with the steps that mend it. */
export interface Reason {
  id: string
  category: string
  title: string
  label: string
  cause: string
  symptoms: string[]
  steps: Step[]
  /** What is left when the steps were done and did not help. */
  beyond: Step[]
  /** The security reminder that fits. */
  reminder: string
  /** True when the same document would fail again. */
  otherDocument: boolean
  /** True for a cause that the guide does not cover; the steps are then only the nearest advice. */
  gap: boolean
}

/** A question with its answer. */
export interface Faq {
  id: string
  label: string
  answer: string
  reminder: string
  /** True for the question of somebody whose review has no result yet. */
  pending: boolean
}

/** A document type, best pass rate first in `Knowledge.documents`. */
export interface DocumentType {
  id: string
  title: string
  label: string
  about: string
  names: string[]
  percent: number
  suits?: 'local' | 'international' | undefined
}

/** A kind of scam, and what to do about it. */
export interface Scam {
  id: string
  label: string
  /** What tells of it in any message. */
  words: string[]
  /** What tells of it once somebody was asked what happened. */
  hints: string[]
  steps: Step[]
}

/** What is said about a question that is no FAQ. */
export interface Answer {
  id: string
  kind: AnswerKind
  says: string
  /** The bullet of the guide behind it, like retake.2; absent for words, for the bot itself and for what the guide lacks. */
  from?: string | undefined
}

/** A security reminder. */
export interface Reminder {
  id: string
  text: string
}

/** Everything the bot knows in one language; every reference is resolved, so reading it never fails. */
export interface Knowledge {
  locale: string
  categories: Category[]
  /** The guide's reasons and, marked as gaps, the causes it lacks. */
  reasons: Map<string, Reason>
  /** Ids of the categories in the order in which several causes are worked through. */
  causeOrder: string[]
  checklist: Step[]
  faqs: Map<string, Faq>
  answers: Map<string, Answer>
  documents: DocumentType[]
  reminders: Reminder[]
  /** Kinds of scams, the worst first. */
  scams: Scam[]
  phrases: z.output<typeof Phrases>
  replies: z.output<typeof Replies>
  entities: z.output<typeof EntityWords>
  /** The words of the chat page. */
  page: z.output<typeof Page>
  /** The words of the Teams app package. */
  teams: z.output<typeof Teams>
  /** The pages on what is kept, and on the terms of use. */
  legal: z.output<typeof Legal>
  /** Failures from which on the bot offers the ways to support. */
  escalateAfter: number
  /** Hours to wait after too many tries. */
  cooldownHours: number
  /** Hours after which a review without a result is a matter for support. */
  reviewSupportHours: number
  official: z.output<typeof Official>
  /** What kind of matter each intent is. */
  kinds: Map<string, IntentKind>
  /** Ids of the reminders that go with a kind of matter. */
  kindReminders: Map<IntentKind, string>
  /** Id of the reminder for somebody who sent a file. */
  attachmentReminder: string
  /** Id of anything with a button -> what is written on it. */
  buttons: Map<string, string>
  labels: Labels
}

/** How the ids that examples are filed under relate to the labels and reasons of the evaluation. */
export interface Labels {
  /** id -> its level-1 label; a reason has its category, an intent itself. */
  label: Map<string, string>
  /** ids of the guide's reasons (also reached by a gap whose nearest label is a reason). */
  reason: Map<string, string>
  /** Labels that are manners or a plea and no matter of their own beside another one: greeting, thanks, "help me". */
  manners: Set<string>
  /** Labels that had better be heard once too often: a plea to cheat, a scam. */
  urgent: Set<string>
  /** What a person does who says an example of an id; absent where that differs from one to the next. */
  act: Map<string, Act>
  /** The id of clauses that rule something out. */
  ruledOut: string
  /** The id of messages that are about something else. */
  outOfScope: string
}
