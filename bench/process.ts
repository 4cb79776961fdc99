import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A server that was started as a process of its own. */
export interface Running {
  url: string
  /** Milliseconds from the start of the process to the line that says it listens. */
  startMs: number
  stop: () => Promise<void>
}

/** The servers that the bench starts, as built scripts. */
export const SCRIPTS = {
  stub: path.join(__dirname, 'stub.js'),
  echo: path.join(__dirname, 'echo.js'),
  bot: path.join(__dirname, '../src/main.js')
}

const children = new Set<ChildProcess>()
// whatever ends the bench, nothing it started stays behind
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/** Starts a server on a free port of this machine and waits for the address it prints. */
export async function start(script: string, env: Record<string, string> = {}): Promise<Running> {
  const began = performance.now()
  const child = spawn(process.execPath, [script], {
    env: { ...withoutCredentials(process.env), PORT: '0', KYC_MESSAGES_PER_MINUTE: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  children.add(child)
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await addressOf(child, script)
  const startMs = performance.now() - began
  const stop = (): Promise<void> => {
    children.delete(child)
    child.kill('SIGKILL')
    return gone
  }
  return { url, startMs, stop }
}

function addressOf(child: ChildProcess, script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let written = ''
    child.stdout?.on('data', (data) => {
      written += data
      // "http://127.0.0.1:4000/api" or the same at a line's end; not a number that is still being written
      const found = /(http:\/\/127\.0\.0\.1:\d+)[/\s]/.exec(written)?.[1]
      if (found) resolve(found)
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`${script} ended before it listened: ${written}`)))
  })
}

// with an app id of the caller's the bot would listen on all addresses and refuse the stub
const withoutCredentials = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('MicrosoftApp')))

/** Makes a folder that is removed when the bench ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kyc-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
