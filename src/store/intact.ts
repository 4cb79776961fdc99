import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'

/** Where LMDB's two heads begin: this far into its first page, and into the second. */
const HEAD_AT = 24
const MAGIC = 0xbeefc0de
/** Places inside a head: the size of a page, and the last page in use. */
const PAGE_BYTES_AT = 24
const LAST_PAGE_AT = 120
const HEAD_BYTES = 136

/** Tells what is wrong with an LMDB file; LMDB maps a broken one without looking, which ends the process without a word. */
export function problemOfFile(file: string): string | undefined {
  if (!existsSync(file)) return undefined
  const handle = openSync(file, 'r')
  try {
    const { size } = fstatSync(handle)
    // LMDB makes an empty file its own
    if (size === 0) return undefined
    const readHead = (page: number): Buffer => {
      const head = Buffer.alloc(HEAD_BYTES)
      readSync(handle, head, 0, HEAD_BYTES, page + HEAD_AT)
      return head
    }
    const first = readHead(0)
    const pageBytes = first.readUInt32LE(PAGE_BYTES_AT)
    for (const head of [first, readHead(pageBytes)]) {
      if (head.readUInt32LE(0) !== MAGIC) return 'its head is broken'
      if (size < (Number(head.readBigUInt64LE(LAST_PAGE_AT)) + 1) * pageBytes) return 'its end is missing'
    }
    return undefined
  } finally {
    closeSync(handle)
  }
}
