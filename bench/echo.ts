import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder'
import restify from 'restify'

// the plainest bot there is, with the same server, body limit and keep-alive as ours
const agentSettings = {
  http: new HttpAgent({ keepAlive: true, maxSockets: 256 }),
  https: new HttpsAgent({ keepAlive: true })
}
const auth = new ConfigurationBotFrameworkAuthentication({}, undefined, undefined, undefined, {
  agentSettings
})
const adapter = new CloudAdapter(auth)
const bot = new ActivityHandler().onMessage(async (context, next) => {
  await context.sendActivity(`Echo: ${context.activity.text}`)
  await next()
})
const server = restify.createServer({ name: 'echo' })
server.use(restify.plugins.bodyParser({ mapParams: false, maxBodySize: 256 * 1024 }))
type AdapterRequest = Parameters<CloudAdapter['process']>[0] & restify.Request
server.post('/api/messages', async (request, response) => {
  await adapter.process(request as AdapterRequest, response, (context) => bot.run(context))
})
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  const address = server.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  process.stdout.write(`listens on http://127.0.0.1:${port}\n`)
})
