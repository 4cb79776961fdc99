import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { median, print, quantile } from './figures'
import { type Running, start, startStub } from './process'
import { activity } from './talk'

const ECHO = path.join(__dirname, 'echo.js')
const BOT = path.join(__dirname, '../src/main.js')
const CONVERSATIONS = 200
const ROUNDS = 3
const ROUND_MS = 2500
const STARTS = 7

interface Load {
  perSecond: number
  p99Ms: number
}

/** Measures turns a second over HTTP and the time to start, ours beside an echo bot, in alternating rounds. */
export async function benchHttp(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kyc-bench-'))
  const env = { KYC_DATA: folder, KYC_LOG: 'silent' }
  const stub = await startStub()
  const [echo, bot] = [await start(ECHO, {}), await start(BOT, env)]
  const rows = [['', 'echo turns/s', 'p99 ms', 'bot turns/s', 'p99 ms', 'bot / echo']]
  for (const parallel of [1, 16]) {
    await load(echo, stub.url, parallel, 500)
    await load(bot, stub.url, parallel, 500)
    const loads: { echo: Load; bot: Load }[] = []
    for (let round = 0; round < ROUNDS; round++) {
      loads.push({
        echo: await load(echo, stub.url, parallel, ROUND_MS),
        bot: await load(bot, stub.url, parallel, ROUND_MS)
      })
    }
    const of = (who: 'echo' | 'bot', key: keyof Load) => median(loads.map((one) => one[who][key]))
    const ratio = median(loads.map((one) => one.bot.perSecond / one.echo.perSecond))
    rows.push([
      `${parallel} at a time`,
      of('echo', 'perSecond').toFixed(0),
      of('echo', 'p99Ms').toFixed(1),
      of('bot', 'perSecond').toFixed(0),
      of('bot', 'p99Ms').toFixed(1),
      ratio.toFixed(2)
    ])
  }
  await echo.stop()
  await bot.stop()
  stub.server.close()
  print(`turns over HTTP, replies to a stub connector, median of ${ROUNDS} rounds`, rows)
  await benchStart(env)
  rmSync(folder, { recursive: true })
}

async function benchStart(env: Record<string, string>): Promise<void> {
  const times: { echo: number; bot: number }[] = []
  for (let i = 0; i < STARTS; i++)
    times.push({ echo: await startOnce(ECHO, {}), bot: await startOnce(BOT, env) })
  const [echo, bot] = [median(times.map((time) => time.echo)), median(times.map((time) => time.bot))]
  print(`from process start to listening, median of ${STARTS}`, [
    ['echo', 'bot', 'bot / echo'],
    [`${echo.toFixed(0)} ms`, `${bot.toFixed(0)} ms`, (bot / echo).toFixed(2)]
  ])
}

async function startOnce(script: string, env: Record<string, string>): Promise<number> {
  const running = await start(script, env)
  await running.stop()
  return running.startMs
}

async function load({ url }: Running, serviceUrl: string, parallel: number, forMs: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: parallel })
  const until = performance.now() + forMs
  const times: number[] = []
  const began = performance.now()
  const worker = async (first: number): Promise<void> => {
    // each worker has conversations of its own, so that none has two turns at once
    for (let turn = 0; performance.now() < until; turn++) {
      const conversation = first + parallel * (Math.floor(turn / 20) % Math.floor(CONVERSATIONS / parallel))
      const sent = performance.now()
      await post(url, activity(conversation, turn, serviceUrl), agent)
      times.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: parallel }, (_, n) => worker(n)))
  const seconds = (performance.now() - began) / 1000
  agent.destroy()
  return { perSecond: times.length / seconds, p99Ms: quantile(times, 0.99) }
}

function post(url: string, body: object, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent, headers: { 'content-type': 'application/json' } }
    const sent = request(`${url}/api/messages`, options, (response) => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`status ${response.statusCode}`))
      )
    })
    sent.on('error', reject)
    sent.end(JSON.stringify(body))
  })
}
