import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { activity, post, type Started, startServer } from './helpers/server'

const folder = mkdtempSync(path.join(tmpdir(), 'kyc-limits-'))
let server: Started
beforeAll(async () => {
  server = await startServer({ KYC_DATA: folder, KYC_MESSAGES_PER_MINUTE: '5', KYC_PROXIES: '1' })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const say = (conversation: string, user: string) =>
  post(server.url, activity({ conversation: { id: conversation }, from: { id: user }, text: 'hi' }))

describe('too many messages a minute', () => {
  it('of one conversation are refused with 429, and the others go on', async () => {
    const statuses = []
    for (let n = 0; n < 7; n++) statuses.push((await say('busy', `person ${n}`)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
    expect((await say('quiet', 'somebody')).status).toBe(200)
  })

  it('of one person in many conversations are refused', async () => {
    const statuses = []
    for (let n = 0; n < 12; n++) statuses.push((await say(`one of many ${n}`, 'the same')).status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
  })

  it('of one address behind the proxy are refused, with the time to come again', async () => {
    const get = (address: string) =>
      fetch(`${server.url}/healthz`, { headers: { 'x-forwarded-for': address } })
    const last = []
    for (let n = 0; n < 51; n++) last.push(await get(`198.51.100.1, 203.0.113.${n % 2 ? 7 : 7}`))
    expect(last.map(({ status }) => status).filter((status) => status === 429)).toHaveLength(1)
    expect(Number(last.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await get('203.0.113.8')).status).toBe(200)
  })
})

describe('a slow caller', () => {
  it('is cut off', async () => {
    const { port } = new URL(server.url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => undefined).resume()
    const began = Date.now()
    socket.write(
      'POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{'
    )
    await new Promise((resolve) => socket.once('close', resolve))
    expect(Date.now() - began).toBeLessThan(55_000)
  }, 60_000)
})
