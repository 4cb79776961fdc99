import { randomUUID } from 'node:crypto'
import { type Activity, ActivityHandler, type TurnContext } from 'botbuilder'
import type { Bot, Reply, Turn } from '../bot'
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
      const { messages, locale } = await act()
      if (messages.length > 0) await context.sendActivity(render(messages, channel, locale))
      metrics.turn(messages.length > 0 ? 'answered' : 'repeated', seconds())
      log.debug({ event: 'turn', channel, seconds: seconds() })
    } catch (err) {
      const reference = randomUUID().slice(0, 8)
      log.error({ event: 'turn failed', channel, reference, err })
      metrics.turn('failed', seconds())
      await context.sendActivity(render([bot.trouble(reference)], channel, context.activity.locale ?? ''))
    }
  }

  return new ActivityHandler()
    .onMessage(async (context, next) => {
      await answer(context, () => bot.turn(toTurn(context.activity)))
      await next()
    })
    .onMembersAdded(async (context, next) => {
      const { membersAdded = [], recipient } = context.activity
      for (const { id } of membersAdded) {
        if (id !== recipient?.id)
          await answer(context, () =>
            bot.welcome({ ...toTurn(context.activity), conversation: nameOf(context.activity, id) })
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
    id,
    text: withoutMention(text ?? '', activity),
    value: readValue(value),
    files: attachments.filter(({ contentType }) => contentType !== 'text/html').length,
    locale
  }
}

// in a group everybody has a conversation of their own with the bot
const nameOf = ({ channelId, conversation }: Activity, person: string): string =>
  `${channelId}/${conversation.id}/${person}`

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
