import WebSocket from 'ws'

interface Said {
  id: string
  type: string
  text?: string
  from?: { id: string }
  watermark?: string
}

/** A web chat over the Direct Line service, on one instance or several. */
export interface Talk {
  conversation: string
  user: string
  token: string
  /** Says something to an instance and gives the bot's answer as the stream brings it. */
  say(text: string, at?: string): Promise<string>
  /** All that the stream brought. */
  seen: Said[]
  read(at?: string): Promise<{ activities: Said[] }>
  leave(): void
}

/** Opens a web chat: it listens to one instance, `listen`, and may speak to others. */
export async function openTalk(url: string, listen = url, token?: string): Promise<Talk> {
  const call = async (method: string, at: string, route: string, bearer: string, body?: object) => {
    const response = await fetch(`${at}/v3/directline${route}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {})
    })
    if (!response.ok) throw new Error(`status ${response.status} from ${at}${route}`)
    return (await response.json()) as Record<string, string>
  }
  const isNew = token === undefined
  const bearer = token ?? (await call('POST', url, '/tokens/generate', '')).token ?? ''
  const claims = JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString()) as {
    conversation: string
    sub: string
  }
  const { conversation } = claims
  if (isNew) await call('POST', url, '/conversations', bearer)
  const { streamUrl = '' } = await call('GET', listen, `/conversations/${conversation}`, bearer)
  const seen: Said[] = []
  const stream = new WebSocket(streamUrl)
  stream.on('message', (data) =>
    seen.push(...(JSON.parse(String(data)) as { activities: Said[] }).activities)
  )
  await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject))
  const answers = () => seen.filter(({ type, from }) => type === 'message' && from?.id === 'bot')
  const until = async (count: number): Promise<void> => {
    for (let wait = 0; answers().length < count; wait++) {
      if (wait > 400) throw new Error(`${answers().length} of ${count} answers`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  await until(1)
  return {
    conversation,
    user: claims.sub,
    token: bearer,
    seen,
    async say(text, at = url) {
      const count = answers().length
      const channelData = { clientActivityID: `${count}-${Math.random()}` }
      await call('POST', at, `/conversations/${conversation}/activities`, bearer, {
        type: 'message',
        text,
        channelData
      })
      await until(count + 1)
      return answers().at(-1)?.text ?? ''
    },
    read: async (at = url) =>
      (await call('GET', at, `/conversations/${conversation}/activities`, bearer)) as unknown as {
        activities: Said[]
      },
    leave: () => stream.close()
  }
}
