import { activity } from '../tests/helpers/activity'
import { print } from './figures'
import { SCRIPTS, start, temporaryFolder } from './process'

const CONVERSATIONS = 1_000_000
const AT_ONCE = 64
const MARKS = 10

/** Has a million people say one thing each to one process over HTTP, and looks whether its memory stays flat. */
export async function benchSoak(): Promise<void> {
  const bot = await start(SCRIPTS.bot, {
    KYC_DATA: temporaryFolder(),
    KYC_LOG: 'silent',
    // the limits are on: what they remember must not grow either
    KYC_MESSAGES_PER_MINUTE: '300'
  })
  const memoryOf = async (): Promise<Record<'resident' | 'heap', number>> => {
    const metrics = await (await fetch(`${bot.url}/metrics`)).text()
    const read = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(metrics)?.[1]) / 1e6
    return { resident: read('process_resident_memory_bytes'), heap: read('nodejs_heap_size_used_bytes') }
  }
  const say = async (n: number): Promise<void> => {
    const body = activity({
      id: `m${n}`,
      text: 'my photo is blurry',
      from: { id: `person ${n}` },
      conversation: { id: `talk ${n}` }
    })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${bot.url}/api/messages`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body)
    })
    const text = await response.text()
    if (response.status !== 200 || !text.includes('"activities":[{'))
      throw new Error(`${response.status}: ${text}`)
  }
  const rows: string[][] = [['conversations', 'heap MB', 'resident MB', 'turns/s']]
  let next = 0
  for (let mark = 1; mark <= MARKS; mark++) {
    const until = (CONVERSATIONS / MARKS) * mark
    const began = performance.now()
    const first = next
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (next < until) await say(next++)
      })
    )
    const perSecond = (1000 * (until - first)) / (performance.now() - began)
    const { heap, resident } = await memoryOf()
    rows.push([`${until}`, heap.toFixed(0), resident.toFixed(0), perSecond.toFixed(0)])
    process.stderr.write(`${rows.at(-1)?.join('  ')}\n`)
  }
  await bot.stop()
  print(`6b. ${CONVERSATIONS} conversations of one message over HTTP, ${AT_ONCE} at a time`, rows)
}
