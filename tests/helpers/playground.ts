import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import WebSocket from 'ws'
import { ROOT } from '../../src/root'
import { freePort } from './port'

const CLI = path.join(ROOT, 'node_modules/@microsoft/m365agentsplayground/cli.js')
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What the Playground shows of a message. */
export interface Shown {
  text?: string
  suggestedActions?: { actions: { title: string }[] }
  attachments?: { content: Record<string, unknown> }[]
  /** The conversation or thread in which it stands. */
  place: string
}
interface Frame {
  action?: string
  actionConversationId?: string
  message?: Omit<Shown, 'place'>
}

/** The Agents Playground in one channel. */
export interface Playground {
  url: string
  /** Ids of its conversations. */
  places: Record<'personal' | 'group' | 'channel', string>
  /** Installs the bot in a conversation; gives what was shown then. */
  install(place: string): Promise<Shown[]>
  /** Says something and gives the one message that answers it; where `MENTION` stands in it, the bot is named. */
  say(place: string, text: string): Promise<Shown>
  stop(): void
}

interface Config {
  personalChat: { id: string }
  groupChats: { id: string }[]
  teams: { channels: { id: string }[] }[]
  currentUser: { id: string }
  bot: { id: string }
}

/** How the Playground writes the name of the bot; people write it in any case. */
export const MENTION = '<at>Test Bot</at>'

/** Starts the Playground for a channel in front of a bot. */
export async function startPlayground(bot: string, channel: string, folder: string): Promise<Playground> {
  const port = await freePort()
  const base = `127.0.0.1:${port}`
  const endpoint = `${bot}/api/messages`
  const args = [CLI, 'start', '-e', endpoint, '-c', channel, '-p', String(port), '--disable-telemetry']
  // it opens a browser otherwise, and ends where there is none
  const env = { ...process.env, TEAMSAPPTESTER_BROWSER: 'none' }
  const child: ChildProcess = spawn(process.execPath, args, { env, stdio: 'ignore', cwd: folder })
  const { config } = await untilReady(`http://${base}/_internal/v1/config`)
  const frames: Frame[] = []
  const socket = new WebSocket(`ws://${base}/_ws_conversation/v1/conversations/stream`)
  socket.on('message', (data) => frames.push(JSON.parse(String(data))))
  await new Promise((resolve) => socket.once('open', resolve))
  const send = (route: string, body: unknown) =>
    fetch(`http://${base}${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body)
    })
  const since = (count: number): Shown[] =>
    frames
      .slice(count)
      .flatMap(({ action, actionConversationId: place = '', message }) =>
        message && action !== 'typing' ? [{ ...message, place }] : []
      )
      .filter(({ text, attachments = [] }) => text || attachments.length > 0)
  return {
    url: `http://${base}`,
    places: {
      personal: config.personalChat.id,
      group: config.groupChats[0]?.id ?? '',
      channel: config.teams[0]?.channels.at(-1)?.id ?? ''
    },
    async install(place) {
      const before = frames.length
      await send(`/_debug/conversation/${place}/installation`, {})
      await wait(700)
      return since(before)
    },
    async say(place, text) {
      const before = frames.length
      const isNamed = text.toLowerCase().includes(MENTION.toLowerCase())
      const mentions = isNamed ? [{ mentioned: { id: config.bot.id }, text: MENTION }] : []
      const from = { id: config.currentUser.id }
      const message = { type: 'text', text, textFormat: 'plain', from, mentions }
      await send(`/_conversation/v1/conversations/${encodeURIComponent(place)}/messages`, message)
      for (let tries = 0; tries < 100; tries++) {
        const [reply] = since(before)
        if (reply) return reply
        await wait(50)
      }
      throw new Error(`no reply to "${text}": ${JSON.stringify(frames.slice(before))}`)
    },
    stop: () => {
      socket.close()
      child.kill()
    }
  }
}

async function untilReady(url: string): Promise<{ config: Config }> {
  for (let tries = 0; tries < 150; tries++) {
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok) return (await response.json()) as { config: Config }
    await wait(200)
  }
  throw new Error('the Agents Playground did not start')
}
