import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { type Database, open } from 'lmdb'
import { AppError, messageOf } from '../errors'
import { problemOfFile } from './intact'
import { conflict, createWatchers, limitHere, MAX_DUE, pack, type Store, type StoreOptions } from './store'
import { openVault, type Vault } from './vault'

const DAY_MS = 24 * 3600 * 1000
/** How often rows that are past their time are looked for; they are never read before that. */
const SWEEP_EVERY_MS = 3600 * 1000
const SLOT_BYTES = 4
const NEXT = 'next'
const CHECKED = 'checked'
const HEAD_BYTES = SLOT_BYTES + 8

interface Databases {
  /** Hash of a key -> slot of its encryption key, time of the last write, and the encrypted value. */
  rows: Database<Buffer, string>
  /** Day of a write and hash of the key, to find what is old without reading what is not. */
  days: Database<number, [number, string]>
  /** Slots that are free, under `NEXT` the first that was never taken, and under `CHECKED` when the store was looked at. */
  slots: Database<number, number | string>
  agenda: Database<number, [number, string]>
  moments: Database<number, string>
}

/** Opens the embedded store in a folder, made when missing; throws KYC_STORE_OPEN when that is not possible. */
export function openLocalStore(
  folder: string,
  { retentionMs }: StoreOptions = { retentionMs: Infinity }
): Store {
  const { databases, vault, close } = openDatabases(folder)
  const { rows, agenda, moments } = databases
  const watchers = createWatchers()
  const sweep = (): void => void sweepRows(databases, vault, Date.now() - retentionMs).catch(() => undefined)
  const timer = setInterval(sweep, SWEEP_EVERY_MS).unref()
  sweep()

  const find = (hash: string) => {
    const entry = rows.getEntry(hash)
    if (!entry || isOver(entry.value)) return undefined
    const text = read(entry.value)
    return text === undefined ? undefined : { text, version: entry.version ?? 0, slot: slotOf(entry.value) }
  }
  const isOver = (content: Buffer): boolean => atOf(content) + retentionMs <= Date.now()
  const read = (content: Buffer): string | undefined =>
    vault.open(slotOf(content), content.subarray(HEAD_BYTES))
  const isReadable = (content: Buffer): boolean => read(content) !== undefined
  return {
    async read(key) {
      const row = find(hashOf(key))
      return row ? { value: JSON.parse(row.text), version: row.version } : { value: undefined, version: 0 }
    },
    async write(key, value, version) {
      const text = pack(key, value)
      const hash = hashOf(key)
      const row = find(hash)
      if ((row?.version ?? 0) !== version) throw conflict(key, version)
      // what is past its time, or cannot be read, makes room
      if (!row) await eraseRow(databases, vault, hash, (content) => isOver(content) || !isReadable(content))
      const slot = row?.slot ?? (await takeSlot(databases, vault))
      const now = Date.now()
      const content = Buffer.concat([headOf(slot, now), vault.seal(slot, text)])
      // awaited until committed: a killed process loses nothing; only a power cut may take the last moments
      const write =
        version === 0
          ? rows.ifNoExists(hash, () => quietly(rows.put(hash, content, 1)))
          : rows.put(hash, content, version + 1, version)
      const list = Number.isFinite(retentionMs) ? databases.days.put([dayOf(now), hash], 1) : undefined
      const [written] = await Promise.all([write, list])
      if (!written) {
        if (!row) await giveBack(databases, vault, slot)
        throw conflict(key, version)
      }
      watchers.tell(key, version + 1)
    },
    async delete(key) {
      await eraseRow(databases, vault, hashOf(key))
      watchers.tell(key, 0)
    },
    watch: watchers.watch,
    async later(name, at) {
      await this.done(name)
      await Promise.all([moments.put(name, at.getTime()), agenda.put([at.getTime(), name], 1)])
    },
    async due(until) {
      const range = { start: [0, ''], end: [until.getTime() + 1, ''], limit: MAX_DUE }
      return [...agenda.getKeys(range)].map(([, name]) => name)
    },
    async done(name) {
      const at = moments.get(name)
      if (at === undefined) return
      await Promise.all([moments.remove(name), agenda.remove([at, name])])
    },
    limiter: limitHere,
    async check() {
      // a disk that is full can still be read
      await databases.slots.put(CHECKED, Date.now())
    },
    async close() {
      clearInterval(timer)
      await close()
    }
  }
}

/** Keys name people's conversations, so not even they are in the file as they are. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url')
const dayOf = (at: number): number => Math.floor(at / DAY_MS)
const slotOf = (content: Buffer): number => content.readUInt32LE(0)
const atOf = (content: Buffer): number => content.readDoubleLE(SLOT_BYTES)

function headOf(slot: number, at: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt32LE(slot, 0)
  head.writeDoubleLE(at, SLOT_BYTES)
  return head
}

// what fails inside a transaction is told by the transaction
const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined)

// the key goes first: whatever happens then, nobody reads the row again
async function eraseRow(
  { rows, slots }: Databases,
  vault: Vault,
  hash: string,
  isMeant: (content: Buffer) => boolean = () => true
): Promise<void> {
  if (!rows.doesExist(hash)) return
  await rows.transaction(() => {
    const content = rows.get(hash)
    if (!content || !isMeant(content)) return
    const slot = slotOf(content)
    vault.erase(slot)
    quietly(rows.remove(hash))
    quietly(slots.put(slot, 0))
  })
}

// chosen inside a transaction, because another process may have the store open too
async function takeSlot({ slots }: Databases, vault: Vault): Promise<number> {
  const slot = await slots.transaction(() => {
    const [free] = slots.getKeys({ start: 0, limit: 1 })
    if (typeof free === 'number') {
      quietly(slots.remove(free))
      return free
    }
    const next = slots.get(NEXT) ?? 0
    quietly(slots.put(NEXT, next + 1))
    return next
  })
  await vault.fill(slot)
  return slot
}

async function giveBack({ slots }: Databases, vault: Vault, slot: number): Promise<void> {
  vault.erase(slot)
  await slots.put(slot, 0)
}

async function sweepRows(databases: Databases, vault: Vault, before: number): Promise<void> {
  const { rows, days } = databases
  if (!Number.isFinite(before)) return
  for (const [day, hash] of days.getKeys({ end: [dayOf(before) + 1, ''] })) {
    const content = rows.get(hash)
    await eraseRow(databases, vault, hash, (now) => atOf(now) <= before)
    // a row that was written again on a later day is listed there as well
    if (!content || atOf(content) <= before || dayOf(atOf(content)) !== day) await days.remove([day, hash])
  }
}

function openDatabases(folder: string) {
  try {
    mkdirSync(folder, { recursive: true })
    const problem = problemOfFile(path.join(folder, 'data.mdb'))
    if (problem)
      throw new Error(
        `data.mdb is damaged, ${problem}; move the folder away, and the bot starts with an empty one`
      )
    // a folder with a dot in its name would be taken for a file
    const root = open({ path: folder, noSubdir: false, maxDbs: 8, maxReaders: 512 })
    const vault = openVault(path.join(folder, 'keys.bin'))
    const databases: Databases = {
      rows: root.openDB({ name: 'rows', useVersions: true, encoding: 'binary' }),
      days: root.openDB({ name: 'days', encoding: 'json' }),
      slots: root.openDB({ name: 'slots', encoding: 'json' }),
      agenda: root.openDB({ name: 'agenda', encoding: 'json' }),
      moments: root.openDB({ name: 'moments', encoding: 'json' })
    }
    const close = async (): Promise<void> => {
      await root.flushed
      await root.close()
      vault.close()
    }
    return { databases, vault, close }
  } catch (error) {
    throw new AppError(
      'KYC_STORE_OPEN',
      `The store in ${folder} cannot be opened: ${messageOf(error)}. Check the folder and its rights, or set KYC_DATA.`,
      { cause: error }
    )
  }
}
