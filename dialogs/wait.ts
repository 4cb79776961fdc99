import type { Knowledge } from '../src/knowledge/knowledge'
import { type Message, type Scene, say, type Wait } from './flow'

const HOUR_MS = 3600 * 1000
const MINUTE_MS = 60 * 1000

/** When a wait is over: after too many tries, or for a review; undefined when the person told of none. */
export function endOf(
  scene: Pick<Scene, 'knowledge' | 'attempts' | 'pendingSince'>,
  wait: Wait
): Date | undefined {
  const { knowledge, attempts, pendingSince } = scene
  if (wait === 'review')
    return pendingSince
      ? new Date(Date.parse(pendingSince) + knowledge.reviewSupportHours * HOUR_MS)
      : undefined
  const last = attempts.length >= knowledge.escalateAfter ? attempts.at(-1) : undefined
  return last && new Date(Date.parse(last.at) + knowledge.cooldownHours * HOUR_MS)
}

/** The wait that still runs, and its end; that of a review first, because it is the later news. */
export function runningWait(scene: Scene): { wait: Wait; at: Date } | undefined {
  for (const wait of ['review', 'retry'] as const) {
    const at = endOf(scene, wait)
    if (at && at > scene.now) return { wait, at }
  }
  return undefined
}

/** Says when a wait ends, and how long that is from now; nothing when there is none. */
export function sayWait(scene: Scene, wait: Wait): Message[] {
  const { knowledge, now } = scene
  const end = endOf(scene, wait)
  if (!end) return []
  if (end <= now) return [say(knowledge, wait === 'retry' ? 'waitOver' : 'pendingOver')]
  // a review that began this moment is one of which no time was told
  const pending = scene.pendingSince === now.toISOString() ? 'pendingFromNow' : 'pendingUntil'
  const values = {
    time: writeTime(knowledge, end),
    left: writeLeft(knowledge, end.getTime() - now.getTime())
  }
  return [
    {
      ...say(knowledge, wait === 'retry' ? 'waitUntil' : pending, values),
      calendar: { at: end.toISOString(), wait }
    }
  ]
}

/** Writes a moment; the bot does not know where the person lives, so it is in UTC and says so. */
export const writeTime = ({ locale }: Knowledge, at: Date): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
    timeZoneName: 'short'
  }).format(at)

function writeLeft({ locale }: Knowledge, ms: number): string {
  const unit = ms > HOUR_MS ? 'hour' : 'minute'
  const count = Math.ceil(ms / (unit === 'hour' ? HOUR_MS : MINUTE_MS))
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
