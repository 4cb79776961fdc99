import type { Activity } from 'botbuilder'
import { Parser } from 'htmlparser2'
import type { Turn } from '../bot'
import { nameConversation } from '../session/keys'
import type { Press } from './cards'
import { canUpdate } from './render'

/** Reads an activity as a turn; the parts that a channel may leave out become empty. */
export function toTurn(activity: Activity): Turn {
  const { id, text, value, attachments, from } = activity
  const press = readPress(value)
  return {
    conversation: nameOf(activity, from.id),
    // administrators know people by this id, and the channel's own is nowhere shown
    person: from.aadObjectId ?? from.id,
    address: addressOf(activity),
    id,
    text: withoutMentions(text ?? '', activity),
    value: press.choice,
    mark: press.mark,
    replaceable: canUpdate(activity.channelId),
    group: isGroup(activity),
    files: (attachments ?? []).filter(({ contentType }) => contentType !== 'text/html').length,
    locale: localeOf(activity)
  }
}

/** Names the conversation of a person, or of everybody in a group with an empty one. */
export const nameOf = ({ channelId, conversation }: Activity, person: string): string =>
  nameConversation(channelId, conversation.id, person)

// Teams tells the language of its client also where the activity has none
function localeOf({ locale, entities }: Activity): string | undefined {
  const told: unknown = locale ?? entities?.find(({ type }) => type === 'clientInfo')?.locale
  return typeof told === 'string' ? told : undefined
}

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

// of the bot and of people alike: names say nothing about a failed check. The SDK's own remover throws on a card submit
// without text, and misses names in another case
function withoutMentions(text: string, { channelId, entities }: Activity): string {
  const named = (entities ?? []).flatMap(({ type, text: mention }) =>
    type === 'mention' && typeof mention === 'string' && mention !== '' ? [mention] : []
  )
  // a name is text: nothing in it means anything to the pattern
  const patterns = named.map((mention) => new RegExp(mention.replace(/[^\p{L}\p{N}\s]/gu, '\\$&'), 'gi'))
  const rest = patterns.reduce((clean, pattern) => clean.replace(pattern, ' '), text)
  return (channelId === 'msteams' ? readMarkup(rest) : rest).replace(/[ \u00a0]+/g, ' ').trim()
}

// Teams writes mentions, emoji and special signs as HTML, also in plain text
function readMarkup(text: string): string {
  let words = ''
  let mentions = 0
  const parser = new Parser({
    ontext: (part) => {
      if (mentions === 0) words += part
    },
    onopentag: (name, { alt }) => {
      if (name === 'at') mentions++
      words += alt ? ` ${alt} ` : ' '
    },
    onclosetag: (name) => {
      if (name === 'at') mentions--
    }
  })
  parser.end(text)
  return words
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
