import { mkdirSync } from 'node:fs'
import { open } from 'lmdb'
import { AppError, messageOf } from '../errors'
import type { Store } from './store'

/** Longest key LMDB takes, in bytes; longer ones are refused by it. */
export const MAX_KEY_BYTES = 1978

/** Opens the embedded store in a folder, made when missing; throws KYC_STORE_OPEN when that is not possible. */
export function openLocalStore(folder: string): Store {
  const db = openDatabase(folder)
  return {
    async read(key) {
      const entry = db.getEntry(key)
      return entry ? { value: entry.value, version: entry.version ?? 0 } : { value: undefined, version: 0 }
    },
    async write(key, value, version) {
      // awaited until committed: a killed process loses nothing; only a power cut may take the last moments
      const written =
        version === 0
          ? await db.ifNoExists(key, () => void db.put(key, value, 1))
          : await db.put(key, value, version + 1, version)
      if (!written) {
        throw new AppError(
          'KYC_STORE_CONFLICT',
          `The row ${key} is no longer at version ${version}. Read it again and retry.`
        )
      }
    },
    async delete(key) {
      await db.remove(key)
    },
    async check() {
      db.getKeys({ limit: 1 })
    },
    async close() {
      await db.close()
    }
  }
}

function openDatabase(folder: string) {
  try {
    mkdirSync(folder, { recursive: true })
    return open<unknown, string>({
      path: folder,
      // a folder with a dot in its name would be taken for a file
      noSubdir: false,
      useVersions: true,
      encoding: 'json',
      maxReaders: 512
    })
  } catch (error) {
    throw new AppError(
      'KYC_STORE_OPEN',
      `The store in ${folder} cannot be opened: ${messageOf(error)}. Check the folder and its rights, or set KYC_DATA.`,
      { cause: error }
    )
  }
}
