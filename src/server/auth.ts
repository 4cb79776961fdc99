import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, ShowTypingMiddleware } from 'botbuilder'
import type { Config } from '../config'

const TYPING_AFTER_MS = 500
const TYPING_EVERY_MS = 2000

/** Builds the adapter that checks callers' credentials and sends the replies. */
export function createAdapter({ app }: Config): CloudAdapter {
  const agents = {
    http: new HttpAgent({ keepAlive: true, maxSockets: 256 }),
    https: new HttpsAgent({ keepAlive: true, maxSockets: 256 })
  }
  // without keep-alive every reply opens a connection, which halves the turns a second
  const auth = new Authentication({ ...app }, undefined, undefined, undefined, { agentSettings: agents })
  const adapter = new CloudAdapter(auth)
  // an answer takes milliseconds: only a slow store makes a person wait long enough to need a sign of life
  adapter.use(new ShowTypingMiddleware(TYPING_AFTER_MS, TYPING_EVERY_MS))
  return adapter
}

// a bad token makes the SDK throw errors without a status, which it then answers with 500 and a stack
class Authentication extends ConfigurationBotFrameworkAuthentication {
  override async authenticateRequest(
    ...args: Parameters<ConfigurationBotFrameworkAuthentication['authenticateRequest']>
  ) {
    try {
      return await super.authenticateRequest(...args)
    } catch {
      throw Object.assign(new Error('Unauthorized'), { statusCode: 401 })
    }
  }
}

/** Tells whether replies may be sent to a service URL; a host on the list with a leading dot stands for all below it. */
export function isAllowedService(serviceUrl: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(serviceUrl)) return false
  const { hostname } = new URL(serviceUrl)
  return hosts.some((host) => (host.startsWith('.') ? hostname.endsWith(host) : hostname === host))
}
