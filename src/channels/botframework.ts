import { randomUUID } from 'node:crypto'
import {
  ActivityHandler,
  type ChannelAccount,
  type CloudAdapter,
  type ConversationReference,
  type InvokeResponse,
  type TurnContext
} from 'botbuilder'
import type { Message } from '../../dialogs/flow'
import type { Bot, Reply } from '../bot'
import type { Log } from '../log'
import type { Feedback, Metrics } from '../metrics'
import type { Followup } from '../session/reminders'
import { toCard } from './cards'
import { render } from './render'
import { isGroup, nameOf, toTurn } from './turn'

/** What the handler works with. */
export interface HandlerParts {
  bot: Bot
  log: Log
  metrics: Metrics
  /** True to log why each answer was given; never what the person wrote. */
  trace?: boolean
}

/** Lets the Bot Framework carry messages to the bot and its answers back. */
export function createHandler(parts: HandlerParts): ActivityHandler {
  const answer = createAnswer(parts)
  const { bot, metrics } = parts
  // answers, and takes the buttons off the card that led here; where that fails they still work
  const respond = async (context: TurnContext): Promise<Reply | undefined> => {
    const { replyToId: id } = context.activity
    const reply = await answer(context, () => bot.turn(toTurn(context.activity)))
    if (reply?.settled && id)
      await context.updateActivity({ ...draw(context, reply.settled, reply), id }).catch(() => undefined)
    return reply
  }
  // on install Teams tells of it twice, and the bot greets a conversation once
  const greet = async (context: TurnContext, member: ChannelAccount): Promise<void> => {
    await answer(context, () => {
      const turn = toTurn({ ...context.activity, from: { ...member, name: '' } })
      // in a group everybody is greeted together, when the bot comes
      const everybody = { person: undefined, conversation: nameOf(context.activity, '') }
      return bot.welcome({ ...turn, ...(turn.group ? everybody : {}) })
    })
  }

  const handler = new Handler(async (context) => {
    const { name, value } = context.activity
    if (name === RUN_ACTION) return actionResponse(await respond(context))
    metrics.feedback(reactionOf(value))
    return {}
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
      await respond(context)
      await next()
    })
    .onMembersAdded(async (context, next) => {
      const { membersAdded, recipient } = context.activity
      const isBot = ({ id }: ChannelAccount): boolean => id === recipient?.id
      const members = membersAdded ?? []
      // in a group only the bot's own coming counts
      const greeted = isGroup(context.activity)
        ? members.filter(isBot).slice(0, 1)
        : members.filter((member) => !isBot(member))
      for (const member of greeted) await greet(context, member)
      await next()
    })
    .onInstallationUpdateAdd(async (context, next) => {
      // an upgrade is told in the same way, and greets nobody
      if (context.activity.action === 'add') await greet(context, context.activity.from)
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

const draw = (
  { activity }: TurnContext,
  messages: readonly Message[],
  { locale, mark }: Pick<Reply, 'locale' | 'mark'>
) => render(messages, activity.channelId, locale, mark)

// undefined when there is no answer, which the person was told
function createAnswer({ bot, log, metrics, trace: isTraced = false }: HandlerParts) {
  return async (context: TurnContext, act: () => Promise<Reply>): Promise<Reply | undefined> => {
    const started = performance.now()
    const { channelId: channel, locale } = context.activity
    const finish = (outcome: 'answered' | 'repeated' | 'failed'): void => {
      const seconds = (performance.now() - started) / 1000
      metrics.turn(outcome, seconds)
      log.debug({ event: 'turn', channel, outcome, seconds })
    }
    // where the channel takes no reply it takes this one neither, and there is nobody left to tell
    const apologize = async (
      event: string,
      err: unknown,
      say: (reference: string) => Message
    ): Promise<void> => {
      const reference = randomUUID().slice(0, 8)
      log.error({ event, channel, reference, err })
      finish('failed')
      const message = draw(context, [say(reference)], { locale: locale ?? '', mark: '' })
      await context.sendActivity(message).catch(() => undefined)
    }
    let reply: Reply
    try {
      reply = await act()
    } catch (err) {
      await apologize('turn failed', err, bot.trouble)
      return undefined
    }
    if (isTraced && reply.trace) log.info({ event: 'trace', channel, trace: reply.trace, said: reply.said })
    if (reply.messages.length === 0) {
      finish('repeated')
      return reply
    }
    try {
      const activity = draw(context, reply.messages, reply)
      if (reply.forgotten) activity.channelData = { ...activity.channelData, fleeting: true }
      await context.sendActivity(activity)
      finish('answered')
    } catch (err) {
      // what was said is remembered, so that it must not be said again by the person
      await apologize('answer not delivered', err, () => bot.lost(reply.locale))
    }
    return reply
  }
}

// the card in the place of the pressed one, or a short note beside it
function actionResponse(reply: Reply | undefined): object {
  const card = reply?.settled && toCard(reply.settled, reply.mark)
  const { contentType, content } = card ?? { contentType: MESSAGE, content: reply?.chosen?.text ?? '' }
  return { statusCode: 200, type: contentType, value: content }
}
const MESSAGE = 'application/vnd.microsoft.activity.message'

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
