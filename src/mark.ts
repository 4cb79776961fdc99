import { createHash } from 'node:crypto'
import type { Memory } from './memory'

const OWNER_LENGTH = 8
const MOMENT_LENGTH = 10

/** How a pressed button stands to what is shown: on the last message, on one answered before, on an older or a stranger's one. */
export type Standing = 'last' | 'answered' | 'older' | 'foreign'

/** Names what a conversation shows last: whose it is, and the moment, which never comes back. */
export function markOf(conversation: string, { shown = 0, state, interrupted, offered }: Memory): string {
  const moment = [conversation, shown, state, interrupted, offered]
  return `${ownerOf(conversation)}.${hash(JSON.stringify(moment), MOMENT_LENGTH)}`
}

/** Tells how a button with a mark stands to what its conversation shows; one without a mark counts as the last. */
export function standingOf(mark: string | undefined, conversation: string, memory: Memory): Standing {
  if (mark === undefined || mark === markOf(conversation, memory)) return 'last'
  if (!mark.startsWith(`${ownerOf(conversation)}.`)) return 'foreign'
  return mark === memory.pressed ? 'answered' : 'older'
}

const ownerOf = (conversation: string): string => hash(conversation, OWNER_LENGTH)
const hash = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length)
