import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder'

/** Builds the adapter of the echo bot: nothing but keep-alive, which ours has too. */
export function createEchoAdapter(): CloudAdapter {
  const agentSettings = {
    http: new HttpAgent({ keepAlive: true, maxSockets: 256 }),
    https: new HttpsAgent({ keepAlive: true, maxSockets: 256 })
  }
  const options = { agentSettings }
  return new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication({}, undefined, undefined, undefined, options)
  )
}

/** Builds the plainest bot there is: it says back what it hears and remembers nothing. */
export const createEchoHandler = (): ActivityHandler =>
  new ActivityHandler().onMessage(async (context, next) => {
    await context.sendActivity(`Echo: ${context.activity.text}`)
    await next()
  })
