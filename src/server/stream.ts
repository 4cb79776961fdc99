import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Server } from 'restify'
import { WebSocketServer } from 'ws'
import { messageOf } from '../errors'
import type { Tokens } from './tokens'
import type { Transcripts } from './transcript'

// matches "/v3/directline/conversations/abc/stream?t=1"; not "/v3/directline/conversations/abc/activities"
const STREAM = /^\/v3\/directline\/conversations\/([^/?]+)\/stream(?:\?|$)/
// a client says nothing here; what it says goes over HTTP
const MAX_MESSAGE_BYTES = 1024
// RFC 6455, 7.4.1
const GOING_AWAY = 1001
const FAILED = 1011
/** How often a silent line is tried; proxies close lines that are silent for a minute. */
const PING_EVERY_MS = 30_000

/**
 * Lets web chats listen: first come the activities after the watermark, then each as it is added.
 * Gives the function that tells all of them to come again later.
 */
export function addStream(server: Server, tokens: Tokens, transcripts: Transcripts): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { searchParams } = new URL(request.url ?? '', 'http://local')
    const grant = tokens.read(searchParams.get('t') ?? '', 'talk')
    if (!grant || STREAM.exec(request.url ?? '')?.[1] !== grant.conversation) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (stream) => {
      const stop = transcripts.follow(grant.conversation, searchParams.get('watermark') ?? '', {
        tell: (page) => stream.send(JSON.stringify(page)),
        failed: (error) => stream.close(FAILED, messageOf(error).slice(0, 100))
      })
      let alive = true
      stream.on('pong', () => {
        alive = true
      })
      const ping = setInterval(() => {
        if (!alive) return stream.terminate()
        alive = false
        stream.ping()
      }, PING_EVERY_MS)
      const end = (): void => {
        clearInterval(ping)
        stop()
      }
      stream.on('close', end)
      stream.on('error', end)
    })
  })
  return () => {
    for (const stream of sockets.clients) stream.close(GOING_AWAY)
  }
}
