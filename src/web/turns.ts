import type { Activity, Part } from './protocol'

/** One thing that was said, by the person or by the bot. */
export interface Turn {
  id: string
  mine: boolean
  text: string
  parts: Part[]
  locale: string | undefined
  /** How the person's own message fares; undefined once the server has it. */
  state?: 'sending' | 'failed' | undefined
  /** What to send again. */
  activity?: Activity
}

/** Reads an activity as a turn; undefined for one that says nothing. */
export function toTurn(activity: Activity): Turn | undefined {
  const { type, id = '', text = '', locale, from, channelData, suggestedActions } = activity
  if (type !== 'message') return undefined
  // Azure's service leaves the role away; what the bot says of its own accord has a name as well
  const mine = from?.role === 'user' || (from?.role !== 'bot' && channelData?.clientActivityID !== undefined)
  const choices = suggestedActions?.actions.map(({ title, value }) => ({ label: title, value }))
  // a bot that is older than the page sends no parts
  const parts = channelData?.parts ?? [{ text, ...(choices ? { choices } : {}) }]
  return { id: channelData?.clientActivityID ?? id, mine, text, parts: mine ? [] : parts, locale }
}

/**
 * Adds a turn, or takes the place of the one with its id. What the server has stands in its order; what is only being
 * sent comes after it.
 */
export function withTurn(turns: readonly Turn[], turn: Turn): Turn[] {
  const before = turns.find(({ id }) => id === turn.id)
  if (before && (turn.state !== undefined || before.state === undefined))
    return turns.map((one) => (one === before ? turn : one))
  const others = turns.filter((one) => one !== before)
  const isOnItsWay = ({ state }: Turn): boolean => state !== undefined
  return isOnItsWay(turn)
    ? [...others, turn]
    : [...others.filter((one) => !isOnItsWay(one)), turn, ...others.filter(isOnItsWay)]
}
