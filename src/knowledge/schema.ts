import { z } from 'zod'

const line = z.string().trim().min(1)
const id = z.string().regex(/^[a-z][a-z0-9_]*$/, 'an id is lower-case words joined by _, like name_mismatch')
const cited = z
  .string()
  .regex(/^[a-z_]+\.\d+$/, 'cite a bullet of guide.yaml as section.number, like retake.2')
const ids = z.array(id)
const table = <T extends z.ZodTypeAny>(value: T) => z.record(id, value)

/** guide.yaml: the bullets of the guide, in our own words, by section. */
export const Guide = table(z.array(line).min(1))

const acts = [
  'escalate',
  'document',
  'notice',
  'warn',
  'refuse',
  'greet',
  'bye',
  'contact',
  'decline'
] as const

/** What the bot does about a message that names no cause. */
export type Act = (typeof acts)[number]

/** facts.yaml: what is true in every language. */
export const Facts = z.strictObject({
  numbers: z.record(z.strictObject({ value: z.union([z.number(), line]), from: cited })),
  phrases: z.record(cited),
  categories: table(z.strictObject({ from: cited, reminder: id })),
  reasons: table(
    z.strictObject({
      category: id,
      from: cited,
      steps: ids.min(1),
      otherDocument: z.boolean().default(false)
    })
  ),
  steps: table(z.strictObject({ from: cited })),
  checklist: ids.min(1),
  gaps: table(z.strictObject({ nearest: id, steps: ids.min(1) })),
  faqs: table(z.strictObject({ from: cited, reminder: id })),
  intents: table(z.strictObject({ act: z.enum(acts), reminder: id.optional() })),
  ruledOut: id,
  attachmentReminder: id,
  routes: table(z.strictObject({ from: cited })),
  documents: table(
    z.strictObject({ percent: line, from: cited, suits: z.enum(['local', 'international']).optional() })
  ),
  reminders: table(z.strictObject({ from: cited }))
})

/** official.yaml: what the link guard compares with. */
export const Official = z.strictObject({
  domains: z.array(line).min(1),
  apps: z.array(line).min(1),
  chats: z.array(line),
  shorteners: z.array(line)
})

const named = { title: line, label: line }

/** <language>/reasons.yaml */
export const Reasons = z.strictObject({
  categories: table(z.strictObject({ ...named, ask: line })),
  reasons: table(z.strictObject({ ...named, cause: line, symptoms: z.array(line).min(3) })),
  gaps: table(z.strictObject({ ...named, cause: line }))
})

/** <language>/steps.yaml */
export const Steps = table(z.strictObject({ do: line, why: line }))

/** <language>/faqs.yaml */
export const Faqs = table(z.strictObject({ label: line, answer: line }))

/** <language>/documents.yaml */
export const Documents = table(z.strictObject({ ...named, about: line, names: z.array(line).min(1) }))

/** <language>/reminders.yaml */
export const Reminders = table(line)

/** <language>/replies.yaml: how people answer, and the words that give the language away. */
export const Replies = z.strictObject({
  name: line,
  words: z.array(line).min(20),
  commands: z.record(z.array(line).min(1)),
  ordinals: z.array(line).min(5),
  fillers: z.array(line),
  connectors: z.array(line),
  counts: z.record(z.string().regex(/^\d+$/), z.array(line).min(1)),
  audience: z.strictObject({ international: z.array(line).min(1), local: z.array(line).min(1) })
})

/** The holes that the code fills while talking, by sentence; every other hole is a number of facts.yaml. */
export const HOLES: Record<string, readonly string[]> = {
  officialSite: ['officialDomain'],
  understood: ['titles'],
  understoodWhy: ['titles', 'why'],
  guess: ['title', 'why'],
  planFor: ['cause'],
  nearest: ['cause'],
  step: ['step', 'total', 'do', 'why'],
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
  trouble: ['reference'],
  reminder: ['text']
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
  'refuseAgain',
  'honest',
  'scam',
  'scamSteps',
  'linkOff',
  'linkOn',
  'trouble',
  'reminder',
  'checklistTitle'
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
  'yes',
  'no'
] as const

/** What a person can always say by word. */
export type Command = (typeof commands)[number]
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

/** <language>/examples/*.yaml: phrases of one label. */
export const Examples = z.array(line).min(1)

/** <language>/examples/several.yaml: messages that assert more than one thing. */
export const SeveralExamples = z.array(z.strictObject({ text: line, ids: ids.min(2) }))
