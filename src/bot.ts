import { show } from '../dialogs'
import { fill, HOME, type Message, say, type Wait } from '../dialogs/flow'
import type { Mind } from './assemble'
import { AppError } from './errors'
import type { Knowledge } from './knowledge/knowledge'
import { respond, type Trace } from './policy/respond'
import { toLabels } from './recognizer/run/recognize'
import { redact } from './safety/redact'
import { markOf, standingOf } from './session/mark'
import { newSession, type Session, sceneOf } from './session/session'
import { type Answer, type Arrival, createTurns } from './session/turns'
import type { Store } from './store/store'
import { NO_ENTITIES } from './understanding/interpretation'

/** One message from one person, free of any channel's shape. */
export interface Turn extends Arrival {
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

/** What the bot says in a turn, what it understood, and why it says so. */
export interface Reply {
  messages: Message[]
  understood: { labels: string[]; reasons: string[] }
  locale: string
  /** Names what is shown now, for the buttons that go with it. */
  mark: string
  /** Why this answer was given; absent where nothing was understood, as in a greeting. */
  trace?: Trace & { hidden: string[] }
  /** Ids of what is said, in order. */
  said?: string[]
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
  /** The reminder for the end of a wait. */
  followup(wait: Wait, locale: string): Message[]
  /** The calm sentence for a turn that failed, with a reference for the log. */
  trouble(reference: string): Message
  /** The calm sentence when an answer did not arrive, although the turn was saved. */
  lost(locale: string): Message
  /** Throws when the store cannot be used. */
  check(): Promise<void>
}

/** What is around the bot. */
export interface BotOptions {
  now?: () => Date
  /** Days that conversations are kept, as the person is told. */
  retentionDays?: number
}

const NOTHING = { labels: [], reasons: [] }

/** Builds the bot from what it knows and the store it remembers in. */
export function createBot(mind: Mind, store: Store, options: BotOptions = {}): Bot {
  const { languages } = mind
  const { now = () => new Date(), retentionDays = 30 } = options
  const [first] = languages.values()
  if (!first)
    throw new AppError(
      'KYC_KNOWLEDGE',
      'There is no language folder in knowledge/. Add one, for example knowledge/en.'
    )
  const knowledgeOf = (locale = ''): Knowledge => languages.get(locale.slice(0, 2).toLowerCase()) ?? first
  const localeOf = ({ locale }: Omit<Turn, 'text'>): string => knowledgeOf(locale).locale
  const take = createTurns(store)

  const { answer, greet, greeting } = createAnswers(mind, knowledgeOf, { now, retentionDays })

  return {
    greeting,
    turn: (turn) => take(turn, localeOf(turn), (session) => answer(turn, session), silenceIn(turn)),
    welcome: (turn) => take(turn, localeOf(turn), (session) => greet(turn, session), silenceIn(turn)),
    followup: (wait, locale) => {
      const known = knowledgeOf(locale)
      return [
        plain(say(known, wait === 'retry' ? 'followupWait' : 'followupReview')),
        ...homeOf(known, now(), retentionDays)
      ]
    },
    trouble: (reference) => plain(say(first, 'trouble', { reference })),
    lost: (locale) => plain(say(knowledgeOf(locale), 'lost')),
    check: () => store.check()
  }
}

/** Builds what turns a message, or an arrival, into an answer; it touches no store. */
function createAnswers(
  { languages, interpret }: Mind,
  knowledgeOf: (locale?: string) => Knowledge,
  { now, retentionDays }: Required<BotOptions>
) {
  function answer(turn: Turn, before: Session): Answer<Reply> {
    const { text, kinds } = redact(turn.text)
    const { session, messages, heard, trace, said } = respond(languages, interpret, before, {
      text,
      value: turn.value,
      files: turn.files ?? 0,
      redacted: kinds.length > 0,
      group: turn.group ?? false,
      standing: standingOf(turn.mark, turn.conversation, before),
      now: now(),
      retentionDays
    })
    const after: Session = {
      ...session,
      shown: before.shown + 1,
      card: turn.replaceable ? messages : undefined,
      pressed: turn.mark ?? before.pressed
    }
    const known = knowledgeOf(heard.locale)
    const reply: Reply = {
      messages,
      understood: toLabels(
        heard.choice === undefined ? heard.recognition.guesses.map(({ id }) => id) : [],
        known.labels
      ),
      locale: heard.locale,
      mark: markOf(turn.conversation, after),
      trace: { ...trace, hidden: kinds },
      said,
      ...settle(before, turn, known, after.forgotten),
      ...(after.forgotten ? { forgotten: true } : {})
    }
    return [reply, after]
  }

  function greet(turn: Omit<Turn, 'text'>, before: Session): Answer<Reply> {
    const { locale } = before
    if (before.greeted) return [silenceIn(turn)(before), before]
    const note = turn.group ? [plain(say(knowledgeOf(locale), 'groupNote'))] : []
    const messages = [...note, ...greeting(locale)]
    const after: Session = {
      ...newSession(locale),
      greeted: true,
      offered: messages.flatMap(({ choices = [] }) => choices.map(({ value }) => value)),
      shown: 1,
      card: turn.replaceable ? messages : undefined
    }
    return [{ messages, understood: NOTHING, locale, mark: markOf(turn.conversation, after) }, after]
  }

  const greeting = (locale: string): Message[] => {
    const known = knowledgeOf(locale)
    return [plain(say(known, 'welcome')), ...homeOf(known, now(), retentionDays)]
  }

  return { answer, greet, greeting }
}

/** The first question, to somebody of whom nothing is known. */
function homeOf(knowledge: Knowledge, now: Date, retentionDays: number): Message[] {
  const surroundings = { knowledge, entities: NO_ENTITIES, now, group: false, retentionDays }
  return show(sceneOf(newSession(knowledge.locale), surroundings), HOME).map(plain)
}

// the ids of what is said are for the trace, and travel to no channel
const plain = ({ said: _, ...message }: Message): Message => message

/** Says nothing, to a message that was answered before. */
const silenceIn =
  ({ conversation }: Arrival) =>
  (session: Session): Reply => ({
    messages: [],
    understood: NOTHING,
    locale: session.locale,
    mark: markOf(conversation, session)
  })

// only the last message is remembered; an older one stays as it is
function settle(
  session: Session,
  { conversation, value, mark }: Turn,
  known: Knowledge,
  forgotten = false
): Pick<Reply, 'chosen' | 'settled'> {
  const label = known.buttons.get(value ?? '')
  if (label === undefined) return {}
  const chosen = { text: fill(known.phrases.pressed, { label }) }
  const isLast = mark !== undefined && standingOf(mark, conversation, session) === 'last'
  if (!isLast || !session.card) return { chosen }
  const said = forgotten ? [] : session.card.map(({ choices: _, ...message }): Message => message)
  return { chosen, settled: [...said, chosen] }
}
