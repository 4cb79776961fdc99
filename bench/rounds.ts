import { median } from './figures'
import type { Load, Talk } from './load'

/** How many rounds each bot has; the median is reported. */
export const ROUNDS = 3
const AT_A_TIME = [1, 16]
/** How long each bot talks before anything counts: a process needs some seconds until its code is compiled. */
const WARM_UP_MS = 10_000

/** Lets bots take turns, round by round, so that a slow moment of the machine hits all; the first is the measure. */
export async function compare(bots: readonly (readonly [name: string, talk: Talk])[], roundMs: number) {
  const rows = [['', 'bot', 'turns/s', 'p99 ms', 'turns/s beside echo']]
  for (const [, talk] of bots) await talk(16, WARM_UP_MS)
  for (const parallel of AT_A_TIME) {
    const loads = bots.map((): Load[] => [])
    for (const [, talk] of bots) await talk(parallel, roundMs / 2)
    for (let round = 0; round < ROUNDS; round++)
      for (const [i, [, talk]] of bots.entries()) loads[i]?.push(await talk(parallel, roundMs))
    const speeds = loads.map((list) => median(list.map(({ perSecond }) => perSecond)))
    bots.forEach(([name], i) => {
      const speed = speeds[i] ?? Number.NaN
      const p99 = median((loads[i] ?? []).map(({ p99Ms }) => p99Ms))
      const ratio = speed / (speeds[0] ?? Number.NaN)
      rows.push([`${parallel} at a time`, name, speed.toFixed(0), p99.toFixed(1), ratio.toFixed(2)])
    })
  }
  return rows
}
