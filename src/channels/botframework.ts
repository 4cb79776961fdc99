import { randomUUID } from 'node:crypto'
import {
  type Activity,
  ActivityHandler,
  type CloudAdapter,
  type ConversationReference,
  type TurnContext
} from 'botbuilder'
import type { Message } from '../../dialogs/flow'
import type { Bot, Reply, Turn } from '../bot'
import type { Followup } from '../followup'
import { nameConversation } from '../keys'
import type { Log } from '../log'
import type { Metrics } from '../metrics'
import { render } from './render'

/** What the handler works with. */
export interface HandlerParts {
  bot: Bot
  log: Log
  metrics: Metrics
}

/** Lets the Bot Framework carry messages to the bot and its answers back. */
export function createHandler({ bot, log, metrics }: HandlerParts): ActivityHandler {
  const answer = async (context: TurnContext, act: () => Promise<Reply>): Promise<void> => {
    const started = performance.now()
    const seconds = () => (performance.now() - started) / 1000
    const channel = context.activity.channelId
    try {
      const { messages, locale, forgotten } = await act()
      const activity = render(messages, channel, locale)
      if (forgotten) activity.channelData = { ...activity.channelData, fleeting: true }
      if (messages.length > 0) await context.sendActivity(activity)
      metrics.turn(messages.length > 0 ? 'answered' : 'repeated', seconds())
      log.debug({ event: 'turn', channel, seconds: seconds() })
    } catch (err) {
      const reference = randomUUID().slice(0, 8)
      log.error({ event: 'turn failed', channel, reference, err })
      metrics.turn('failed', seconds())
      // where the channel takes no reply it takes this one neither, and there is nobody left to tell
      await context
        .sendActivity(render([bot.trouble(reference)], channel, context.activity.locale ?? ''))
        .catch(() => undefined)
    }
  }

  return new ActivityHandler()
    .onTurn(async (context, next) => {
      // a reply copies whom it is for: no name of a person goes any further
      const { from, conversation } = context.activity
      Object.assign(context.activity, {
        from: { ...from, name: '' },
        conversation: { ...conversation, name: '' }
      })
      await next()
    })
    .onMessage(async (context, next) => {
      await answer(context, () => bot.turn(toTurn(context.activity)))
      await next()
    })
    .onMembersAdded(async (context, next) => {
      const { membersAdded = [], recipient } = context.activity
      for (const { id } of membersAdded) {
        if (id !== recipient?.id)
          await answer(context, () =>
            bot.welcome({
              ...toTurn(context.activity),
              person: id,
              conversation: nameOf(context.activity, id)
            })
          )
      }
      await next()
    })
}

/** Reads an activity as a turn; the parts that a channel may leave out become empty. */
export function toTurn(activity: Activity): Turn {
  const { id, text, value, attachments = [], from, locale } = activity
  return {
    conversation: nameOf(activity, from.id),
    person: from.id,
    address: addressOf(activity),
    id,
    text: withoutMention(text ?? '', activity),
    value: readValue(value),
    files: attachments.filter(({ contentType }) => contentType !== 'text/html').length,
    locale
  }
}

const nameOf = ({ channelId, conversation }: Activity, person: string): string =>
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

/** Builds the function with which the bot writes to a conversation of its own accord. */
export const createSend =
  (adapter: CloudAdapter, appId: string) =>
  async ({ address, locale }: Followup, messages: Message[], name: string): Promise<void> => {
    const reference = address as Partial<ConversationReference>
    const activity = render(messages, reference.channelId ?? '', locale)
    // a web chat drops a second activity of the same name
    activity.channelData = { ...activity.channelData, clientActivityID: name }
    await adapter.continueConversationAsync(appId, reference, async (context) => {
      await context.sendActivity(activity)
    })
  }

// the SDK's own remover throws on a card submit without text and misses names in another case
function withoutMention(text: string, { entities = [], recipient }: Activity): string {
  let clean = text
  for (const entity of entities) {
    const mention: unknown = entity.text
    if (entity.type !== 'mention' || typeof mention !== 'string' || mention === '') continue
    if (entity.mentioned?.id !== undefined && entity.mentioned.id !== recipient?.id) continue
    const at = clean.toLowerCase().indexOf(mention.toLowerCase())
    if (at >= 0) clean = clean.slice(0, at) + clean.slice(at + mention.length)
  }
  return clean.trim()
}

function readValue(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  const choice = typeof value === 'object' && value !== null && 'choice' in value ? value.choice : undefined
  return typeof choice === 'string' ? choice : undefined
}
