import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import {
  ActivityTypes,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type TurnContext
} from 'botbuilder'
import { AuthenticationError, type ClaimsIdentity, type ConnectorFactory } from 'botframework-connector'
import type { Config } from '../config'
import { within } from '../within'
import { LOCAL_SERVICE } from './inprocess'

const TYPING_AFTER_MS = 500
const TYPING_EVERY_MS = 2000
/** How long a channel may take to take a reply; the SDK tries some times meanwhile. */
const REPLY_WITHIN_MS = 10_000

/** Builds the adapter that checks callers' credentials and sends the replies; those of our own web chats go to `local`. */
export function createAdapter({ app }: Pick<Config, 'app'>, local?: ConnectorFactory): CloudAdapter {
  const agents = {
    http: new HttpAgent({ keepAlive: true, maxSockets: 256 }),
    https: new HttpsAgent({ keepAlive: true, maxSockets: 256 })
  }
  // without keep-alive every reply opens a connection, which halves the turns a second
  const auth = new Authentication({ ...app }, undefined, undefined, undefined, { agentSettings: agents })
  auth.local = local
  const adapter = new CloudAdapter(auth)
  adapter.use(watchTurn)
  return adapter
}

// The SDK's own typing middleware leaves a failed sign unhandled, which ends the process. An answer takes milliseconds:
// only a slow store makes a person wait long enough to need a sign of life.
async function watchTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
  context.onSendActivities((_context, activities, send) => {
    if (activities.some(({ type }) => type === ActivityTypes.Message)) clearTimeout(timer)
    return within(REPLY_WITHIN_MS, send())
  })
  context.onUpdateActivity((_context, _activity, update) => within(REPLY_WITHIN_MS, update()))
  const show = (): void => {
    context.sendActivity({ type: ActivityTypes.Typing }).catch(() => undefined)
    timer = setTimeout(show, TYPING_EVERY_MS)
  }
  let timer = context.activity.type === ActivityTypes.Message ? setTimeout(show, TYPING_AFTER_MS) : undefined
  try {
    await next()
  } finally {
    clearTimeout(timer)
  }
}

class Authentication extends ConfigurationBotFrameworkAuthentication {
  local: ConnectorFactory | undefined

  // what the bot says of its own accord in a web chat stays in the process as well
  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    const remote = super.createConnectorFactory(identity)
    return {
      create: async (serviceUrl, audience) =>
        this.local && serviceUrl === LOCAL_SERVICE
          ? this.local.create(serviceUrl, audience)
          : remote.create(serviceUrl, audience)
    }
  }

  // a bad token makes the SDK throw errors without a status, which it then answers with 500 and a stack
  override async authenticateRequest(
    ...args: Parameters<ConfigurationBotFrameworkAuthentication['authenticateRequest']>
  ) {
    try {
      return await super.authenticateRequest(...args)
    } catch {
      throw new AuthenticationError('Unauthorized', 401)
    }
  }
}

/** Tells whether replies may be sent to a service URL; a host on the list with a leading dot stands for all below it. */
export function isAllowedService(serviceUrl: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(serviceUrl)) return false
  const { hostname } = new URL(serviceUrl)
  return hosts.some((host) => (host.startsWith('.') ? hostname.endsWith(host) : hostname === host))
}
