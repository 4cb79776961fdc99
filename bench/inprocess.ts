import type { ActivityHandler, CloudAdapter } from 'botbuilder'
import { createMind } from '../src/assemble'
import { createBot } from '../src/bot'
import { createHandler } from '../src/channels/botframework'
import { readConfig } from '../src/config'
import { createLog } from '../src/log'
import { createMetrics } from '../src/metrics'
import { createAdapter } from '../src/server/auth'
import { openLocalStore } from '../src/store/local'
import { createProcessStore } from '../src/store/process'
import { createEchoAdapter, createEchoHandler } from './echobot'
import { print } from './figures'
import { createTalk, type Deliver, type Talk } from './load'
import { temporaryFolder } from './process'
import { compare, ROUNDS } from './rounds'
import { writeTalks } from './talk'

const ROUND_MS = 1000

/** Measures turns without HTTP: what the bot itself adds to the framework, with and without the durable store. */
export async function benchInProcess(): Promise<void> {
  const local = openLocalStore(temporaryFolder())
  const log = createLog('silent')
  const talks = writeTalks()
  const adapter = createAdapter(readConfig({}))
  const ours = (store: typeof local): Talk => {
    // a mind of its own, or the second bot would find the slips of the first repaired already
    const bot = createBot(createMind(), store)
    const handler = createHandler({ bot, log, metrics: createMetrics() })
    return talkTo(talks, adapter, handler)
  }
  const rows = await compare(
    [
      ['echo', talkTo(talks, createEchoAdapter(), createEchoHandler())],
      ['this bot', ours(local)],
      ['this bot, no disk', ours(createProcessStore())]
    ],
    ROUND_MS
  )
  await local.close()
  print(
    `1b. Turns in the process (processActivityDirect), replies to nobody; median of ${ROUNDS} rounds`,
    rows
  )
}

/** Lets people talk to a bot without HTTP; throws when it answers less than once a turn. */
export function talkTo(talks: readonly string[][], adapter: CloudAdapter, handler: ActivityHandler): Talk {
  let replies = 0
  const reply = async () => ({ id: `r${replies++}` })
  const deliver = direct(adapter, handler, { replyToActivity: reply, sendToConversation: reply })
  const talk = createTalk(talks, 'urn:bench', deliver)
  return async (parallel, forMs) => {
    const before = replies
    const load = await talk(parallel, forMs)
    if (replies - before < load.turns) throw new Error(`${replies - before} replies to ${load.turns} turns`)
    return load
  }
}

type Direct = Parameters<CloudAdapter['processActivityDirect']>

function direct(adapter: CloudAdapter, handler: ActivityHandler, conversations: object): Deliver {
  const claimsIdentity = { claims: [], isAuthenticated: true, getClaimValue: () => null }
  const connectorFactory = { create: async () => ({ conversations }) }
  // the SDK types ask for whole connector clients, of which a turn uses these two calls
  const authorization = { audience: '', claimsIdentity, connectorFactory } as unknown as Direct[0]
  return (message) =>
    adapter.processActivityDirect(authorization, message as unknown as Direct[1], (context) =>
      handler.run(context)
    )
}
