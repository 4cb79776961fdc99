import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { closeSync, fdatasync, openSync, readSync, writeSync } from 'node:fs'
import { promisify } from 'node:util'

const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16
const ALGORITHM = 'aes-256-gcm'

/**
 * Keys, each in a slot of one file. LMDB never overwrites what it drops, it writes beside it; so rows are encrypted, and
 * erasing a row means overwriting its key, in place.
 */
export interface Vault {
  /** Makes a new key in a slot and waits until it is on the disk. */
  fill(slot: number): Promise<void>
  /** Encrypts with the key of a slot. */
  seal(slot: number, text: string): Buffer
  /** Decrypts with the key of a slot; undefined when the key was erased or is another one. */
  open(slot: number, sealed: Buffer): string | undefined
  /** Overwrites the key of a slot. */
  erase(slot: number): void
  close(): void
}

/** Opens the keys in a file, made when missing. */
export function openVault(file: string): Vault {
  closeSync(openSync(file, 'a'))
  const keys = openSync(file, 'r+')
  const flush = promisify(fdatasync)
  let running: Promise<void> | undefined
  let waiting: Promise<void> | undefined
  // keys that come while the disk is busy share the next flush
  const sync = (): Promise<void> => {
    waiting ??= (running ?? Promise.resolve()).then(() => {
      running = flush(keys)
      waiting = undefined
      return running
    })
    return waiting
  }
  const keyOf = (slot: number): Buffer => {
    const key = Buffer.alloc(KEY_BYTES)
    readSync(keys, key, 0, KEY_BYTES, slot * KEY_BYTES)
    return key
  }
  const put = (slot: number, key: Buffer): void => void writeSync(keys, key, 0, KEY_BYTES, slot * KEY_BYTES)
  return {
    async fill(slot) {
      put(slot, randomBytes(KEY_BYTES))
      await sync()
    },
    seal(slot, text) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(ALGORITHM, keyOf(slot), iv)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed])
    },
    open(slot, sealed) {
      const iv = sealed.subarray(0, IV_BYTES)
      const decipher = createDecipheriv(ALGORITHM, keyOf(slot), iv)
      decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      try {
        const text = decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES))
        return Buffer.concat([text, decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
    erase: (slot) => put(slot, Buffer.alloc(KEY_BYTES)),
    close: () => closeSync(keys)
  }
}
