import { z } from 'zod'
import { ACTS, PLACES } from './acts'

/** One line of text that is not empty. */
export const line = z.string().trim().min(1)
const id = z.string().regex(/^[a-z][a-z0-9_]*$/, 'an id is lower-case words joined by _, like name_mismatch')
const cited = z
  .string()
  .regex(/^[a-z_]+\.\d+$/, 'cite a bullet of guide.yaml as section.number, like retake.2')
const ids = z.array(id)
const table = <T extends z.ZodTypeAny>(value: T) => z.record(id, value)

/** guide.yaml: the bullets of the guide, in our own words, by section. */
export const Guide = table(z.array(line).min(1))

const kinds = [
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

/** What an intent is about, where a message names no cause. */
export type IntentKind = (typeof kinds)[number]

/** What an answer of answers.yaml is about: a word, the bot's advice, a fact, something the guide lacks, and so on. */
const answerKinds = [
  'word',
  'advice',
  'fact',
  'missing',
  'bot',
  'near',
  'health',
  'trouble',
  'safety'
] as const

/** The kind of an answer. */
export type AnswerKind = (typeof answerKinds)[number]

/** facts.yaml: what is true in every language. */
export const Facts = z.strictObject({
  numbers: z.record(z.strictObject({ value: z.union([z.number(), line]), from: cited })),
  phrases: z.record(cited),
  categories: table(z.strictObject({ from: cited, reminder: id, beyond: ids })),
  causeOrder: ids.min(1),
  reasons: table(
    z.strictObject({
      category: id,
      from: cited,
      steps: ids.min(1),
      otherDocument: z.boolean().default(false)
    })
  ),
  steps: table(z.strictObject({ from: cited, means: z.enum(['device', 'document']).optional() })),
  checklist: ids.min(1),
  gaps: table(z.strictObject({ nearest: id, steps: ids.min(1) })),
  faqs: table(z.strictObject({ from: cited, reminder: id, pending: z.boolean().default(false) })),
  intents: table(
    z.strictObject({ kind: z.enum(kinds), reminder: id.optional(), act: z.enum(ACTS).optional() })
  ),
  answers: table(z.strictObject({ kind: z.enum(answerKinds), from: cited.optional() })),
  ruledOut: id,
  attachmentReminder: id,
  scams: ids.min(1),
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
  shorteners: z.array(line),
  ordinaryWords: z.array(line),
  wordEndings: z.array(line)
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

/** <language>/scams.yaml */
export const Scams = table(
  z.strictObject({
    label: line,
    words: z.array(line).min(1),
    hints: z.array(line).min(1),
    steps: z.array(z.strictObject({ do: line, why: line })).min(1)
  })
)

/** <language>/reminders.yaml */
export const Reminders = table(line)

/** <language>/replies.yaml: how people answer, and the words that give the language away. */
export const Replies = z.strictObject({
  name: line,
  words: z.array(line).min(20),
  commands: z.record(z.array(line).min(1)),
  fillers: z.array(line),
  openers: z.array(line),
  asked: z.array(line).min(1),
  connectors: z.array(line)
})

const byNumber = z.record(z.string().regex(/^-?\d+$/), z.array(line).min(1))

/** <language>/entities.yaml: small things that a message names, by the words for them. */
export const EntityWords = z.strictObject({
  numbers: byNumber,
  ordinals: byNumber,
  tries: z.strictObject({ counts: byNumber, units: z.array(line).min(1), not: z.array(line) }),
  hours: byNumber,
  since: byNumber,
  references: z.strictObject({
    other: z.array(line).min(1),
    all: z.array(line).min(1),
    both: z.array(line).min(1),
    not: z.array(line).min(1),
    before: z.array(line).min(1),
    after: z.array(line).min(1)
  }),
  devices: table(z.array(line).min(1)),
  steps: table(z.array(line).min(1)),
  crisis: z.array(line).min(1),
  abuse: z.array(line).min(1),
  noAbuse: z.array(line),
  insteadOf: z.array(line).min(1),
  audience: z.strictObject({ international: z.array(line).min(1), local: z.array(line).min(1) }),
  lacking: z.array(line).min(1),
  again: z.array(line).min(1),
  notice: z.array(line).min(1),
  asking: z.array(line).min(1),
  beforeAsking: z.array(line).min(1)
})

/** <language>/answers.yaml: what is said about a question, and how people ask it. */
export const Answers = table(z.strictObject({ says: line, asked: z.array(line).min(1) }))

/** <language>/acts/*.yaml: what people say who do one thing in a talk, by the place where they say it. */
export const ActExamples = z.record(z.enum(PLACES), z.array(line).min(1))

/** <language>/examples/*.yaml: phrases of one label. */
export const Examples = z.array(line).min(1)

/** <language>/examples/several.yaml: messages that assert more than one thing. */
export const SeveralExamples = z.array(z.strictObject({ text: line, ids: ids.min(2) }))
