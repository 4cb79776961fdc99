import { show } from '../dialogs'
import { HOME, type Message, type Scene } from '../dialogs/flow'
import type { Mind } from './assemble'
import { AppError } from './errors'
import { type Memory, newMemory, noteAnswered, openMemory } from './memory'
import { createQueue } from './queue'
import { toLabels } from './recognizer/recognize'
import { detectLocale } from './recognizer/reply'
import { type Language, respond } from './respond'
import { redact } from './safety/redact'
import type { Row, Store } from './store/store'

/** One message from one person, free of any channel's shape. */
export interface Turn {
  /** Names the conversation, over all channels. */
  conversation: string
  /** The channel's id of the message; one that was answered already is not answered again. */
  id?: string | undefined
  text: string
  /** The id of a pressed button, where the channel gives one. */
  value?: string | undefined
  /** How many files came with the message; none is ever opened. */
  files?: number
  /** The language the channel reports, like "es-MX". */
  locale?: string | undefined
}

/** What the bot says in a turn, and what it understood. */
export interface Reply {
  messages: Message[]
  understood: { labels: string[]; reasons: string[] }
  locale: string
}

/** The whole bot, for a channel to call. */
export interface Bot {
  /** Answers a message; empty for a message that was answered before. Throws when the turn could not be saved. */
  turn(turn: Turn): Promise<Reply>
  /** Greets a person who has just arrived; empty for somebody greeted before. */
  welcome(turn: Omit<Turn, 'text'>): Promise<Reply>
  /** What the bot says first, in a language; changes nothing. */
  greeting(locale: string): Message[]
  /** The calm sentence for a turn that failed, with a reference for the log. */
  trouble(reference: string): Message
  /** Throws when the store cannot be used. */
  check(): Promise<void>
}

const MAX_RETRIES = 20
const NOTHING = { labels: [], reasons: [] }

/** Builds the bot from what it knows and the store it remembers in. */
export function createBot({ knowledge, languages, recognize }: Mind, store: Store): Bot {
  const inTurn = createQueue()
  const [first] = languages.values()
  if (!first)
    throw new AppError(
      'KYC_KNOWLEDGE',
      'There is no language folder in knowledge/. Add one, for example knowledge/en.'
    )
  const languageOf = (locale: string): Language => languages.get(locale) ?? first
  const supported = (locale = ''): string => languageOf(locale.slice(0, 2).toLowerCase()).knowledge.locale

  // one turn a conversation at a time; another process may still come in between, then the turn is done again
  const remember = (turn: Omit<Turn, 'text'>, act: (memory: Memory) => [Reply, Memory]): Promise<Reply> =>
    inTurn(turn.conversation, async () => {
      for (let attempt = 0; ; attempt++) {
        const row: Row = await store.read(keyOf(turn.conversation))
        const memory = openMemory(row.value, supported(turn.locale))
        if (turn.id !== undefined && memory.answered.includes(turn.id))
          return { messages: [], understood: NOTHING, locale: memory.locale }
        const [reply, after] = act(memory)
        try {
          await store.write(keyOf(turn.conversation), noteAnswered(after, turn.id), row.version)
          return reply
        } catch (error) {
          if (!(error instanceof AppError && error.code === 'KYC_STORE_CONFLICT') || attempt >= MAX_RETRIES)
            throw error
        }
      }
    })

  const greeting = (locale: string): Message[] => {
    const { knowledge: known } = languageOf(locale)
    return [{ text: known.phrases.welcome }, ...show(emptyScene(known), HOME)]
  }

  return {
    greeting,
    turn: (turn) =>
      remember(turn, (memory) => {
        const { text, kinds } = redact(turn.text)
        const locale = detectLocale(text, knowledge, memory.locale)
        const heard = { text, value: turn.value, files: turn.files ?? 0, redacted: kinds.length > 0 }
        const language = languageOf(locale)
        const response = respond(language, recognize, { ...memory, locale }, heard)
        const ids = response.recognition?.guesses.map(({ id }) => id) ?? []
        const reply = {
          messages: response.messages,
          understood: toLabels(ids, language.knowledge.labels),
          locale
        }
        return [reply, response.memory]
      }),
    welcome: (turn) =>
      remember(turn, (memory) => {
        if (memory.greeted) return [{ messages: [], understood: NOTHING, locale: memory.locale }, memory]
        const messages = greeting(memory.locale)
        const offered = messages.flatMap(({ choices = [] }) => choices.map(({ value }) => value))
        return [
          { messages, understood: NOTHING, locale: memory.locale },
          { ...newMemory(memory.locale), greeted: true, offered }
        ]
      }),
    trouble: (reference) => ({ text: first.knowledge.phrases.trouble.replace('{reference}', reference) }),
    check: () => store.check()
  }
}

const emptyScene = (knowledge: Scene['knowledge']): Scene => ({
  knowledge,
  text: '',
  attempts: 0,
  queue: [],
  failedDocuments: [],
  paused: false
})

/** The row of a conversation; hashed ids would hide nothing more, so the channel's own id is used. */
const keyOf = (conversation: string): string => `conversation/${conversation}`
