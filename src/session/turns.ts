import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { isConflict, type Row, type Store } from '../store/store'
import { dropFollowup, forgetConversation, forgetPerson, noteConversation } from './erase'
import { conversationKey, personKey } from './keys'
import { createQueue } from './lock'
import { promise } from './reminders'
import { noteAnswered, openSession, type Session } from './session'

/** Who a turn belongs to, free of any channel's shape. */
export interface Arrival {
  /** Names the conversation, over all channels. */
  conversation: string
  /** Names the person, in all their conversations; without it "forget me" forgets this conversation only. */
  person?: string | undefined
  /** How the channel finds the conversation again, for reminders; kept only for that. */
  address?: unknown
  /** The channel's id of the message; one that was answered already is not answered again. */
  id?: string | undefined
}

/** What one turn makes of a session. */
export type Answer<Reply> = [Reply, Session]

const MAX_RETRIES = 50
const RETRY_WITHIN_MS = 2
/** After how many messages a conversation is listed again among those of its person, so that the list outlives none of them. */
const LIST_EVERY = 20

/**
 * Builds the way a turn goes through the store: lock, load, answer once, save. One turn a conversation at a time; where
 * another process came in between, the turn is done again. Throws when it could not be saved.
 */
export function createTurns(store: Store) {
  const inTurn = createQueue()
  return <Reply>(
    arrival: Arrival,
    locale: string,
    answer: (session: Session) => Answer<Reply>,
    silence: (session: Session) => Reply
  ): Promise<Reply> =>
    inTurn(arrival.conversation, async () => {
      const { conversation, id, person } = arrival
      for (let attempt = 0; ; attempt++) {
        const row: Row = await store.read(conversationKey(conversation))
        const session = openSession(row.value, locale)
        if (id !== undefined && session.answered.includes(id)) return silence(session)
        const [reply, after] = answer(session)
        if (after.forgotten) {
          if (person !== undefined) await forgetPerson(store, person)
          await forgetConversation(store, conversation)
          return reply
        }
        if (person !== undefined && row.version % LIST_EVERY === 0)
          await list(store, inTurn, person, conversation)
        const conflict = await save(store, arrival, row, session, after)
        if (conflict === undefined) return reply
        if (attempt >= MAX_RETRIES) throw conflict
        // whoever lost waits a moment, each a different one
        await setTimeout(Math.random() * attempt * RETRY_WITHIN_MS)
      }
    })
}

/**
 * Saves a turn; gives the conflict when another process wrote in between. A reminder is scheduled before the session
 * tells of it, so that none is announced and then not sent.
 */
async function save(
  store: Store,
  arrival: Arrival,
  { version }: Row,
  before: Session,
  after: Session
): Promise<unknown> {
  const kept = await withReminder(store, arrival, before, after)
  const [old, fresh] = [before.followup?.id, kept.followup?.id]
  // a leftover reminder costs at most one extra message, which no turn needs to fail for
  const drop = (id: string | undefined): Promise<void> => dropFollowup(store, id).catch(() => undefined)
  try {
    await store.write(conversationKey(arrival.conversation), noteAnswered(kept, arrival.id), version)
    if (old !== fresh) await drop(old)
    return undefined
  } catch (error) {
    if (old !== fresh) await drop(fresh)
    if (!isConflict(error)) throw error
    return error
  }
}

async function withReminder(
  store: Store,
  { conversation, address }: Arrival,
  before: Session,
  after: Session
): Promise<Session> {
  const { followup, locale } = after
  if (!followup || (followup.at === before.followup?.at && followup.wait === before.followup.wait))
    return after
  const id = randomUUID()
  await promise(store, id, { conversation, address, locale, wait: followup.wait, at: followup.at })
  return { ...after, followup: { ...followup, id } }
}

const list = (
  store: Store,
  inTurn: ReturnType<typeof createQueue>,
  person: string,
  conversation: string
): Promise<void> =>
  inTurn(personKey(person), () => noteConversation(store, person, conversation)).catch((error) => {
    // another process listed one at the same time; this one comes with a later message
    if (!isConflict(error)) throw error
  })
