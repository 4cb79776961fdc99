import { conflict, createWatchers, limitHere, MAX_DUE, pack, type Store, type StoreOptions } from './store'

/** Keeps rows for the life of the process only: for the terminal and for tests. */
export function createProcessStore({ retentionMs }: StoreOptions = { retentionMs: Infinity }): Store {
  const rows = new Map<string, { json: string; version: number; at: number }>()
  const agenda = new Map<string, number>()
  const watchers = createWatchers()
  const find = (key: string) => {
    const row = rows.get(key)
    return row && row.at + retentionMs > Date.now() ? row : undefined
  }
  return {
    async read(key) {
      const row = find(key)
      return row ? { value: JSON.parse(row.json), version: row.version } : { value: undefined, version: 0 }
    },
    async write(key, value, version) {
      const json = pack(key, value)
      if ((find(key)?.version ?? 0) !== version) throw conflict(key, version)
      rows.set(key, { json, version: version + 1, at: Date.now() })
      watchers.tell(key, version + 1)
    },
    async delete(key) {
      rows.delete(key)
      watchers.tell(key, 0)
    },
    watch: watchers.watch,
    async later(name, at) {
      agenda.set(name, at.getTime())
    },
    async due(until) {
      const past = [...agenda].filter(([, at]) => at <= until.getTime())
      return past
        .sort(([, one], [, other]) => one - other)
        .slice(0, MAX_DUE)
        .map(([name]) => name)
    },
    async done(name) {
      agenda.delete(name)
    },
    limiter: limitHere,
    async check() {
      // nothing can be wrong with a map
    },
    async close() {
      rows.clear()
    }
  }
}
