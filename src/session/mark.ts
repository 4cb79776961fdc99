import { createHash } from 'node:crypto'
import type { Session } from './session'

const OWNER_LENGTH = 8
const MOMENT_LENGTH = 10

/** Whether a pressed button belongs to the latest message, to one answered already, to an older one, or to somebody else's. */
export type Standing = 'last' | 'answered' | 'older' | 'foreign'

/** Names what a conversation shows last: whose it is, and the moment, which never comes back. */
export function markOf(conversation: string, { shown, state, offered }: Session): string {
  const moment = [conversation, shown, state, offered]
  return `${ownerOf(conversation)}.${hash(JSON.stringify(moment), MOMENT_LENGTH)}`
}

/** Tells how a button with a mark stands to what its conversation shows; one without a mark counts as the last. */
export function standingOf(mark: string | undefined, conversation: string, session: Session): Standing {
  if (mark === undefined || mark === markOf(conversation, session)) return 'last'
  if (!mark.startsWith(`${ownerOf(conversation)}.`)) return 'foreign'
  return mark === session.pressed ? 'answered' : 'older'
}

const ownerOf = (conversation: string): string => hash(conversation, OWNER_LENGTH)
const hash = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length)
