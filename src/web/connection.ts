import { type Kept, keep, readKept } from './kept'
import type { Activity, Settings } from './protocol'

/** How the line is: never up yet, up, lost and being made again, or the device is offline. */
export type Line = 'connecting' | 'open' | 'reconnecting' | 'offline'

/** A small Direct Line 3.0 client: one conversation, that goes on after a refresh, a lost network or a restarted server. */
export interface Connection {
  /** Sends an activity until the server has it; false when the server refuses it. Sent again, it counts once. */
  post(activity: Activity): Promise<boolean>
}

interface Opened {
  conversationId: string
  token: string
  expires_in?: number
  streamUrl?: string
  resume?: string
}

interface Page {
  activities: Activity[]
  watermark?: string
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 8000
const POLL_EVERY_MS = 1500
/** Streams that fail before they open, after which the page asks in place of listening. */
const STREAMS_TRIED = 2
const POSTS_TRIED = 6
/** Tokens live half an hour. */
const RENEW_EVERY_MS = 10 * 60 * 1000

/** An answer of the server that is not a good one. */
class Refused extends Error {
  constructor(readonly status: number) {
    super(`status ${status}`)
  }
}

/** Opens the conversation that is kept, or a new one, and tells of every activity once. */
export function connect(
  { domain, tokenUrl, locale }: Pick<Settings, 'domain' | 'tokenUrl' | 'locale'>,
  tell: { activity: (activity: Activity) => void; line: (line: Line) => void; begun: () => void }
): Connection {
  let token = ''
  let conversation = ''
  let watermark = ''
  let failures = 0
  let wasOpen = false
  let streamsFailed = 0
  let wake: () => void = () => undefined
  let ready: () => void = () => undefined
  const isReady = new Promise<void>((resolve) => {
    ready = resolve
  })

  async function call<T>(method: string, url: string, body?: object): Promise<T> {
    const response = await fetch(url, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {})
      },
      ...(body ? { body: JSON.stringify(body) } : {})
    })
    if (!response.ok) throw new Refused(response.status)
    return (await response.json()) as T
  }
  const isForbidden = (error: unknown): boolean =>
    error instanceof Refused && (error.status === 403 || error.status === 401)

  function take(opened: Opened): Opened {
    if (conversation && conversation !== opened.conversationId) {
      watermark = ''
      tell.begun()
    }
    token = opened.token
    conversation = opened.conversationId
    const news: Kept = { conversation, token }
    if (opened.resume) news.resume = opened.resume
    keep(news)
    return opened
  }

  const rejoin = async (): Promise<Opened> =>
    take(await call('GET', `${domain}/conversations/${conversation}?watermark=${watermark || '-'}`))

  // with a token that still works, then with the one for coming back, then from the beginning
  async function open(): Promise<Opened> {
    const kept = readKept()
    if (kept.conversation && kept.token && !conversation) {
      conversation = kept.conversation
      token = kept.token
    }
    if (conversation) {
      try {
        return await rejoin()
      } catch (error) {
        if (!isForbidden(error)) throw error
      }
    }
    const before = conversation
    token = ''
    take(await call<Opened>('POST', tokenUrl, kept.resume ? { resume: kept.resume } : {}))
    return conversation === before
      ? rejoin()
      : take(await call('POST', `${domain}/conversations`, { locale }))
  }

  function read({ activities, watermark: next }: Page): void {
    if (next) watermark = next
    for (const activity of activities) tell.activity(activity)
  }

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  /** Listens until the stream ends. */
  const listen = (url: string): Promise<void> =>
    new Promise((resolve) => {
      const socket = new WebSocket(url)
      let opened = false
      let refresh = 0
      const end = () => {
        clearInterval(refresh)
        removeEventListener('offline', close)
        if (!opened) streamsFailed++
        resolve()
      }
      const close = () => {
        socket.close()
        end()
      }
      socket.onopen = () => {
        opened = true
        up()
        refresh = setInterval(renew, RENEW_EVERY_MS)
      }
      socket.onmessage = ({ data }) => {
        // the service sends empty texts to keep the line alive
        if (data) read(JSON.parse(String(data)) as Page)
      }
      socket.onclose = end
      addEventListener('offline', close)
    })

  /** Asks again and again, for networks that let no stream through; ends when an answer fails. */
  async function poll(): Promise<void> {
    for (;;) {
      read(await call('GET', `${domain}/conversations/${conversation}/activities?watermark=${watermark}`))
      up()
      await pause(POLL_EVERY_MS)
    }
  }

  const up = (): void => {
    failures = 0
    wasOpen = true
    tell.line('open')
  }

  const renew = (): void => {
    call<Opened>('POST', `${domain}/tokens/refresh`).then(take, () => undefined)
  }

  async function run(): Promise<never> {
    for (;;) {
      try {
        const { streamUrl } = await open()
        ready()
        if (streamUrl && streamsFailed < STREAMS_TRIED) await listen(streamUrl)
        else await poll()
      } catch {
        // whatever it was, it is tried again
      }
      tell.line(navigator.onLine ? (wasOpen ? 'reconnecting' : 'connecting') : 'offline')
      await pause(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures++))
    }
  }

  async function deliver(activity: Activity): Promise<boolean> {
    await isReady
    for (let tries = 0; tries < POSTS_TRIED; ) {
      try {
        await call('POST', `${domain}/conversations/${conversation}/activities`, activity)
        return true
      } catch (error) {
        // no answer at all: the network is away, and waiting costs nothing
        if (error instanceof Refused) {
          if (isForbidden(error)) await open().catch(() => undefined)
          else if (error.status < 500 && error.status !== 429) return false
          tries++
        }
        await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** Math.min(tries, 3)))
      }
    }
    return false
  }

  addEventListener('online', () => wake())
  addEventListener('offline', () => tell.line('offline'))
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake())
  void run()
  // one after another: the bot must hear them in the order in which they were said
  let last: Promise<unknown> = Promise.resolve()
  return {
    post(activity) {
      const sent = last.then(() => deliver(activity))
      last = sent
      return sent
    }
  }
}
