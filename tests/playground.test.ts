import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import WebSocket from 'ws'
import { loadKnowledge } from '../src/knowledge/load'
import { type Started, startServer } from './helpers/server'

const CLI = path.join(__dirname, '../node_modules/@microsoft/m365agentsplayground/cli.js')
const folder = mkdtempSync(path.join(tmpdir(), 'kyc-playground-'))
const knowledge = loadKnowledge().get('en')
let bot: Started
let playground: ChildProcess
let base: string

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

beforeAll(async () => {
  bot = await startServer({ KYC_DATA: path.join(folder, 'data') })
  const port = await freePort()
  base = `127.0.0.1:${port}`
  const args = [
    CLI,
    'start',
    '-e',
    `${bot.url}/api/messages`,
    '-c',
    'emulator',
    '-p',
    String(port),
    '--disable-telemetry'
  ]
  // it opens a browser otherwise, and ends where there is none
  playground = spawn(process.execPath, args, {
    env: { ...process.env, TEAMSAPPTESTER_BROWSER: 'none' },
    stdio: 'ignore',
    cwd: folder
  })
  for (let tries = 0; tries < 100; tries++) {
    if (
      await fetch(`http://${base}/_internal/v1/config`).then(
        (r) => r.ok,
        () => false
      )
    )
      return
    await wait(200)
  }
  throw new Error('the Agents Playground did not start')
}, 40_000)

afterAll(async () => {
  playground.kill()
  await bot.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Frame {
  message?: { text?: string; suggestedActions?: { actions: { title: string }[] }; from?: { id: string } }
}

describe('the Agents Playground', () => {
  it('gets through a diagnosis with a question in between', async () => {
    const { config } = (await (await fetch(`http://${base}/_internal/v1/config`)).json()) as {
      config: { personalChat: { id: string }; currentUser: { id: string } }
    }
    const frames: Frame[] = []
    const socket = new WebSocket(`ws://${base}/_ws_conversation/v1/conversations/stream`)
    socket.on('message', (data) => frames.push(JSON.parse(String(data))))
    await new Promise((resolve) => socket.once('open', resolve))
    const send = (url: string, body: unknown) =>
      fetch(`http://${base}${url}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body)
      })
    const say = async (text: string): Promise<string> => {
      const before = frames.length
      const message = { type: 'text', text, textFormat: 'plain', from: { id: config.currentUser.id } }
      await send(`/_conversation/v1/conversations/${config.personalChat.id}/messages`, message)
      for (let tries = 0; tries < 50; tries++) {
        const reply = frames.slice(before).find((frame) => frame.message?.suggestedActions)?.message
        if (reply) return reply.text ?? ''
        await wait(100)
      }
      throw new Error(`no reply to "${text}"`)
    }
    await send(`/_debug/conversation/${config.personalChat.id}/installation`, {})
    await wait(500)
    expect(frames.map(({ message }) => message?.text ?? '').join('\n')).toContain(knowledge?.phrases.welcome)
    expect(await say('my passport photo is tilted')).toContain(knowledge?.reasons.get('tilted_angle')?.cause)
    expect(await say('One step at a time')).toContain('Step 1 of 5')
    expect(await say('how long does the review take?')).toContain(
      knowledge?.faqs.get('faq_review_time')?.answer
    )
    expect(await say('ok continue')).toContain('Step 1 of 5')
    expect(await say('It failed again')).toContain('try 2')
    expect(await say('failed again')).toContain(knowledge?.phrases.liveChat)
    socket.close()
  }, 30_000)
})
