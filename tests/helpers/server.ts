import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { activity } from './activity'

const MAIN = path.join(__dirname, '../../dist/src/main.js')

const children = new Set<ChildProcess>()
// a test that fails leaves no server behind, which would keep the run from ending
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** A process of the built bot. */
export interface Started {
  process: ChildProcess
  /** The address it printed. */
  url: string
  /** Everything it wrote so far. */
  output: () => string
  /** Ends it with a signal and waits until it is gone; gives the exit code. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>
}

/** Starts the built bot on a free port and waits until it listens; throws with its output when it exits before. */
export async function startServer(env: Record<string, string>): Promise<Started> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: '0', KYC_LOG: 'error', ...env }
  })
  children.add(child)
  let written = ''
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    const read = (data: Buffer) => {
      written += data
      const found = /http:\/\/[\d.a-z]+:\d+/.exec(written)?.[0]
      if (found) resolve(found)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', () => reject(new Error(`the bot did not start: ${written}`)))
  })
  return {
    process: child,
    url,
    output: () => written,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal)
      return exited
    }
  }
}

export { activity }

/** Posts a body to the bot and gives the status and what came back. */
export async function post(url: string, body: unknown): Promise<{ status: number; body: string }> {
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body)
  })
  return { status: response.status, body: await response.text() }
}

/** What the bot replied to an activity, as text and button labels. */
export async function ask(
  url: string,
  over: Record<string, unknown>
): Promise<{ text: string; buttons: string[] }> {
  const { status, body } = await post(url, activity(over))
  if (status !== 200) throw new Error(`status ${status}: ${body}`)
  const { activities } = JSON.parse(body) as {
    activities: { type: string; text?: string; suggestedActions?: { actions: { title: string }[] } }[]
  }
  const messages = activities.filter(({ type }) => type === 'message')
  return {
    text: messages.map(({ text }) => text ?? '').join('\n'),
    buttons: messages.flatMap(
      ({ suggestedActions }) => suggestedActions?.actions.map(({ title }) => title) ?? []
    )
  }
}

/** A connector that takes every reply and keeps it, like the service of a channel. */
export async function startConnector(): Promise<{
  url: string
  received: Record<string, unknown>[]
  /** How each of them came: "POST /v3/conversations/...". */
  calls: string[]
  /** Refuses the next replies for good. */
  refuse: (count: number) => void
  close: () => void
}> {
  const received: Record<string, unknown>[] = []
  const calls: string[] = []
  let refusing = 0
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (data) => {
      body += data
    })
    request.on('end', () => {
      calls.push(`${request.method} ${request.url}`)
      received.push(JSON.parse(body || '{}'))
      // restify's writeHead, where it is loaded, gives nothing back
      response.writeHead(refusing-- > 0 ? 412 : 201, { 'content-type': 'application/json' })
      response.end('{"id":"1"}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    calls,
    refuse: (count) => {
      refusing = count
    },
    close: () => server.close()
  }
}
