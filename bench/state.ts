import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { MemoryStorage } from 'botbuilder'
import { createMind } from '../src/assemble'
import { createBot } from '../src/bot'
import { createHandler } from '../src/channels/botframework'
import { readConfig } from '../src/config'
import { createLog } from '../src/log'
import { createMetrics } from '../src/metrics'
import { createAdapter } from '../src/server/auth'
import { conversationKey, nameConversation } from '../src/session/keys'
import { openLocalStore } from '../src/store/local'
import { createProcessStore } from '../src/store/process'
import { openRedisStore } from '../src/store/redis'
import { conflict, type Store } from '../src/store/store'
import { type Redis, startRedis } from '../tests/helpers/redis'
import { median, print } from './figures'
import { createPoster } from './http'
import { talkTo } from './inprocess'
import { createTalk, type Talk } from './load'
import { SCRIPTS, start, temporaryFolder } from './process'
import { compare, ROUNDS } from './rounds'
import { writeTalks } from './talk'

const ROUND_MS = 2000
const RETENTION = { retentionMs: 30 * 24 * 3600 * 1000 }
const SIZES = [1_000, 10_000, 100_000]
const SAMPLES = 400
const AT_ONCE = 500

/** Measures the stores: turns a second, and what a turn, a conversation and its memory cost as more are kept. */
export async function benchState(): Promise<void> {
  const redis = await startRedis()
  await benchEngines(redis)
  await benchProcesses(redis)
  await benchGrowth(redis)
  await redis?.stop()
}

async function benchEngines(redis: Redis | undefined): Promise<void> {
  const talks = writeTalks()
  const adapter = createAdapter(readConfig({}))
  const log = createLog('silent')
  const talkOn = (store: Store): Talk => {
    const handler = createHandler({ bot: createBot(createMind(), store), log, metrics: createMetrics() })
    return talkTo(talks, adapter, handler)
  }
  const local = openLocalStore(temporaryFolder(), RETENTION)
  const shared = redis && (await openRedisStore([redis.url], RETENTION))
  const rows = await compare(
    [
      ['MemoryStorage', talkOn(onMemoryStorage())],
      ['LMDB', talkOn(local)],
      ...(shared ? ([['Redis, every write on the disk', talkOn(shared)]] as [string, Talk][]) : [])
    ],
    ROUND_MS
  )
  rows[0] = ['', 'store', 'turns/s', 'p99 ms', "beside botbuilder's MemoryStorage"]
  await local.close()
  await shared?.close()
  print(`5a. Turns in the process; median of ${ROUNDS} rounds`, rows)
}

async function benchProcesses(redis: Redis | undefined): Promise<void> {
  if (!redis) return
  const stub = await start(SCRIPTS.stub)
  const env = { KYC_LOG: 'silent', KYC_STORE: redis.url }
  const servers = [
    await start(SCRIPTS.bot, { KYC_LOG: 'silent', KYC_DATA: temporaryFolder() }),
    await start(SCRIPTS.bot, env),
    await start(SCRIPTS.bot, env)
  ] as const
  const [lmdb, one, two] = [createPoster(servers[0]), createPoster(servers[1]), createPoster(servers[2])]
  const talks = writeTalks()
  let turn = 0
  const rows = await compare(
    [
      ['LMDB, one process', createTalk(talks, stub.url, lmdb)],
      ['Redis, one process', createTalk(talks, stub.url, one)],
      // each person changes the instance with every message, as a balancer without sticky sessions lets them
      ['Redis, two processes', createTalk(talks, stub.url, (message) => (turn++ % 2 ? one : two)(message))]
    ],
    ROUND_MS
  )
  rows[0] = ['', 'bot', 'turns/s', 'p99 ms', 'beside LMDB']
  for (const server of [...servers, stub]) await server.stop()
  print(`5b. Turns over HTTP, replies to a stub connector; median of ${ROUNDS} rounds`, rows)
}

async function benchGrowth(redis: Redis | undefined): Promise<void> {
  const mind = createMind()
  const folder = temporaryFolder()
  const stores: [string, Store, () => Promise<number>][] = [
    ['LMDB', openLocalStore(folder, RETENTION), async () => sizeOf(folder)]
  ]
  if (redis) stores.push(['Redis', await openRedisStore([redis.url], RETENTION), redis.memory])
  const rows = [
    [
      '',
      'conversations kept',
      'median turn ms',
      'beside the first',
      'bytes a conversation',
      'memory of this process'
    ]
  ]
  for (const [name, store, size] of stores) {
    const bot = createBot(mind, store)
    const nameOf = (n: number): string => nameConversation('bench', `talk ${n}`, 'person')
    await bot.turn({ conversation: nameOf(0), text: 'the flash made a white spot on my passport' })
    const { value } = await store.read(conversationKey(nameOf(0)))
    const empty = await size()
    let kept = 1
    let first = 0
    for (const wanted of SIZES) {
      while (kept < wanted) {
        const batch = Array.from({ length: Math.min(AT_ONCE, wanted - kept) }, () => nameOf(kept++))
        await Promise.all(
          batch.map((conversation) => store.write(conversationKey(conversation), value as object, 0))
        )
      }
      const times: number[] = []
      for (let sample = 0; sample < SAMPLES; sample++) {
        const conversation = nameOf((sample * 7919) % kept)
        const began = performance.now()
        await bot.turn({ conversation, text: 'One step at a time' })
        times.push(performance.now() - began)
      }
      const turn = median(times)
      first ||= turn
      const bytes = ((await size()) - empty) / kept
      const memory = `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`
      rows.push([name, String(kept), turn.toFixed(2), (turn / first).toFixed(2), bytes.toFixed(0), memory])
    }
    await store.close()
  }
  print('5d. A turn, and what is kept, as conversations add up', rows)
}

const sizeOf = (folder: string): number =>
  readdirSync(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0)

// the store that the SDK's samples use, with its own check of versions
function onMemoryStorage(): Store {
  const storage = new MemoryStorage()
  const rest = createProcessStore()
  const read = async (key: string) => {
    const row = (await storage.read([key]))[key] as { value: unknown; version: number } | undefined
    return row ? { value: row.value, version: row.version } : { value: undefined, version: 0 }
  }
  return {
    ...rest,
    read,
    async write(key, value, version) {
      if ((await read(key)).version !== version) throw conflict(key, version)
      await storage.write({ [key]: { value, version: version + 1, eTag: '*' } })
    }
  }
}
