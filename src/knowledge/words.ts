import { z } from 'zod'
import { line } from './schema'

/** The holes that the code fills while talking, by sentence; every other hole is a number of facts.yaml. */
export const HOLES: Record<string, readonly string[]> = {
  officialSite: ['officialDomain'],
  understood: ['titles'],
  understoodWhy: ['titles', 'why'],
  guess: ['title', 'why'],
  planFor: ['cause'],
  nearest: ['cause'],
  step: ['step', 'total'],
  whyStep: ['title', 'why'],
  nextCause: ['title'],
  failedOnce: ['attempts'],
  place: ['title'],
  placeStep: ['title', 'step', 'total'],
  placeResult: ['title'],
  resume: ['place'],
  resumed: ['place'],
  escalate: ['attempts'],
  escalateFix: ['title'],
  documentLine: ['title', 'about'],
  documentUse: ['title', 'about'],
  documentFailed: ['title'],
  linkOff: ['link'],
  linkOn: ['link'],
  linkAlike: ['link'],
  linkHidden: ['link'],
  linkChat: ['link'],
  trouble: ['reference'],
  waitUntil: ['time', 'left'],
  pendingUntil: ['time', 'left'],
  pendingFromNow: ['time'],
  denied: ['title'],
  willRemind: ['time'],
  dataTries: ['attempts'],
  dataCauses: ['titles'],
  dataTried: ['titles'],
  dataDocuments: ['titles'],
  dataReminder: ['time'],
  dataKept: ['days'],
  reminder: ['text'],
  pressed: ['label']
}

const sentences = [
  'welcome',
  'intro',
  'hello',
  'menu',
  'help',
  'restarted',
  'common',
  'photoFirst',
  'secondPass',
  'checkNotice',
  'tryApp',
  'officialSite',
  'understood',
  'understoodWhy',
  'several',
  'unsure',
  'guesses',
  'guess',
  'noneFirst',
  'noneAgain',
  'outOfScope',
  'outOfScopeAgain',
  'unclear',
  'whichOne',
  'denied',
  'noWhat',
  'empty',
  'stale',
  'nothingPaused',
  'gapSupport',
  'nearest',
  'planFor',
  'planAsk',
  'step',
  'whyStep',
  'stepsDone',
  'nextCause',
  'submit',
  'allReminders',
  'worked',
  'failedOnce',
  'sameReason',
  'notYet',
  'otherDocumentHint',
  'deviceHint',
  'place',
  'placeStep',
  'placeResult',
  'placeMenu',
  'placeDocument',
  'placeEscalate',
  'placeFeedback',
  'resume',
  'resumed',
  'questions',
  'escalate',
  'escalateFix',
  'liveChat',
  'ticket',
  'otherDocument',
  'wait',
  'routeAsk',
  'human',
  'liveChatMore',
  'ticketMore',
  'waitMore',
  'documentRates',
  'documentLine',
  'documentAsk',
  'documentUse',
  'documentFailed',
  'documentNext',
  'clear',
  'thanksClear',
  'thanksUnclear',
  'bye',
  'more',
  'hidden',
  'attachment',
  'refuse',
  'refuseMaybe',
  'refuseAgain',
  'honest',
  'scam',
  'scamAsk',
  'scamNow',
  'placeScam',
  'crisis',
  'calm',
  'linkOff',
  'linkOn',
  'linkAlike',
  'linkHidden',
  'linkChat',
  'trouble',
  'lost',
  'reminder',
  'checklistTitle',
  'waitUntil',
  'waitOver',
  'pendingUntil',
  'pendingFromNow',
  'pendingOver',
  'willRemind',
  'nothingToRemind',
  'reminderCancelled',
  'followupWait',
  'followupReview',
  'forgotten',
  'myData',
  'dataTries',
  'dataCauses',
  'dataTried',
  'dataDocuments',
  'dataReminder',
  'dataChat',
  'dataKept',
  'pack',
  'packAttach',
  'pressed',
  'groupReminder',
  'groupNote'
] as const

/** The id of a sentence the bot can say. */
export type Phrase = (typeof sentences)[number]

const commands = [
  'next',
  'back',
  'repeat',
  'skip',
  'restart',
  'menu',
  'help',
  'human',
  'continue',
  'why',
  'checklist',
  'step_by_step',
  'reminders',
  'questions',
  'none',
  'done',
  'worked',
  'failed',
  'not_yet',
  'remind',
  'cancel_reminder',
  'my_data',
  'forget',
  'all',
  'yes',
  'no'
] as const

/** What a person can always say by word. */
export type Command = (typeof commands)[number]
/** Commands that nothing but their very words gives, because they cannot be undone. */
export const EXACT: readonly Command[] = ['forget']
/** The commands, for checks that walk them all. */
export const COMMANDS: readonly Command[] = commands

const buttons = [
  ...commands,
  'more',
  'next_cause',
  'same_reason',
  'other_reason',
  'fix',
  'live_chat',
  'ticket',
  'other_document',
  'wait'
] as const

/** The id of a button with a label of its own in phrases.yaml. */
export type Button = (typeof buttons)[number]
/** The buttons, for checks that walk them all. */
export const BUTTONS: readonly Button[] = buttons

const each = <K extends string>(keys: readonly K[]) =>
  z.strictObject(Object.fromEntries(keys.map((key) => [key, line])) as Record<K, typeof line>)

/** <language>/phrases.yaml */
export const Phrases = each(sentences).extend({ buttons: each(buttons) })

const pageWords = [
  'brand',
  'about',
  'conversation',
  'you',
  'placeholder',
  'send',
  'typing',
  'notSent',
  'retry',
  'ticked',
  'privacy',
  'connecting',
  'reconnecting',
  'offline',
  'latest',
  'copy',
  'copied',
  'calendar',
  'erased',
  'open',
  'close',
  'noScript',
  'causes',
  'others',
  'checklist',
  'escalation',
  'documents',
  'questions',
  'safety',
  'demoTitle',
  'demoText',
  'demoCode'
] as const

/** <language>/page.yaml: the words of the chat page and what belongs to it. */
export const Page = each(pageWords).extend({ direction: z.enum(['ltr', 'rtl']) })

// Teams' own lengths
const NAME = 30
const FULL_NAME = 100
const SHORT = 80
const ABOUT = 4000
const COMMAND = 128
const MOST_COMMANDS = 12

/** <language>/teams.yaml: the words of the Teams app package. */
export const Teams = z.strictObject({
  name: line.max(NAME),
  fullName: line.max(FULL_NAME),
  short: line.max(SHORT),
  about: line.max(ABOUT),
  commands: z
    .array(z.strictObject({ say: line.max(COMMAND), does: line.max(COMMAND) }))
    .min(1)
    .max(MOST_COMMANDS)
})

/** <language>/legal.yaml: the pages on what is kept and on the terms of use. */
export const Legal = z.strictObject({
  privacyTitle: line,
  privacy: z.array(line).min(1),
  termsTitle: line,
  terms: z.array(line).min(1),
  back: line
})
