import { ActionTypes, type Activity, ActivityTypes } from 'botbuilder'
import type { Choice, Message } from '../../dialogs/flow'
import { toCard } from './cards'
import { numbered, toText } from './text'

/** What a channel can show. */
interface Ability {
  /** The most suggested actions; 0 for none. */
  suggested: number
  /** True where a message is an Adaptive Card, whose buttons stay with it. */
  cards?: boolean
  /** True where the client may be our own page, which shows the messages with all their parts. */
  parts?: boolean
}

// a channel that is not listed gets numbered lines, which work everywhere
const ABILITIES: Record<string, Ability> = {
  emulator: { suggested: 12 },
  // their smaller clients draw no cards, and all of them show text with buttons
  webchat: { suggested: 12, parts: true },
  directline: { suggested: 12, parts: true },
  // Teams shows the first three suggested actions only
  msteams: { suggested: 0, cards: true }
}
const TEXT_ONLY: Ability = { suggested: 0 }

/** Turns the messages of a turn into one activity: a card, or the text of all with the last choices as buttons. */
export function render(
  messages: readonly Message[],
  channel: string,
  locale: string,
  mark = ''
): Partial<Activity> {
  const choices = messages.flatMap((message) => message.choices ?? [])
  const { suggested, cards, parts } = ABILITIES[channel] ?? TEXT_ONLY
  const activity: Partial<Activity> = { type: ActivityTypes.Message, textFormat: 'plain', locale }
  if (cards) {
    return {
      ...activity,
      // what a notification shows
      summary: messages[0]?.text ?? '',
      attachments: [toCard(messages, mark)],
      // two thumbs under the message, of Teams' own
      channelData: { feedbackLoopEnabled: true }
    }
  }
  const text = toText(messages)
  const whole = { ...activity, text, ...(parts ? { channelData: { parts: messages } } : {}) }
  if (choices.length === 0) return whole
  if (choices.length <= suggested)
    return { ...whole, suggestedActions: { to: [], actions: choices.map(toAction) } }
  return { ...whole, text: `${text}\n\n${numbered(choices)}` }
}

/** Tells whether what a channel showed can be replaced afterwards. */
export const canUpdate = (channel: string): boolean => ABILITIES[channel]?.cards === true

// the label is sent back, because that is what the person then sees as their own words
const toAction = ({ label }: Choice) => ({ type: ActionTypes.ImBack, title: label, value: label })
