import { setTimeout as wait } from 'node:timers/promises'
import WebSocket from 'ws'
import { print, quantile } from './figures'
import { SCRIPTS, start, temporaryFolder } from './process'
import { writeTalks } from './talk'

const PEOPLE = 500
const EVERY_MS = 2000
const FOR_MS = 60_000

interface Seen {
  from: { role?: string; id: string }
  id: string
  type: string
  channelData?: { clientActivityID?: string }
}

/** Lets 500 people talk over websockets at once, each saying one thing every two seconds for a minute, and looks for lost, doubled and misordered messages. */
export async function benchCrowd(): Promise<void> {
  const bot = await start(SCRIPTS.bot, { KYC_DATA: temporaryFolder(), KYC_LOG: 'silent' })
  const base = `${bot.url}/v3/directline`
  const talks = writeTalks()
  const times: number[] = []
  let said = 0
  let lost = 0
  let doubled = 0
  let misordered = 0

  const call = async (url: string, token: string, body?: object): Promise<Record<string, string>> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body ?? {}) })
    if (!response.ok) throw new Error(`status ${response.status} from ${url}`)
    return (await response.json()) as Record<string, string>
  }

  async function person(number: number): Promise<void> {
    const { token = '' } = await call(`${base}/tokens/generate`, '')
    const { streamUrl = '', conversationId } = await call(`${base}/conversations`, token)
    const stream = new WebSocket(streamUrl)
    const seen: Seen[] = []
    let heard: () => void = () => undefined
    stream.on('message', (data) => {
      if (!String(data)) return
      seen.push(...(JSON.parse(String(data)) as { activities: Seen[] }).activities)
      heard()
    })
    await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject))
    await wait((number / PEOPLE) * EVERY_MS)
    const began = performance.now()
    let count = 0
    while (performance.now() - began < FOR_MS) {
      const sent = performance.now()
      const text = talks[number]?.[count % 20] ?? ''
      const answers = seen.filter(({ from }) => from.id === 'bot').length
      const answered = new Promise<void>((resolve) => {
        heard = () => {
          if (seen.filter(({ from }) => from.id === 'bot').length > answers) resolve()
        }
      })
      const channelData = { clientActivityID: `${number}-${count++}` }
      await call(`${base}/conversations/${conversationId}/activities`, token, {
        type: 'message',
        text,
        channelData
      })
      const isAnswered = await Promise.race([answered.then(() => true), wait(EVERY_MS * 2, false)])
      if (isAnswered) times.push(performance.now() - sent)
      await wait(Math.max(0, sent + EVERY_MS - performance.now()))
    }
    stream.close()
    said += count
    const mine = seen.flatMap(({ channelData }) => channelData?.clientActivityID ?? [])
    const answers = seen.filter(({ from, type }) => from.id === 'bot' && type === 'message').length - 1
    lost += Math.max(0, count - answers) + (count - new Set(mine).size)
    doubled += mine.length - new Set(mine).size + Math.max(0, answers - count)
    const inOrder = [...mine].sort((a, b) => Number(a.split('-')[1]) - Number(b.split('-')[1]))
    if (inOrder.join() !== mine.join()) misordered++
    const ids = seen.map(({ id }) => id)
    if ([...ids].sort().join() !== ids.join()) misordered++
  }

  await Promise.all(Array.from({ length: PEOPLE }, (_, number) => person(number)))
  const metrics = await (await fetch(`${bot.url}/metrics`)).text()
  const memory = Number(/^process_resident_memory_bytes (\d+)/m.exec(metrics)?.[1]) / 1e6
  await bot.stop()
  print(`4e. ${PEOPLE} web chats on one process, each says one thing every 2 s for 60 s`, [
    ['said', String(said)],
    ['lost / doubled / misordered', `${lost} / ${doubled} / ${misordered}`],
    ['answer ms, median / p99', `${quantile(times, 0.5).toFixed(0)} / ${quantile(times, 0.99).toFixed(0)}`],
    ['memory of the process at the end', `${memory.toFixed(0)} MB`]
  ])
}
