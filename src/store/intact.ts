import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'

/** Where LMDB's two heads begin in its file: behind the head of the first page and of the second. */
const HEADS = [24, 24 + 4096]
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
    for (const at of HEADS) {
      const head = Buffer.alloc(HEAD_BYTES)
      readSync(handle, head, 0, HEAD_BYTES, at)
      if (head.readUInt32LE(0) !== MAGIC) return 'its head is broken'
      const pages = Number(head.readBigUInt64LE(LAST_PAGE_AT)) + 1
      if (size < pages * head.readUInt32LE(PAGE_BYTES_AT)) return 'its end is missing'
    }
    return undefined
  } finally {
    closeSync(handle)
  }
}
