import { AppError } from '../errors'
import type { Store } from './store'

/** Keeps rows for the life of the process only: for the terminal and for tests. */
export function createProcessStore(): Store {
  const rows = new Map<string, { json: string; version: number }>()
  return {
    async read(key) {
      const row = rows.get(key)
      return row ? { value: JSON.parse(row.json), version: row.version } : { value: undefined, version: 0 }
    },
    async write(key, value, version) {
      if ((rows.get(key)?.version ?? 0) !== version) {
        throw new AppError(
          'KYC_STORE_CONFLICT',
          `The row ${key} is no longer at version ${version}. Read it again and retry.`
        )
      }
      rows.set(key, { json: JSON.stringify(value), version: version + 1 })
    },
    async delete(key) {
      rows.delete(key)
    },
    async check() {
      // nothing can be wrong with a map
    },
    async close() {
      rows.clear()
    }
  }
}
