import { createClient, createCluster } from '@redis/client'
import { RateLimiterRedis } from 'rate-limiter-flexible'
import { AppError, messageOf } from '../errors'
import { within } from '../within'
import { conflict, createWatchers, limitHere, MAX_DUE, pack, type Store, type StoreOptions } from './store'

const PREFIX = 'kyc:'
const AGENDA = `${PREFIX}agenda`
const CHANGED = `${PREFIX}changed:`
const LIMIT = `${PREFIX}limit:`
const ANSWER_WITHIN_MS = 2000
const CONNECT_WITHIN_MS = 5000
const LONGEST_PAUSE_MS = 1000

// compare, set, renew the time it is kept, and tell who watches: one step that nothing comes between
const WRITE = `
local version = tonumber(redis.call('HGET', KEYS[1], 'v') or '0')
if version ~= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'v', version + 1, 'j', ARGV[2])
if tonumber(ARGV[3]) > 0 then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
redis.call('PUBLISH', ARGV[4], version + 1)
return 1`

const ERASE = `
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', ARGV[1], 0)
return 1`

/** What is used of a connection to one server or to a cluster. */
interface Link {
  send(key: string, command: string[]): Promise<unknown>
  subscribe(channel: string, tell: (message: string) => void): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
  close(): void
}

/**
 * Opens the store on a Redis or Valkey server, or on a cluster when there are several addresses; throws KYC_STORE_OPEN
 * when it does not answer.
 */
export async function openRedisStore(urls: readonly string[], { retentionMs }: StoreOptions): Promise<Store> {
  const place = urls.map((url) => new URL(url).host).join(', ')
  const watchers = createWatchers()
  // what was told while the line was down is lost, so everybody looks
  const lookAgain = (): void => {
    for (const key of watchers.keys()) watchers.tell(key, Number.POSITIVE_INFINITY)
  }
  const link = await connect(urls, lookAgain).catch((error) => {
    throw new AppError(
      'KYC_STORE_OPEN',
      `The store at ${place} cannot be reached: ${messageOf(error)}. Start it, or correct KYC_STORE.`
    )
  })
  const send: Send = async (key, ...command) => {
    try {
      return await within(ANSWER_WITHIN_MS, link.send(key, command))
    } catch (error) {
      throw new AppError(
        'KYC_STORE_LOST',
        `The store at ${place} does not answer: ${messageOf(error)}. Turns are refused until it does; see /readyz.`,
        { cause: error }
      )
    }
  }
  return {
    async read(key) {
      const name = PREFIX + key
      const [version, json] = (await send(name, 'HMGET', name, 'v', 'j')) as (string | null)[]
      return json ? { value: JSON.parse(json), version: Number(version) } : { value: undefined, version: 0 }
    },
    async write(key, value, version) {
      const name = PREFIX + key
      const keep = String(Number.isFinite(retentionMs) ? Math.ceil(retentionMs) : 0)
      const values = [String(version), pack(key, value), keep, CHANGED + key]
      if ((await send(name, 'EVAL', WRITE, '1', name, ...values)) !== 1) throw conflict(key, version)
    },
    async delete(key) {
      await send(PREFIX + key, 'EVAL', ERASE, '1', PREFIX + key, CHANGED + key)
    },
    watch(key, tell) {
      const isFirst = !watchers.keys().includes(key)
      const stop = watchers.watch(key, tell)
      const hear = (message: string): void => watchers.tell(key, Number(message))
      // when it fails the line is down, and everybody looks when it is up again
      if (isFirst) link.subscribe(CHANGED + key, hear).catch(() => undefined)
      return () => {
        stop()
        if (!watchers.keys().includes(key)) link.unsubscribe(CHANGED + key).catch(() => undefined)
      }
    },
    async later(name, at) {
      await send(AGENDA, 'ZADD', AGENDA, String(at.getTime()), name)
    },
    async due(until) {
      const range = ['-inf', String(until.getTime()), 'LIMIT', '0', String(MAX_DUE)]
      return (await send(AGENDA, 'ZRANGEBYSCORE', AGENDA, ...range)) as string[]
    },
    async done(name) {
      await send(AGENDA, 'ZREM', AGENDA, name)
    },
    limiter: (limit) =>
      new RateLimiterRedis({
        storeClient: { eval: limitWith(send) },
        useRedisPackage: true,
        keyPrefix: LIMIT + limit.name,
        points: limit.points,
        duration: limit.seconds,
        // who is over the limit costs Redis nothing more, and while it is away each process limits for itself
        inMemoryBlockOnConsumed: limit.points,
        insuranceLimiter: limitHere(limit)
      }),
    async check() {
      await send(AGENDA, 'ZCARD', AGENDA)
    },
    async close() {
      link.close()
    }
  }
}

type Send = (key: string, ...command: string[]) => Promise<unknown>

// the one command of a client that the limiter uses
const limitWith =
  (send: Send) =>
  (script: string, { keys, arguments: values }: { keys: [string]; arguments: string[] }): Promise<unknown> =>
    send(keys[0], 'EVAL', script, '1', keys[0], ...values)

const OPTIONS = {
  // a turn is refused at once while the line is down, and nothing is sent late
  disableOfflineQueue: true,
  socket: {
    connectTimeout: CONNECT_WITHIN_MS,
    reconnectStrategy: (tries: number) => Math.min(50 * 2 ** tries, LONGEST_PAUSE_MS)
  }
}
// without a listener an error of the line would end the process; the next command reports it
const ignore = (): void => undefined

const connect = (urls: readonly string[], onReady: () => void): Promise<Link> =>
  urls.length > 1 ? connectCluster(urls) : connectServer(urls[0] ?? '', onReady)

async function connectCluster(urls: readonly string[]): Promise<Link> {
  const rootNodes = urls.map((url) => ({ url }))
  const cluster = createCluster({ rootNodes, defaults: OPTIONS }).on('error', ignore)
  await within(CONNECT_WITHIN_MS, cluster.connect())
  return {
    send: (key, command) => cluster.sendCommand(key, false, command),
    subscribe: (channel, tell) => cluster.subscribe(channel, tell),
    unsubscribe: (channel) => cluster.unsubscribe(channel),
    close: () => cluster.destroy()
  }
}

async function connectServer(url: string, onReady: () => void): Promise<Link> {
  const client = createClient({ url, ...OPTIONS }).on('error', ignore)
  const listener = createClient({ url, ...OPTIONS })
    .on('error', ignore)
    .on('ready', onReady)
  const end = (): void => {
    for (const one of [client, listener]) if (one.isOpen) one.destroy()
  }
  try {
    const connected = Promise.all([client.connect(), listener.connect()])
    await within(CONNECT_WITHIN_MS, Promise.race([connected, firstError(client)]))
  } catch (error) {
    // or they would go on trying
    end()
    throw error
  }
  // one node of a cluster leads to all of them
  const about = await client.sendCommand(['INFO', 'cluster']).catch(ignore)
  if (String(about).includes('cluster_enabled:1')) {
    end()
    return connectCluster([url])
  }
  return {
    send: (_key, command) => client.sendCommand(command),
    subscribe: (channel, tell) => listener.subscribe(channel, tell),
    unsubscribe: (channel) => listener.unsubscribe(channel),
    close: end
  }
}

const firstError = (client: {
  once(event: 'error', tell: (error: Error) => void): unknown
}): Promise<never> => new Promise((_, reject) => client.once('error', reject))
