import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { show } from '../dialogs'
import { fill, HOME, type Message, type Scene, type Wait } from '../dialogs/flow'
import type { Mind } from './assemble'
import { AppError } from './errors'
import { promise } from './followup'
import { dropFollowup, forgetConversation, forgetPerson, noteConversation } from './forget'
import { conversationKey, personKey } from './keys'
import { markOf, standingOf } from './mark'
import { type Memory, newMemory, noteAnswered, openMemory } from './memory'
import { createQueue } from './queue'
import { toLabels } from './recognizer/recognize'
import { detectLocale } from './recognizer/reply'
import { type Language, respond } from './respond'
import { redact } from './safety/redact'
import { isConflict, type Row, type Store } from './store/store'

/** One message from one person, free of any channel's shape. */
export interface Turn {
  /** Names the conversation, over all channels. */
  conversation: string
  /** Names the person, in all their conversations; without it "forget me" forgets this conversation only. */
  person?: string | undefined
  /** How the channel finds the conversation again, for what the bot says of its own accord; kept only for that. */
  address?: unknown
  /** The channel's id of the message; one that was answered already is not answered again. */
  id?: string | undefined
  text: string
  /** The id of a pressed button, where the channel gives one. */
  value?: string | undefined
  /** The mark of the message that a pressed button belongs to, where the channel gives one. */
  mark?: string | undefined
  /** True where the channel can replace what it showed, so that the last answer is remembered. */
  replaceable?: boolean
  /** True where others read along. */
  group?: boolean
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
  /** Names what is shown now, for the buttons that go with it. */
  mark: string
  /** Which button was pressed, in words. */
  chosen?: Message
  /** What the message with that button says from now on: all it said, and the choice in place of its buttons. */
  settled?: Message[]
  /** True when all was erased: the channel keeps nothing of this turn either. */
  forgotten?: boolean
}

/** The whole bot, for a channel to call. */
export interface Bot {
  /** Answers a message; empty for a message that was answered before. Throws when the turn could not be saved. */
  turn(turn: Turn): Promise<Reply>
  /** Greets a person who has just arrived; empty for somebody greeted before. */
  welcome(turn: Omit<Turn, 'text'>): Promise<Reply>
  /** What the bot says first, in a language; changes nothing. */
  greeting(locale: string): Message[]
  /** What the bot writes when a wait is over. */
  followup(wait: Wait, locale: string): Message[]
  /** The calm sentence for a turn that failed, with a reference for the log. */
  trouble(reference: string): Message
  /** The calm sentence when an answer did not arrive, although the turn was saved. */
  lost(locale: string): Message
  /** Throws when the store cannot be used. */
  check(): Promise<void>
}

const MAX_RETRIES = 50
const RETRY_WITHIN_MS = 2
/** After how many messages a conversation is noted again among those of its person. */
const LIST_EVERY = 20
const NOTHING = { labels: [], reasons: [] }

/** What is around the bot. */
export interface BotOptions {
  now?: () => Date
  /** Days that conversations are kept, as the person is told. */
  retentionDays?: number
}

/** Builds the bot from what it knows and the store it remembers in. */
export function createBot(
  { knowledge, languages, recognize }: Mind,
  store: Store,
  { now = () => new Date(), retentionDays = 30 }: BotOptions = {}
): Bot {
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
        const row: Row = await store.read(conversationKey(turn.conversation))
        const memory = openMemory(row.value, supported(turn.locale))
        if (turn.id !== undefined && memory.answered.includes(turn.id))
          return {
            messages: [],
            understood: NOTHING,
            locale: memory.locale,
            mark: markOf(turn.conversation, memory)
          }
        const [reply, after] = act(memory)
        if (after.forgotten) {
          if (turn.person !== undefined) await forgetPerson(store, turn.person)
          await forgetConversation(store, turn.conversation)
          return { ...reply, forgotten: true }
        }
        // now and then again, so that the list lasts as long as what it lists
        if (turn.person !== undefined && row.version % LIST_EVERY === 0)
          await list(turn.person, turn.conversation)
        const kept = await withPromise(turn, memory, after)
        const [old, fresh] = [memory.followup?.id, kept.followup?.id]
        try {
          await store.write(conversationKey(turn.conversation), noteAnswered(kept, turn.id), row.version)
          if (old !== fresh) await drop(old)
          return reply
        } catch (error) {
          if (old !== fresh) await drop(fresh)
          if (!isConflict(error) || attempt >= MAX_RETRIES) throw error
          // another process has this conversation too: whoever lost waits a moment, each a different one
          await setTimeout(Math.random() * attempt * RETRY_WITHIN_MS)
        }
      }
    })

  const greeting = (locale: string): Message[] => {
    const { knowledge: known } = languageOf(locale)
    return [{ text: known.phrases.welcome }, ...show(emptyScene(known, now(), retentionDays), HOME)]
  }

  // only the last message is remembered; an older one stays as it is
  function settle(
    memory: Memory,
    { conversation, value, mark }: Turn,
    known: Scene['knowledge'],
    forgotten = false
  ): Pick<Reply, 'chosen' | 'settled'> {
    const label = known.buttons.get(value ?? '')
    if (label === undefined) return {}
    const chosen = { text: fill(known.phrases.pressed, { label }) }
    if (mark === undefined || standingOf(mark, conversation, memory) !== 'last' || !memory.card)
      return { chosen }
    const said = forgotten ? [] : memory.card.map(({ choices: _, ...message }): Message => message)
    return { chosen, settled: [...said, chosen] }
  }

  // put on the agenda before the memory tells of it: a promise is not told and then not kept
  async function withPromise(turn: Omit<Turn, 'text'>, before: Memory, after: Memory): Promise<Memory> {
    const { conversation, address } = turn
    const { followup, locale } = after
    if (!followup || (followup.at === before.followup?.at && followup.wait === before.followup.wait))
      return after
    const id = randomUUID()
    await promise(store, id, { conversation, address, locale, wait: followup.wait, at: followup.at })
    return { ...after, followup: { ...followup, id } }
  }
  // what stays on the agenda by accident is sent once too often, which no turn needs to fail for
  const drop = (id: string | undefined): Promise<void> => dropFollowup(store, id).catch(() => undefined)
  const list = (person: string, conversation: string): Promise<void> =>
    inTurn(personKey(person), () => noteConversation(store, person, conversation)).catch((error) => {
      // another process listed one at the same time; this one comes with a later message
      if (!isConflict(error)) throw error
    })

  return {
    greeting,
    followup: (wait, locale) => {
      const { knowledge: known } = languageOf(supported(locale))
      const { followupWait, followupReview } = known.phrases
      return [
        { text: wait === 'retry' ? followupWait : followupReview },
        ...show(emptyScene(known, now(), retentionDays), HOME)
      ]
    },
    turn: (turn) =>
      remember(turn, (memory) => {
        const { text, kinds } = redact(turn.text)
        const locale = detectLocale(text, knowledge, memory.locale)
        const heard = {
          text,
          value: turn.value,
          files: turn.files ?? 0,
          redacted: kinds.length > 0,
          now: now(),
          group: turn.group ?? false,
          standing: standingOf(turn.mark, turn.conversation, memory),
          retentionDays
        }
        const language = languageOf(locale)
        const response = respond(language, recognize, { ...memory, locale }, heard)
        const after: Memory = {
          ...response.memory,
          shown: (memory.shown ?? 0) + 1,
          card: turn.replaceable ? response.messages : undefined,
          pressed: turn.mark ?? memory.pressed
        }
        const ids = response.recognition?.guesses.map(({ id }) => id) ?? []
        const reply = {
          messages: response.messages,
          understood: toLabels(ids, language.knowledge.labels),
          locale,
          mark: markOf(turn.conversation, after),
          ...settle(memory, turn, language.knowledge, after.forgotten)
        }
        return [reply, after]
      }),
    welcome: (turn) =>
      remember(turn, (memory) => {
        const { locale } = memory
        if (memory.greeted)
          return [
            { messages: [], understood: NOTHING, locale, mark: markOf(turn.conversation, memory) },
            memory
          ]
        const note = turn.group ? [{ text: languageOf(locale).knowledge.phrases.groupNote }] : []
        const messages: Message[] = [...note, ...greeting(locale)]
        const offered = messages.flatMap(({ choices = [] }) => choices.map(({ value }) => value))
        const card = turn.replaceable ? messages : undefined
        const after: Memory = { ...newMemory(locale), greeted: true, offered, shown: 1, card }
        return [{ messages, understood: NOTHING, locale, mark: markOf(turn.conversation, after) }, after]
      }),
    trouble: (reference) => ({ text: first.knowledge.phrases.trouble.replace('{reference}', reference) }),
    lost: (locale) => ({ text: languageOf(supported(locale)).knowledge.phrases.lost }),
    check: () => store.check()
  }
}

const emptyScene = (knowledge: Scene['knowledge'], now: Date, retentionDays: number): Scene => ({
  knowledge,
  text: '',
  now,
  group: false,
  retentionDays,
  tries: [],
  tried: [],
  attempts: 0,
  queue: [],
  failedDocuments: [],
  paused: false
})
