import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that was started as a process of its own. */
export interface Running {
  url: string
  /** Milliseconds from the start of the process to the line that says it listens. */
  startMs: number
  stop: () => Promise<void>
}

/** Starts a built script and waits for the address it prints. */
export async function start(script: string, env: Record<string, string>): Promise<Running> {
  const began = performance.now()
  const child: ChildProcess = spawn(process.execPath, [script], {
    env: { ...process.env, PORT: '0', ...env }
  })
  const url = await new Promise<string>((resolve, reject) => {
    let written = ''
    child.stdout?.on('data', (data) => {
      written += data
      const found = /http:\/\/[\d.]+:\d+/.exec(written)?.[0]
      if (found) resolve(found)
    })
    child.once('exit', () => reject(new Error(`${script} did not start: ${written}`)))
  })
  const startMs = performance.now() - began
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    url,
    startMs,
    stop: async () => {
      child.kill('SIGKILL')
      await gone
    }
  }
}

/** A connector that takes every reply and answers at once. */
export async function startStub(): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"1"}'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, server }
}
