import type { Activity } from 'botbuilder'
import type { Turn } from '../bot'
import { nameConversation } from '../keys'
import type { Press } from './cards'

/** Reads an activity as a turn; the parts that a channel may leave out become empty. */
export function toTurn(activity: Activity): Turn {
  const { id, text, value, attachments = [], from, locale } = activity
  const press = readPress(value)
  return {
    conversation: nameOf(activity, from.id),
    person: from.id,
    address: addressOf(activity),
    id,
    text: withoutMentions(text ?? '', activity),
    value: press.choice,
    mark: press.mark,
    group: isGroup(activity),
    files: attachments.filter(({ contentType }) => contentType !== 'text/html').length,
    locale
  }
}

/** Names the conversation of a person, or of everybody in a group with an empty one. */
export const nameOf = ({ channelId, conversation }: Activity, person: string): string =>
  nameConversation(channelId, conversation.id, person)

// what the SDK needs to find the conversation again, without anybody's name
function addressOf(activity: Activity): object {
  const { channelId, serviceUrl, conversation, from, recipient } = activity
  const { id, isGroup, conversationType, tenantId } = conversation
  return {
    channelId,
    serviceUrl,
    conversation: { id, isGroup, conversationType, tenantId, name: '' },
    user: { id: from.id, name: '' },
    bot: { id: recipient?.id ?? '', name: '' }
  }
}

// "<at>KYC Help</at>", "<AT id=\"0\">Ana</AT>"; not "<at>" alone
const MENTION = /<at\b[^>]{0,200}>[^<]{0,200}<\/at>/gi

// of the bot and of people alike: names say nothing about a failed check. The SDK's own remover throws on a card submit
// without text, and misses names in another case
function withoutMentions(text: string, { entities }: Activity): string {
  const named = (entities ?? []).flatMap(({ type, text: mention }) =>
    type === 'mention' && typeof mention === 'string' && mention !== '' ? [mention] : []
  )
  // a name is text: nothing in it means anything to the pattern
  const patterns = named.map((mention) => new RegExp(mention.replace(/[^\p{L}\p{N}\s]/gu, '\\$&'), 'gi'))
  return [...patterns, MENTION]
    .reduce((clean, pattern) => clean.replace(pattern, ' '), text)
    .replace(/(?: |\u00a0|&nbsp;)+/g, ' ')
    .trim()
}

/** Tells whether others read along. */
export const isGroup = ({ conversation: { isGroup, conversationType } }: Activity): boolean =>
  isGroup === true || conversationType === 'groupChat' || conversationType === 'channel'

// a button sends its id alone, or with the mark of its card; an action that was run has both one level down
function readPress(value: unknown): Partial<Press> {
  if (typeof value === 'string') return { choice: value }
  if (typeof value !== 'object' || value === null) return {}
  if (
    'action' in value &&
    typeof value.action === 'object' &&
    value.action !== null &&
    'data' in value.action
  )
    return readPress(value.action.data)
  const { choice, mark } = value as Record<string, unknown>
  return {
    ...(typeof choice === 'string' ? { choice } : {}),
    ...(typeof mark === 'string' ? { mark } : {})
  }
}
