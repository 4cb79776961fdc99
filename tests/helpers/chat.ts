import type { Message } from '../../dialogs/flow'
import { createMind, type Mind } from '../../src/assemble'
import { type Bot, createBot, type Reply } from '../../src/bot'
import { createProcessStore } from '../../src/store/process'
import type { Store } from '../../src/store/store'

let mind: Mind | undefined

/** The real knowledge and model, loaded once a test file. */
export function theMind(): Mind {
  mind ??= createMind()
  return mind
}

/** What a person does: writes, or presses a button by its id, or sends files. */
export type Act =
  | string
  | { text?: string; value?: string; files?: number; id?: string; locale?: string; group?: boolean }

const HOUR_MS = 3600 * 1000
const TURN_MS = 1500

/** A person talking to the whole bot, clock in hand. */
export function chat(store: Store = createProcessStore(), conversation = 'test/one/person') {
  let now = Date.UTC(2026, 10, 24, 12)
  const bot: Bot = createBot(theMind(), store, { now: () => new Date(now) })
  const say = (act: Act): Promise<Reply> => {
    // nobody presses two buttons in one moment
    now += TURN_MS
    return bot.turn({
      conversation,
      person: 'person',
      address: { of: conversation },
      text: '',
      ...(typeof act === 'string' ? { text: act } : act)
    })
  }
  const wait = (hours: number): void => {
    now += hours * HOUR_MS
  }
  return Object.assign(say, { wait, bot, now: () => new Date(now) })
}

/** Everything a reply shows, as one text. */
export const textOf = ({ messages }: Reply): string => messages.flatMap(linesOf).join('\n')

/** The lines of a message, one for each thing it says. */
export const linesOf = ({ text, list = [], steps = [] }: Message): string[] => [
  text,
  ...list,
  ...steps.map((step) => `${step.do} ${step.why}`.trim())
]

/** The ids of the buttons of a reply. */
export const choicesOf = ({ messages }: Reply): string[] =>
  messages.flatMap(({ choices = [] }) => choices.map(({ value }) => value))

/** The line of a reply that is a security reminder, by its id; undefined when there is none. */
export function reminderOf(reply: Reply): string | undefined {
  const reminders = knowledgeOf(reply).reminders
  return reminders.find(({ text }) => reply.messages.some((message) => message.text.endsWith(text)))?.id
}

/** The knowledge in the language of a reply. */
export function knowledgeOf({ locale }: Reply) {
  const knowledge = theMind().languages.get(locale)
  if (!knowledge) throw new Error(`no language ${locale}`)
  return knowledge
}

/** Tells whether a reply says a sentence, a step, a reason or an answer, by its id. */
export const says = ({ said = [] }: Reply, id: string): boolean => said.includes(id)
