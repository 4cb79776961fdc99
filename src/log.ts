import pino, { type DestinationStream, type Logger } from 'pino'
import { redact } from './safety/redact'

/** One JSON line an event, without personal data and without secrets. */
export type Log = Logger

/** Makes the log; the text of every error is redacted, because it may quote a message. */
export const createLog = (level: string, to: DestinationStream = pino.destination(1)): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: {
        err: (error: Error & { code?: string }) => ({
          code: error.code,
          message: redact(String(error.message)).text,
          stack: redact(String(error.stack)).text
        })
      }
    },
    to
  )
