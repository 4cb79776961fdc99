import type { Message, Wait } from '../../dialogs/flow'
import type { Log } from '../log'
import { isConflict, type Store } from '../store/store'
import { followupKey } from './keys'

/** What the bot promised to write, and to whom. */
export interface Followup {
  conversation: string
  /** How the channel finds the conversation; nobody else reads it. */
  address: unknown
  wait: Wait
  at: string
  locale: string
  /** Until when an instance has it in hand, in milliseconds of the epoch. */
  claimedUntil?: number
  /** How often it could not be sent. */
  failures?: number
}

/** What the sending works with. */
export interface FollowupParts {
  store: Store
  /** What is written when a wait is over. */
  compose: (wait: Wait, locale: string) => Message[]
  /** Writes to a conversation; `name` is the same for the same promise, so that a channel can drop a second one. */
  send: (followup: Followup, messages: Message[], name: string) => Promise<void>
  log: Log
  now?: () => Date
}

const CLAIM_MS = 60_000
const LOOK_EVERY_MS = 30_000
const MAX_FAILURES = 5

/** Puts a promise on the agenda, under a new id. */
export async function promise(store: Store, id: string, followup: Followup): Promise<void> {
  const key = followupKey(id)
  await store.write(key, followup, 0)
  await store.later(key, new Date(followup.at))
}

/**
 * Writes to everybody whose moment has come; gives how many that were. Of several instances the one that claims a
 * promise first sends it; should it die before it is done, another does so a minute later.
 */
export async function sendDue({
  store,
  compose,
  send,
  log,
  now = () => new Date()
}: FollowupParts): Promise<number> {
  let sent = 0
  for (const key of await store.due(now())) {
    const { value, version } = await store.read(key)
    const followup = value as Followup | undefined
    if (!followup) {
      await store.done(key)
      continue
    }
    if ((followup.claimedUntil ?? 0) > now().getTime() || Date.parse(followup.at) > now().getTime()) continue
    const failures = (followup.failures ?? 0) + 1
    const claim: Followup = { ...followup, failures, claimedUntil: now().getTime() + CLAIM_MS }
    try {
      await store.write(key, claim, version)
    } catch (error) {
      if (isConflict(error)) continue
      throw error
    }
    try {
      await send(followup, compose(followup.wait, followup.locale), `${key} ${followup.at}`)
      sent++
    } catch (err) {
      log.error({ event: 'follow-up not sent', failures, err })
      if (failures < MAX_FAILURES) continue
    }
    await store.done(key)
    await store.delete(key)
  }
  return sent
}

/** Looks again and again for promises that are due; gives the function that ends it. */
export function startFollowups(parts: FollowupParts): () => void {
  const look = (): void => {
    sendDue(parts).catch((err) => parts.log.error({ event: 'follow-ups not looked for', err }))
  }
  const timer = setInterval(look, LOOK_EVERY_MS).unref()
  look()
  return () => clearInterval(timer)
}
