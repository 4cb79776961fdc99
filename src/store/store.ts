/** A row as it was read: what was kept, and its version for the next write. */
export interface Row {
  value: unknown
  /** 0 for a row that does not exist. */
  version: number
}

/** Where conversations are remembered. Every write names the version it read, so that no change is lost. */
export interface Store {
  /** Reads a row; a missing one has version 0. */
  read(key: string): Promise<Row>
  /** Writes a row if its version is still `version`, and waits until a killed process would keep it; otherwise throws KYC_STORE_CONFLICT. */
  write(key: string, value: object, version: number): Promise<void>
  delete(key: string): Promise<void>
  /** Throws when the store cannot be used. */
  check(): Promise<void>
  close(): Promise<void>
}
