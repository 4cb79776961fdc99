import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { load as parse } from 'js-yaml'
import { z } from 'zod'
import type { Reply } from '../src/bot'
import { chat, choicesOf, knowledgeOf, reminderOf, says, textOf } from './helpers/chat'

const FOLDER = path.join(__dirname, 'conversations')

const Expected = z.strictObject({
  /** At least one of these ids must be said. */
  oneOf: z.array(z.string()).optional(),
  /** Where the talk must be after it, as flow.at; one of several. */
  at: z.union([z.string(), z.array(z.string())]).optional(),
  /** Failures counted after it. */
  attempts: z.number().optional(),
  /** Labels and reasons that must be among the understood ones. */
  labels: z.array(z.string()).optional(),
  reasons: z.array(z.string()).optional(),
  /** Ids of sentences, steps, reasons and answers that must be said, and that must not. */
  says: z.array(z.string()).optional(),
  not: z.array(z.string()).optional(),
  /** Ids of steps whose words must be said. */
  steps: z.array(z.string()).optional(),
  /** Ids of reasons or gaps whose cause must be said. */
  causes: z.array(z.string()).optional(),
  answers: z.array(z.string()).optional(),
  documents: z.array(z.string()).optional(),
  /** Ids of buttons that must be there, and that must not. */
  choices: z.array(z.string()).optional(),
  noChoices: z.array(z.string()).optional(),
  reminder: z.string().optional(),
  /** All five reminders. */
  reminders: z.literal('all').optional(),
  locale: z.string().optional(),
  hides: z.array(z.string()).optional(),
  contains: z.array(z.string()).optional()
})
const Transcript = z.strictObject({
  name: z.string(),
  turns: z.array(
    z.strictObject({
      say: z.string().optional(),
      press: z.string().optional(),
      files: z.number().optional(),
      /** Hours that pass before this is said. */
      after: z.number().optional(),
      expect: Expected.optional()
    })
  )
})

const transcripts = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .sort()
  .map((file) => ({
    file,
    talks: z.array(Transcript).parse(parse(readFileSync(path.join(FOLDER, file), 'utf8')))
  }))

describe.each(transcripts)('$file', ({ talks }) => {
  it.each(talks)('$name', async ({ turns }) => {
    const say = chat()
    for (const { say: text, press, files, after: hours = 0, expect: expected = {} } of turns) {
      say.wait(hours)
      const reply = await say({ text: text ?? '', ...(press && { value: press }), ...(files && { files }) })
      expect({ after: text ?? press, ...check(reply, expected) }).toEqual({
        after: text ?? press,
        problems: []
      })
    }
  })
})

function check(reply: Reply, expected: z.infer<typeof Expected>) {
  const knowledge = knowledgeOf(reply)
  const text = textOf(reply)
  const choices = choicesOf(reply)
  const { said = [], trace } = reply
  const isSaid = (id: string): boolean => said.includes(id)
  const problems: string[] = []
  const expectEach = (ids: readonly string[] = [], kind: string, holds: (id: string) => boolean) => {
    for (const id of ids) if (!holds(id)) problems.push(`${kind} ${id}`)
  }
  expectEach(expected.labels, 'label', (id) => reply.understood.labels.includes(id))
  expectEach(expected.reasons, 'reason', (id) => reply.understood.reasons.includes(id))
  expectEach(expected.says, 'phrase', (id) => says(reply, id))
  expectEach(expected.not, 'must not say', (id) => !says(reply, id))
  expectEach(expected.steps, 'step', isSaid)
  expectEach(expected.causes, 'cause', isSaid)
  expectEach(expected.answers, 'answer', isSaid)
  expectEach(expected.documents, 'document', isSaid)
  if (expected.oneOf && !expected.oneOf.some(isSaid)) problems.push(`none of ${expected.oneOf.join(', ')}`)
  const at = trace ? `${trace.after.state.flow}.${trace.after.state.at}` : ''
  if (expected.at && ![expected.at].flat().includes(at)) problems.push(`at ${at}, not ${expected.at}`)
  if (expected.attempts !== undefined && trace?.after.attempts !== expected.attempts)
    problems.push(`${trace?.after.attempts} attempts, not ${expected.attempts}`)
  expectEach(expected.choices, 'button', (id) => choices.includes(id))
  expectEach(expected.noChoices, 'must not offer', (id) => !choices.includes(id))
  expectEach(expected.hides, 'must not contain', (word) => !text.includes(word))
  expectEach(expected.contains, 'text', (word) => text.includes(word))
  if (expected.reminders)
    expectEach(
      knowledge.reminders.map(({ text }) => text),
      'reminder',
      (line) => text.includes(line)
    )
  if (expected.reminder && reminderOf(reply) !== expected.reminder)
    problems.push(`reminder ${expected.reminder}, got ${reminderOf(reply)}`)
  if (expected.locale && reply.locale !== expected.locale)
    problems.push(`language ${expected.locale}, got ${reply.locale}`)
  if (reply.messages.length === 0 || text.trim() === '') problems.push('the reply is empty')
  if (choices.length === 0) problems.push('there is no next step')
  return problems.length > 0 ? { problems, reply: text, choices, understood: reply.understood } : { problems }
}
