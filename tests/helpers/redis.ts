import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from '@redis/client'
import { freePort } from './port'

/** A Redis server of our own. */
export interface Redis {
  url: string
  /** Ends it at once, as a crash would. */
  kill: () => Promise<void>
  /** Starts it again on the same port, with what it had on the disk. */
  restart: () => Promise<void>
  /** Every key with all that stands under it, as one text. */
  dump: () => Promise<string>
  /** Bytes of memory that its data takes. */
  memory: () => Promise<number>
  stop: () => Promise<void>
}

const SLOTS = 16_384

/** Starts a real Redis on a free port; undefined where none is installed, which is said in one line, and an error with CI=true. */
export async function startRedis({ cluster = false } = {}): Promise<Redis | undefined> {
  if (!isInstalled()) {
    if (process.env.CI) throw new Error('redis-server is not installed; .ci/run installs it')
    console.warn('redis-server is not installed, so the tests with Redis do nothing')
    return undefined
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'kyc-redis-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  settings.push('--appendonly', 'yes', '--appendfsync', 'always', '--cluster-enabled', cluster ? 'yes' : 'no')
  let ended: Promise<unknown> = Promise.resolve()
  let child: ChildProcess
  const start = async (): Promise<void> => {
    child = spawn('redis-server', settings, { stdio: 'ignore' })
    ended = new Promise((resolve) => child.once('exit', resolve))
    await untilAnswers(url)
  }
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  await start()
  if (cluster) {
    await ask(url, ['CLUSTER', 'ADDSLOTSRANGE', '0', String(SLOTS - 1)])
    while (!String(await ask(url, ['CLUSTER', 'INFO'])).includes('cluster_state:ok')) await wait(50)
  }
  return {
    url,
    kill,
    restart: start,
    dump: async () => {
      const keys = (await ask(url, ['KEYS', '*'])) as string[]
      const rows = await Promise.all(
        keys.map(async (key) => `${key} ${await ask(url, ['DUMP', key]).catch(() => '')}`)
      )
      const values = await Promise.all(keys.map((key) => ask(url, ['HVALS', key]).catch(() => '')))
      return [...rows, ...values.map(String)].join('\n')
    },
    memory: async () => Number(/used_memory:(\d+)/.exec(String(await ask(url, ['INFO', 'memory'])))?.[1]),
    stop: async () => {
      await kill()
      rmSync(folder, { recursive: true })
    }
  }
}

function isInstalled(): boolean {
  try {
    execFileSync('redis-server', ['--version'])
    return true
  } catch {
    return false
  }
}

async function ask(url: string, command: string[]): Promise<unknown> {
  const client = await createClient({ url, socket: { reconnectStrategy: false } })
    .on('error', () => undefined)
    .connect()
  try {
    return await client.sendCommand(command)
  } finally {
    client.destroy()
  }
}

async function untilAnswers(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await ask(url, ['PING'])
      return
    } catch (error) {
      if (tries > 100) throw error
      await wait(50)
    }
  }
}
