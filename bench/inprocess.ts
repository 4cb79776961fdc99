import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ActivityHandler, type CloudAdapter } from 'botbuilder'
import { createMind } from '../src/assemble'
import { createBot } from '../src/bot'
import { createHandler } from '../src/channels/botframework'
import { readConfig } from '../src/config'
import { createLog } from '../src/log'
import { createMetrics } from '../src/metrics'
import { createAdapter } from '../src/server/auth'
import { openLocalStore } from '../src/store/local'
import { createProcessStore } from '../src/store/process'
import { median, print, quantile } from './figures'
import { activity } from './talk'

const TURNS = 2000
const ROUNDS = 3
const PARALLEL = 16

/** Measures turns without HTTP: what the bot itself adds to the framework, with and without the durable store. */
export async function benchInProcess(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kyc-bench-'))
  const mind = createMind()
  const parts = { log: createLog('silent'), metrics: createMetrics() }
  const echo = new ActivityHandler().onMessage(async (context, next) => {
    await context.sendActivity(`Echo: ${context.activity.text}`)
    await next()
  })
  const local = openLocalStore(folder)
  const handlers: [string, ActivityHandler][] = [
    ['echo', echo],
    ['bot, rows in the process', createHandler({ bot: createBot(mind, createProcessStore()), ...parts })],
    ['bot, rows in LMDB', createHandler({ bot: createBot(mind, local), ...parts })]
  ]
  const adapter = createAdapter(readConfig({}))
  const results = new Map<string, { perSecond: number; p99Ms: number }[]>()
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, handler] of handlers) {
      const result = await run(adapter, handler, round)
      // the first round warms up
      if (round > 0) results.set(name, [...(results.get(name) ?? []), result])
    }
  }
  const base = median((results.get('echo') ?? []).map(({ perSecond }) => perSecond))
  const rows = [...results].map(([name, list]) => {
    const perSecond = median(list.map((one) => one.perSecond))
    return [
      name,
      perSecond.toFixed(0),
      median(list.map((one) => one.p99Ms)).toFixed(1),
      (perSecond / base).toFixed(2)
    ]
  })
  print(`turns in the process, ${PARALLEL} conversations at a time, median of ${ROUNDS} rounds`, [
    ['', 'turns/s', 'p99 ms', 'of echo'],
    ...rows
  ])
  await local.close()
  rmSync(folder, { recursive: true })
}

async function run(adapter: CloudAdapter, handler: ActivityHandler, round: number) {
  const times: number[] = []
  const began = performance.now()
  const worker = async (conversation: number): Promise<void> => {
    for (let turn = 0; turn < TURNS / PARALLEL; turn++) {
      const sent = performance.now()
      await deliver(adapter, handler, activity(conversation + round * PARALLEL, turn, 'urn:bench'))
      times.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, (_, n) => worker(n)))
  return { perSecond: TURNS / ((performance.now() - began) / 1000), p99Ms: quantile(times, 0.99) }
}

// the replies go to a connector that does nothing
const conversations = {
  replyToActivity: async () => ({ id: '1' }),
  sendToConversation: async () => ({ id: '1' })
}

async function deliver(adapter: CloudAdapter, handler: ActivityHandler, message: object): Promise<void> {
  const claims = { claims: [], isAuthenticated: true, authenticationType: '', getClaimValue: () => null }
  const result = {
    audience: '',
    claimsIdentity: claims,
    connectorFactory: { create: async () => ({ conversations }) }
  }
  type Deliver = (
    auth: unknown,
    activity: object,
    logic: Parameters<CloudAdapter['processActivityDirect']>[2]
  ) => Promise<void>
  const direct = adapter.processActivityDirect.bind(adapter) as unknown as Deliver
  await direct(result, message, (context) => handler.run(context))
}
