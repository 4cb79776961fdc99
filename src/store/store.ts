import { type RateLimiterAbstract, RateLimiterMemory } from 'rate-limiter-flexible'
import { AppError } from '../errors'

/** A row as it was read: what was kept, and its version for the next write. */
export interface Row {
  value: unknown
  /** 0 for a row that does not exist. */
  version: number
}

/** Where everything is remembered. Every write names the version it read, so that no change is lost. */
export interface Store {
  /** Reads a row; a missing one, or one that nobody wrote for the time of retention, has version 0. */
  read(key: string): Promise<Row>
  /**
   * Writes a row if its version is still `version`, and waits until a killed process would keep it; throws
   * KYC_STORE_CONFLICT when it is not, and KYC_STORE_VALUE for more than `MAX_VALUE_BYTES`.
   */
  write(key: string, value: object, version: number): Promise<void>
  /** Erases a row, so that nothing can bring it back; who watches it is told version 0. */
  delete(key: string): Promise<void>
  /** Calls back with the new version after every write to a row, of any process, and with 0 when it is erased; gives the function that ends it. */
  watch(key: string, tell: (version: number) => void): () => void
  /** Puts a name on the agenda for a moment, in place of an earlier one. */
  later(name: string, at: Date): Promise<void>
  /** Gives names on the agenda whose moment has come, the earliest first, at most 100. */
  due(until: Date): Promise<string[]>
  /** Takes a name off the agenda. */
  done(name: string): Promise<void>
  /** Limits how often something may happen, over all processes that share the store. */
  limiter(limit: Limit): RateLimiterAbstract
  /** Throws when the store cannot be used. */
  check(): Promise<void>
  close(): Promise<void>
}

/** How often something may happen: `points` times in `seconds`; the name keeps limits apart. */
export interface Limit {
  name: string
  points: number
  seconds: number
}

/** Limits inside one process. */
export const limitHere = ({ points, seconds }: Limit): RateLimiterMemory =>
  new RateLimiterMemory({ points, duration: seconds })

/** What every engine is told. */
export interface StoreOptions {
  /** How long a row is kept after it was last written, in milliseconds. */
  retentionMs: number
}

/** Most bytes of a row. */
export const MAX_VALUE_BYTES = 1_000_000
/** Most names that `due` gives at once. */
export const MAX_DUE = 100

/** Writes a value as text; throws KYC_STORE_VALUE when it is too large for a row. */
export function pack(key: string, value: object): string {
  const text = JSON.stringify(value)
  const bytes = Buffer.byteLength(text)
  if (bytes < MAX_VALUE_BYTES) return text
  throw new AppError(
    'KYC_STORE_VALUE',
    `The row ${key} would take ${bytes} bytes, and less than ${MAX_VALUE_BYTES} are kept. Keep less in it.`
  )
}

/** The error of a write that read an older version. */
export const conflict = (key: string, version: number): AppError =>
  new AppError(
    'KYC_STORE_CONFLICT',
    `The row ${key} is no longer at version ${version}. Read it again and retry.`
  )

/** Tells whether an error is that of a write that read an older version. */
export const isConflict = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'KYC_STORE_CONFLICT'

/** Calls the watchers of rows inside one process. */
export function createWatchers() {
  const watchers = new Map<string, Set<(version: number) => void>>()
  return {
    watch(key: string, tell: (version: number) => void): () => void {
      const all = watchers.get(key) ?? new Set()
      watchers.set(key, all.add(tell))
      return () => {
        all.delete(tell)
        if (all.size === 0 && watchers.get(key) === all) watchers.delete(key)
      }
    },
    tell(key: string, version: number): void {
      for (const tell of watchers.get(key) ?? []) tell(version)
    },
    keys: (): string[] => [...watchers.keys()]
  }
}
