import type { Activity, ActivityHandler, CloudAdapter } from 'botbuilder'
import {
  AuthenticationConstants,
  ClaimsIdentity,
  type ConnectorClient,
  type ConnectorFactory
} from 'botframework-connector'

/** Hands an activity to the bot; done when the bot is done with the turn. */
export type Deliver = (activity: Partial<Activity>) => Promise<void>

type Authentication = Exclude<Parameters<CloudAdapter['processActivityDirect']>[0], string>

/** What a channel inside the process must offer the bot: a way to say something in a conversation. */
export type Say = (conversation: string, activity: Partial<Activity>) => Promise<string>

/** Where replies go that never leave the process; no route of ours answers there. */
export const LOCAL_SERVICE = 'urn:local:directline'

/** Builds what takes the place of the connector's HTTP calls, so that no connector route has to be exposed. */
export function createLocalConnector(say: Say): ConnectorFactory {
  const reply = async (conversation: string, activity: Partial<Activity>) => ({
    id: await say(conversation, activity)
  })
  const conversations = {
    replyToActivity: (conversation: string, _id: string, activity: Partial<Activity>) =>
      reply(conversation, activity),
    sendToConversation: reply
  }
  // the SDK's types ask for a whole connector client, of which a turn uses these two calls
  return { create: async () => ({ conversations }) as unknown as ConnectorClient }
}

/** Builds the way to the bot without HTTP, with or without an app id, through the SDK's own pipeline. */
export function createDelivery(
  adapter: CloudAdapter,
  handler: ActivityHandler,
  appId: string,
  connectorFactory: ConnectorFactory
): Deliver {
  const claims = [{ type: AuthenticationConstants.AudienceClaim, value: appId }]
  const authentication: Authentication = {
    audience: '',
    claimsIdentity: new ClaimsIdentity(claims, true),
    connectorFactory
  }
  return (activity) =>
    adapter.processActivityDirect(authentication, activity as Activity, (context) => handler.run(context))
}
