import type { Store } from '../store/store'
import { conversationKey, followupKey, idOf, personKey, transcriptKey } from './keys'
import type { Session } from './session'

const MAX_LISTED = 100

/** Notes that a conversation is one of a person's. */
export async function noteConversation(store: Store, person: string, conversation: string): Promise<void> {
  const { value, version } = await store.read(personKey(person))
  const listed = listedIn(value).filter((name) => name !== conversation)
  await store.write(
    personKey(person),
    { conversations: [...listed, conversation].slice(-MAX_LISTED) },
    version
  )
}

/** Erases all that is kept of a person and their conversations; gives the names of those. */
export async function forgetPerson(store: Store, person: string): Promise<string[]> {
  const conversations = listedIn((await store.read(personKey(person))).value)
  for (const conversation of conversations) await forgetConversation(store, conversation)
  await store.delete(personKey(person))
  return conversations
}

/** Erases all that is kept of one conversation: the memory, what was said, and what the bot promised to write. */
export async function forgetConversation(store: Store, conversation: string): Promise<void> {
  const { value } = await store.read(conversationKey(conversation))
  await dropFollowup(store, (value as Pick<Session, 'followup'> | undefined)?.followup?.id)
  await store.delete(transcriptKey(idOf(conversation)))
  await store.delete(conversationKey(conversation))
}

/** Takes back what the bot promised to write. */
export async function dropFollowup(store: Store, id: string | undefined): Promise<void> {
  if (id === undefined) return
  await store.done(followupKey(id))
  await store.delete(followupKey(id))
}

const listedIn = (value: unknown): string[] =>
  (value as { conversations: string[] } | undefined)?.conversations ?? []
