import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openLocalStore } from '../src/store/local'
import { createProcessStore } from '../src/store/process'
import { openRedisStore } from '../src/store/redis'
import { MAX_VALUE_BYTES, type Store, type StoreOptions } from '../src/store/store'
import { type Redis, startRedis } from './helpers/redis'

const folder = mkdtempSync(path.join(tmpdir(), 'kyc-store-'))
let redis: Redis | undefined
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(async () => {
  await redis?.stop()
  rmSync(folder, { recursive: true })
})

const FOREVER: StoreOptions = { retentionMs: Number.POSITIVE_INFINITY }
let opened = 0
const openers: Record<string, (options: StoreOptions) => Promise<Store | undefined>> = {
  local: async (options) => openLocalStore(path.join(folder, `local.${opened++}`), options),
  process: async (options) => createProcessStore(options),
  redis: async (options) => redis && openRedisStore([redis.url], options)
}

describe.each(Object.entries(openers))('the %s store', (_, open) => {
  let store: Store
  let isHere = false
  beforeAll(async () => {
    const found = await open(FOREVER)
    isHere = found !== undefined
    if (found) store = found
  })
  afterAll(async () => {
    if (isHere) await store.close()
  })
  const itKeeps = (title: string, run: () => Promise<void>) =>
    it(title, async () => {
      if (isHere) await run()
    })

  itKeeps('limits how often something may happen, each name by itself', async () => {
    const limit = store.limiter({ name: 'few', points: 3, seconds: 60 })
    for (let n = 0; n < 3; n++) await limit.consume('who')
    await expect(limit.consume('who')).rejects.toMatchObject({ msBeforeNext: expect.any(Number) })
    await expect(limit.consume('who else')).resolves.toBeDefined()
    await expect(
      store.limiter({ name: 'other', points: 1, seconds: 60 }).consume('who')
    ).resolves.toBeDefined()
  })

  itKeeps('reads nothing, at version 0, where nothing was written', async () => {
    expect(await store.read('nothing')).toEqual({ value: undefined, version: 0 })
  })

  itKeeps('reads what was written, at the next version', async () => {
    await store.write('a', { text: 'ñ 漢 😷 \u0000 \u2028' }, 0)
    expect(await store.read('a')).toEqual({ value: { text: 'ñ 漢 😷 \u0000 \u2028' }, version: 1 })
    await store.write('a', { text: 'b' }, 1)
    expect((await store.read('a')).version).toBe(2)
  })

  itKeeps('refuses a write that read an older version', async () => {
    await store.write('stale', { n: 1 }, 0)
    await expect(store.write('stale', { n: 2 }, 0)).rejects.toMatchObject({ code: 'KYC_STORE_CONFLICT' })
    await store.write('stale', { n: 2 }, 1)
    await expect(store.write('stale', { n: 3 }, 1)).rejects.toMatchObject({ code: 'KYC_STORE_CONFLICT' })
    expect((await store.read('stale')).value).toEqual({ n: 2 })
  })

  itKeeps('lets one of many concurrent writers through, also again and again', async () => {
    for (let version = 0; version < 5; version++) {
      const writes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, n) => store.write('race', { n }, version))
      )
      expect(writes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    }
    expect((await store.read('race')).version).toBe(5)
  })

  itKeeps('forgets what is deleted, and begins again at version 0', async () => {
    await store.write('gone', { n: 1 }, 0)
    await store.delete('gone')
    await store.delete('never there')
    expect(await store.read('gone')).toEqual({ value: undefined, version: 0 })
    await store.write('gone', { n: 2 }, 0)
    expect(await store.read('gone')).toEqual({ value: { n: 2 }, version: 1 })
  })

  itKeeps('takes any key', async () => {
    for (const key of ['', ' ', 'a/b', 'ñ漢😷', 'a\nb', 'a\u0000b', '{x}*?[y]', 'k'.repeat(5000)]) {
      await store.write(`odd${key}`, { key }, 0)
      expect((await store.read(`odd${key}`)).value).toEqual({ key })
    }
  })

  itKeeps('refuses a value of a megabyte, and keeps the one before', async () => {
    await store.write('large', { n: 1 }, 0)
    const text = 'x'.repeat(MAX_VALUE_BYTES)
    await expect(store.write('large', { text }, 1)).rejects.toMatchObject({ code: 'KYC_STORE_VALUE' })
    await store.write('large', { text: 'x'.repeat(MAX_VALUE_BYTES / 2) }, 1)
    expect((await store.read('large')).version).toBe(2)
  })

  itKeeps('tells who watches a row of every write to it, and of no other', async () => {
    const told: number[] = []
    const stop = store.watch('watched', (version) => told.push(version))
    await new Promise((resolve) => setTimeout(resolve, 50))
    await store.write('watched', { n: 1 }, 0)
    await store.write('not watched', { n: 1 }, 0)
    await store.write('watched', { n: 2 }, 1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    stop()
    await store.write('watched', { n: 3 }, 2)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(told).toEqual([1, 2])
  })

  itKeeps('has an agenda that gives what is due, the earliest first', async () => {
    const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms)
    await store.later('second', at(200))
    await store.later('first', at(100))
    await store.later('moved', at(50))
    await store.later('moved', at(900))
    expect(await store.due(at(99))).toEqual([])
    expect(await store.due(at(200))).toEqual(['first', 'second'])
    await store.done('first')
    await store.done('never there')
    expect(await store.due(at(900))).toEqual(['second', 'moved'])
  })

  itKeeps('keeps a row for its time after the last write, and then reads nothing', async () => {
    const brief = (await open({ retentionMs: 400 })) as Store
    await brief.write('brief', { n: 1 }, 0)
    await new Promise((resolve) => setTimeout(resolve, 250))
    await brief.write('brief', { n: 2 }, 1)
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect((await brief.read('brief')).value).toEqual({ n: 2 })
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(await brief.read('brief')).toEqual({ value: undefined, version: 0 })
    await brief.write('brief', { n: 3 }, 0)
    await brief.close()
  })
})

describe('the local store', () => {
  const bytesOf = (at: string): string =>
    readdirSync(at)
      .map((file) => readFileSync(path.join(at, file), 'latin1'))
      .join()

  it('keeps rows over a restart', async () => {
    const at = path.join(folder, 'kept')
    const first = openLocalStore(at)
    await first.write('k', { n: 1 }, 0)
    await first.close()
    const second = openLocalStore(at)
    expect(await second.read('k')).toEqual({ value: { n: 1 }, version: 1 })
    await second.close()
  })

  it('has no key and no value in its files as they are, and overwrites the encryption key of what is deleted', async () => {
    const at = path.join(folder, 'sealed')
    const store = openLocalStore(at)
    await store.write('conversation/zebra', { said: 'pangolin' }, 0)
    const key = readFileSync(path.join(at, 'keys.bin')).toString('latin1')
    expect(key).toHaveLength(32)
    await store.delete('conversation/zebra')
    await store.close()
    for (const secret of ['zebra', 'pangolin', key]) expect(bytesOf(at)).not.toContain(secret)
  })

  it('sweeps out what is past its time when it is opened', async () => {
    const at = path.join(folder, 'swept')
    const store = openLocalStore(at, { retentionMs: 100 })
    for (let n = 0; n < 20; n++) await store.write(`row ${n}`, { n }, 0)
    await store.close()
    await new Promise((resolve) => setTimeout(resolve, 150))
    const later = openLocalStore(at, { retentionMs: 100 })
    const isErased = () => readFileSync(path.join(at, 'keys.bin')).every((byte) => byte === 0)
    for (let tries = 0; tries < 100 && !isErased(); tries++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    expect(isErased()).toBe(true)
    await later.close()
  })

  it.each([
    ['cut off', (whole: Buffer) => whole.subarray(0, 5000)],
    ['overwritten', (whole: Buffer) => Buffer.alloc(whole.length, 'x')],
    ['no more than its head', (whole: Buffer) => whole.subarray(0, 4096)]
  ])('says what to do when its file is %s', async (name, damage) => {
    const at = path.join(folder, `damaged ${name}`)
    const store = openLocalStore(at)
    for (let n = 0; n < 50; n++) await store.write(`row ${n}`, { n }, 0)
    await store.close()
    const file = path.join(at, 'data.mdb')
    writeFileSync(file, damage(readFileSync(file)))
    expect(() => openLocalStore(at)).toThrow(
      expect.objectContaining({
        code: 'KYC_STORE_OPEN',
        message: expect.stringMatching(/move the folder away/)
      })
    )
  })

  it('says in one line why it cannot be opened', () => {
    const file = path.join(folder, 'file')
    writeFileSync(file, 'not a folder')
    expect(() => openLocalStore(file)).toThrow(
      expect.objectContaining({ code: 'KYC_STORE_OPEN', message: expect.stringMatching(/^[^\n]+$/) })
    )
  })
})

describe('the redis store', () => {
  it('says in one line that nobody answers, without the password', async () => {
    const lost = openRedisStore(['redis://:secret@127.0.0.1:1'], FOREVER)
    await expect(lost).rejects.toMatchObject({
      code: 'KYC_STORE_OPEN',
      message: expect.stringMatching(/^The store at 127\.0\.0\.1:1 cannot be reached[^\n]+$/)
    })
    await expect(lost).rejects.not.toThrow('secret')
  })

  it('tells who watches in one process of writes in another', async () => {
    if (!redis) return
    const [one, other] = [
      await openRedisStore([redis.url], FOREVER),
      await openRedisStore([redis.url], FOREVER)
    ]
    const told: number[] = []
    other.watch('shared', (version) => told.push(version))
    await new Promise((resolve) => setTimeout(resolve, 100))
    await one.write('shared', { n: 1 }, 0)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(told).toEqual([1])
    await one.close()
    await other.close()
  })

  it.each([1, 2])('works on a cluster of which it is told %i of the nodes', async (told) => {
    const cluster = await startRedis({ cluster: true })
    if (!cluster) return
    const store = await openRedisStore(Array(told).fill(cluster.url), FOREVER)
    await store.write('a', { n: 1 }, 0)
    expect(await store.read('a')).toEqual({ value: { n: 1 }, version: 1 })
    await store.close()
    await cluster.stop()
  })
})
