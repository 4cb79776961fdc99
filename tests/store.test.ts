import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openLocalStore } from '../src/store/local'
import { createProcessStore } from '../src/store/process'
import type { Store } from '../src/store/store'

const folder = mkdtempSync(path.join(tmpdir(), 'kyc-store-'))
afterAll(() => rmSync(folder, { recursive: true }))

const engines: [name: string, open: () => Store][] = [
  ['local', () => openLocalStore(path.join(folder, 'local.v1'))],
  ['process', createProcessStore]
]

describe.each(engines)('the %s store', (_, open) => {
  const store = open()
  afterAll(() => store.close())

  it('reads nothing, at version 0, where nothing was written', async () => {
    expect(await store.read('nothing')).toEqual({ value: undefined, version: 0 })
  })

  it('reads what was written, at the next version', async () => {
    await store.write('a', { text: 'ñ 漢 😷' }, 0)
    expect(await store.read('a')).toEqual({ value: { text: 'ñ 漢 😷' }, version: 1 })
    await store.write('a', { text: 'b' }, 1)
    expect((await store.read('a')).version).toBe(2)
  })

  it('refuses a write that read an older version', async () => {
    await store.write('stale', { n: 1 }, 0)
    await expect(store.write('stale', { n: 2 }, 0)).rejects.toMatchObject({ code: 'KYC_STORE_CONFLICT' })
    await store.write('stale', { n: 2 }, 1)
    await expect(store.write('stale', { n: 3 }, 1)).rejects.toMatchObject({ code: 'KYC_STORE_CONFLICT' })
    expect((await store.read('stale')).value).toEqual({ n: 2 })
  })

  it('lets one of many concurrent writers through', async () => {
    const writes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => store.write('race', { n }, 0))
    )
    expect(writes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('forgets what is deleted', async () => {
    await store.write('gone', { n: 1 }, 0)
    await store.delete('gone')
    expect(await store.read('gone')).toEqual({ value: undefined, version: 0 })
  })
})

describe('the local store', () => {
  it('keeps rows over a restart', async () => {
    const at = path.join(folder, 'kept')
    const first = openLocalStore(at)
    await first.write('k', { n: 1 }, 0)
    await first.close()
    const second = openLocalStore(at)
    expect(await second.read('k')).toEqual({ value: { n: 1 }, version: 1 })
    await second.close()
  })

  it('says in one line why it cannot be opened', () => {
    const file = path.join(folder, 'file')
    writeFileSync(file, 'not a folder')
    expect(() => openLocalStore(file)).toThrow(
      expect.objectContaining({ code: 'KYC_STORE_OPEN', message: expect.stringMatching(/^[^\n]+$/) })
    )
  })
})
