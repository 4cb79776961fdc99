import { ActionTypes, type Activity, ActivityTypes, CardFactory } from 'botbuilder'
import type { Choice, Message } from '../../dialogs/flow'
import { numbered, toText } from './text'

/** What a channel can show: the most suggested actions, and the most buttons of a card; 0 for none. */
interface Ability {
  suggested: number
  card: number
  /** True where the client may be our own page, which shows the messages with all their parts. */
  parts?: boolean
}

// a channel that is not listed gets numbered lines, which work everywhere
const ABILITIES: Record<string, Ability> = {
  emulator: { suggested: 12, card: 0 },
  webchat: { suggested: 12, card: 0, parts: true },
  directline: { suggested: 12, card: 0, parts: true },
  // Teams shows the first three suggested actions only, and six buttons of a hero card
  msteams: { suggested: 3, card: 6 }
}
const TEXT_ONLY: Ability = { suggested: 0, card: 0 }

/** Turns the messages of a turn into one activity: the text of all, and the last choices as buttons. */
export function render(messages: readonly Message[], channel: string, locale: string): Partial<Activity> {
  const choices = messages.flatMap((message) => message.choices ?? [])
  const { suggested, card, parts } = ABILITIES[channel] ?? TEXT_ONLY
  const activity: Partial<Activity> = {
    type: ActivityTypes.Message,
    textFormat: 'plain',
    locale,
    text: toText(messages),
    ...(parts ? { channelData: { parts: messages } } : {})
  }
  if (choices.length === 0) return activity
  const actions = choices.map(toAction)
  if (choices.length <= suggested) return { ...activity, suggestedActions: { to: [], actions } }
  if (choices.length <= card)
    return { ...activity, attachments: [CardFactory.heroCard('', undefined, actions)] }
  return { ...activity, text: `${toText(messages)}\n\n${numbered(choices)}` }
}

// the label is sent back, because that is what the person then sees as their own words
const toAction = ({ label }: Choice) => ({ type: ActionTypes.ImBack, title: label, value: label })
