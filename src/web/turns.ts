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

/** Adds a turn, or takes the place of the one with its id: what the server has replaces what was only being sent. */
export const withTurn = (turns: readonly Turn[], turn: Turn): Turn[] =>
  turns.some(({ id }) => id === turn.id)
    ? turns.map((one) => (one.id === turn.id ? turn : one))
    : [...turns, turn]
