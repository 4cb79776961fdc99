import type { Server } from 'node:http'

/** Prints the address of a server that listens, for `start` to read. */
export function announce(server: Server): void {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  process.stdout.write(`listens on http://127.0.0.1:${port}\n`)
}
