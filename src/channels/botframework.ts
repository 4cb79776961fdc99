import { randomUUID } from 'node:crypto'
import {
  type Activity,
  ActivityHandler,
  type CloudAdapter,
  type ConversationReference,
  type InvokeResponse,
  type TurnContext
} from 'botbuilder'
import type { Message } from '../../dialogs/flow'
import type { Bot, Reply } from '../bot'
import type { Followup } from '../followup'
import type { Log } from '../log'
import type { Feedback, Metrics } from '../metrics'
import { createSettle } from './answered'
import { canUpdate, render } from './render'
import { isGroup, nameOf, toTurn } from './turn'

/** What the handler works with. */
export interface HandlerParts {
  bot: Bot
  log: Log
  metrics: Metrics
}

/** Lets the Bot Framework carry messages to the bot and its answers back. */
export function createHandler(parts: HandlerParts): ActivityHandler {
  const answer = createAnswer(parts)
  const { bot, metrics } = parts
  const settle = createSettle()
  // gives the card with the pressed button as it is from now on
  const respond = async (context: TurnContext): Promise<Partial<Activity> | undefined> => {
    const turn = toTurn(context.activity)
    const { channelId } = context.activity
    const reply = await answer(context, () => bot.turn(turn))
    if (!reply || !canUpdate(channelId)) return undefined
    const settled = settle(turn, reply)
    return settled && render(settled, channelId, reply.locale)
  }
  // on install Teams tells of it twice, and the bot greets a conversation once
  const greet = async (context: TurnContext, person: string): Promise<void> => {
    const { activity } = context
    const turn = { ...toTurn(activity), person, conversation: nameOf(activity, person) }
    // in a group everybody is greeted together, when the bot comes
    const whom = turn.group ? { person: undefined, conversation: nameOf(activity, '') } : {}
    const reply = await answer(context, () => bot.welcome({ ...turn, ...whom }))
    if (reply && canUpdate(activity.channelId)) settle(turn, reply)
  }

  const handler = new Handler(async (context) => {
    const { name, value } = context.activity
    if (name === FEEDBACK) {
      metrics.feedback(reactionOf(value))
      return {}
    }
    return cardResponse(await respond(context))
  })
  handler
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
      const answered = await respond(context)
      if (answered) await replaceCard(context, answered)
      await next()
    })
    .onMembersAdded(async (context, next) => {
      const { membersAdded = [], recipient } = context.activity
      const isOfBot = membersAdded.some(({ id }) => id === recipient?.id)
      if (isGroup(context.activity)) {
        if (isOfBot) await greet(context, '')
      } else {
        for (const { id } of membersAdded) if (id !== recipient?.id) await greet(context, id)
      }
      await next()
    })
    .onInstallationUpdateAdd(async (context, next) => {
      await greet(context, context.activity.from.id)
      await next()
    })
    .onReactionsAdded(async (context, next) => {
      for (const { type } of context.activity.reactionsAdded ?? [])
        metrics.feedback(reactionOf({ reaction: type }))
      await next()
    })
  return handler
}

const FEEDBACK = 'message/submitAction'
const RUN_ACTION = 'adaptiveCard/action'

/** What the service of the channel is told at once, beside the answer in the conversation. */
type Invoked = (context: TurnContext) => Promise<object>

// the SDK offers no event for these two
class Handler extends ActivityHandler {
  constructor(private readonly invoked: Invoked) {
    super()
  }

  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    const { name } = context.activity
    if (name !== RUN_ACTION && name !== FEEDBACK) return super.onInvokeActivity(context)
    return { status: 200, body: await this.invoked(context) }
  }
}

// undefined when the turn failed, which the person was told
function createAnswer({ bot, log, metrics }: HandlerParts) {
  return async (context: TurnContext, act: () => Promise<Reply>): Promise<Reply | undefined> => {
    const started = performance.now()
    const seconds = () => (performance.now() - started) / 1000
    const channel = context.activity.channelId
    try {
      const reply = await act()
      const { messages, locale, mark, forgotten } = reply
      const activity = render(messages, channel, locale, mark)
      if (forgotten) activity.channelData = { ...activity.channelData, fleeting: true }
      if (messages.length > 0) await context.sendActivity(activity)
      metrics.turn(messages.length > 0 ? 'answered' : 'repeated', seconds())
      log.debug({ event: 'turn', channel, seconds: seconds() })
      return reply
    } catch (err) {
      const reference = randomUUID().slice(0, 8)
      log.error({ event: 'turn failed', channel, reference, err })
      metrics.turn('failed', seconds())
      // where the channel takes no reply it takes this one neither, and there is nobody left to tell
      await context
        .sendActivity(render([bot.trouble(reference)], channel, context.activity.locale ?? ''))
        .catch(() => undefined)
      return undefined
    }
  }
}

// where it fails the buttons still work
async function replaceCard(context: TurnContext, card: Partial<Activity>): Promise<void> {
  const { replyToId } = context.activity
  if (replyToId) await context.updateActivity({ ...card, id: replyToId }).catch(() => undefined)
}

// a card that is not the last one stays as it is
function cardResponse(card: Partial<Activity> | undefined): object {
  const { contentType, content } = card?.attachments?.[0] ?? MESSAGE
  return { statusCode: 200, type: contentType, value: content }
}
const MESSAGE = { contentType: 'application/vnd.microsoft.activity.message', content: '' }

/** Reads what somebody thought of an answer; any other sign counts as neither. */
function reactionOf(value: unknown): Feedback {
  const said = JSON.stringify(value ?? '')
  return /"reaction":"(?:like|heart)"/.test(said)
    ? 'like'
    : /"reaction":"(?:dislike|sad|angry)"/.test(said)
      ? 'dislike'
      : 'other'
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
