import { LRUCache } from 'lru-cache'
import type { Message } from '../../dialogs/flow'
import type { Reply, Turn } from '../bot'

/** People whose last card is remembered, and for how long: in this process only, because it may quote what they wrote. */
const KEPT = { max: 10_000, ttl: 3_600_000 }

/** Takes note of a reply, and gives what the card says from now on whose button led to it; undefined when it stays as it is. */
export type Settle = (turn: Pick<Turn, 'person' | 'mark'>, reply: Reply) => Message[] | undefined

/** Builds the function that lets an answered card say what it said, with the choice in place of its buttons. */
export function createSettle(): Settle {
  const cards = new LRUCache<string, { mark: string; messages: Message[] }>(KEPT)
  return ({ person = '', mark }, { messages, mark: next, pressed, forgotten }) => {
    const last = cards.get(person)
    if (forgotten) cards.delete(person)
    else if (messages.length > 0) cards.set(person, { mark: next, messages })
    if (!pressed) return undefined
    if (forgotten) return [pressed.chosen]
    // one that is no longer remembered is shown by its question alone
    const shown = last && last.mark === mark ? last.messages : pressed.question
    return [...shown.map(({ choices: _, ...message }): Message => message), pressed.chosen]
  }
}
