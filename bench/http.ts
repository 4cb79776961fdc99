import { Agent, request } from 'node:http'
import { print } from './figures'
import { createTalk, type Deliver, type Talk } from './load'
import { type Running, SCRIPTS, start, temporaryFolder } from './process'
import { compare, ROUNDS } from './rounds'
import { writeTalks } from './talk'

const ROUND_MS = 3000

/** Measures turns a second over HTTP, ours beside an echo bot; the replies go to a stub of the channel's connector. */
export async function benchHttp(): Promise<void> {
  const stub = await start(SCRIPTS.stub)
  const echo = await start(SCRIPTS.echo)
  const bot = await start(SCRIPTS.bot, { KYC_DATA: temporaryFolder(), KYC_LOG: 'silent' })
  const talks = writeTalks()
  const talkTo = (server: Running): Talk => {
    const talk = createTalk(talks, stub.url, createPoster(server))
    return async (parallel, forMs) => {
      const before = await repliesOf(stub)
      const load = await talk(parallel, forMs)
      // a bot that stays silent is fast, and no figure of it counts
      const replies = (await repliesOf(stub)) - before
      if (replies < load.turns) throw new Error(`${replies} replies to ${load.turns} turns of ${server.url}`)
      return load
    }
  }
  const rows = await compare(
    [
      ['echo', talkTo(echo)],
      ['this bot', talkTo(bot)]
    ],
    ROUND_MS
  )
  await expectNoFailure(bot)
  for (const server of [echo, bot, stub]) await server.stop()
  print(
    `1a. Turns over HTTP, replies to a stub connector, every server a process; median of ${ROUNDS} rounds`,
    rows
  )
}

const repliesOf = async ({ url }: Running): Promise<number> => Number(await (await fetch(url)).text())

async function expectNoFailure({ url }: Running): Promise<void> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const failed = /kyc_turns_total\{outcome="failed"\} (\d+)/.exec(metrics)?.[1]
  if (failed) throw new Error(`${failed} turns of the bot failed`)
  if (!metrics.includes('kyc_turns_total{outcome="answered"}')) throw new Error('the bot counted no turns')
}

/** Builds the way to a server over HTTP, with lines that stay open. */
export function createPoster({ url }: Running): Deliver {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const options = { method: 'POST', agent, headers: { 'content-type': 'application/json' } }
  return (message) =>
    new Promise((resolve, reject) => {
      const sent = request(`${url}/api/messages`, options, (response) => {
        response.resume()
        response.on('end', () => {
          if (response.statusCode === 200) resolve()
          else reject(new Error(`status ${response.statusCode} from ${url}`))
        })
      })
      sent.on('error', reject)
      sent.end(JSON.stringify(message))
    })
}
