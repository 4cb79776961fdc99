import type { CloudAdapter } from 'botbuilder'
import restify from 'restify'
import { announce } from './announce'
import { createEchoAdapter, createEchoHandler } from './echobot'

// the echo bot as a server: the same framework and body limit as ours, for src/main.ts to be compared with
type AdapterRequest = Parameters<CloudAdapter['process']>[0] & restify.Request

const adapter = createEchoAdapter()
const handler = createEchoHandler()
const server = restify.createServer({ name: 'echo', ignoreTrailingSlash: true })
server.use(restify.plugins.bodyParser({ mapParams: false, maxBodySize: 256 * 1024 }))
server.post('/api/messages', async (request, response) => {
  await adapter.process(request as AdapterRequest, response, (context) => handler.run(context))
})
server.listen(Number(process.env.PORT), '127.0.0.1', () => announce(server.server))
