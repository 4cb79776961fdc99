import type { Config } from '../config'
import { openLocalStore } from './local'
import { openRedisStore } from './redis'
import type { Store } from './store'

const DAY_MS = 24 * 3600 * 1000

/** Opens the store that the operator chose: Redis where addresses are given, else the embedded one. */
export async function openStore({
  redis,
  dataFolder,
  retentionDays
}: Pick<Config, 'redis' | 'dataFolder' | 'retentionDays'>): Promise<Store> {
  const options = { retentionMs: retentionDays * DAY_MS }
  return redis.length > 0 ? openRedisStore(redis, options) : openLocalStore(dataFolder, options)
}
