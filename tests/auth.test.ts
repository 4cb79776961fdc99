import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sign } from 'jsonwebtoken'
import { activity, type Started, startServer } from './helpers/server'

const APP = '11111111-2222-3333-4444-555555555555'
const ISSUER = 'https://api.botframework.com'
const SERVICE = 'https://smba.trafficmanager.net/teams/'
const EVIL = 'https://evil.example/'
const ours = generateKeyPairSync('rsa', { modulusLength: 2048 })
const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 })
const folder = mkdtempSync(path.join(tmpdir(), 'kyc-auth-'))

// an OpenID server of our own stands where Microsoft's is
const openId: Server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json')
  const { port } = openId.address() as AddressInfo
  const key = { ...ours.publicKey.export({ format: 'jwk' }), kid: 'one', endorsements: ['msteams'] }
  response.end(
    JSON.stringify(
      request.url === '/keys'
        ? { keys: [key] }
        : { issuer: ISSUER, jwks_uri: `http://127.0.0.1:${port}/keys` }
    )
  )
})
const credentials = { MicrosoftAppId: APP, MicrosoftAppPassword: 'the-app-password', KYC_DATA: folder }
const metadata = () => {
  const place = `http://127.0.0.1:${(openId.address() as AddressInfo).port}/openid`
  return {
    ToBotFromChannelOpenIdMetadataUrl: place,
    ToBotFromEmulatorOpenIdMetadataUrl: place,
    ToBotFromChannelTokenIssuer: ISSUER,
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: ISSUER,
    OAuthUrl: 'https://token.botframework.com',
    ValidateAuthority: 'true'
  }
}
let server: Started
beforeAll(async () => {
  await new Promise<void>((resolve) => openId.listen(0, '127.0.0.1', resolve))
  server = await startServer({ ...credentials, ...metadata() })
})
afterAll(async () => {
  await server.stop()
  openId.close()
  openId.closeAllConnections()
  rmSync(folder, { recursive: true })
})

const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset
const claims = (over: object = {}) => ({
  serviceurl: SERVICE,
  aud: APP,
  iss: ISSUER,
  nbf: seconds(-10),
  exp: seconds(3600),
  ...over
})
const token = (over: object = {}, { key = ours.privateKey, kid = 'one' } = {}) =>
  sign(claims(over), key, { algorithm: 'RS256', keyid: kid })
const unsigned = () => sign(claims(), '', { algorithm: 'none', keyid: 'one' })
const message = { channelId: 'msteams', serviceUrl: SERVICE, text: 'my photo is blurry' }
const post = async (
  authorization: string | undefined,
  over: object = {},
  url = server.url.replace('localhost', '127.0.0.1')
) => {
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(authorization === undefined ? {} : { authorization })
    },
    body: JSON.stringify(activity({ ...message, ...over }))
  })
  return { status: response.status, body: await response.text() }
}

describe('a caller with an app id set', () => {
  it('is answered with a valid token', async () => {
    const { status, body } = await post(`Bearer ${token()}`)
    expect(status).toBe(200)
    expect(body).toContain('blur')
  })

  it.each<[string, () => string | undefined, object?]>([
    ['no token', () => undefined],
    ['an empty token', () => 'Bearer '],
    ['garbage', () => 'Bearer abc'],
    ['another scheme', () => 'Basic abc'],
    ['a wrong audience', () => `Bearer ${token({ aud: 'other' })}`],
    ['a wrong issuer', () => `Bearer ${token({ iss: 'https://evil.example' })}`],
    ['an expired token', () => `Bearer ${token({ exp: seconds(-3600) })}`],
    ['a token that is not valid yet', () => `Bearer ${token({ nbf: seconds(3600) })}`],
    ['a bad signature', () => `Bearer ${token({}, { key: theirs.privateKey })}`],
    ['no signature', () => `Bearer ${unsigned()}`],
    ['an unknown key', () => `Bearer ${token({}, { kid: 'two' })}`],
    [
      'a token for another service',
      () => `Bearer ${token({ serviceurl: 'https://other.botframework.com/' })}`
    ],
    ['a token for no service', () => `Bearer ${token({ serviceurl: undefined })}`],
    [
      'a service that is none of Microsoft',
      () => `Bearer ${token({ serviceurl: EVIL })}`,
      { serviceUrl: EVIL }
    ],
    ['a service that is not the one of the token', () => `Bearer ${token()}`, { serviceUrl: `${SERVICE}x/` }],
    ['a channel that the key is not endorsed for', () => `Bearer ${token()}`, { channelId: 'slack' }]
  ])('is refused with %s, and nothing is printed', async (_, authorization, over = {}) => {
    const before = server.output()
    const { status, body } = await post(authorization(), over)
    expect(status).toBe(401)
    expect(body).not.toMatch(/ at |node_modules|BEGIN|modulus/)
    expect(server.output().slice(before.length)).not.toMatch(/BEGIN|"n":| at /)
  })
})

describe('a flood without a token', () => {
  it('does not use up the messages of the conversation it names', async () => {
    const limited = await startServer({
      ...credentials,
      ...metadata(),
      KYC_MESSAGES_PER_MINUTE: '2',
      KYC_LOG: 'warn'
    })
    const at = limited.url.replace('localhost', '127.0.0.1')
    const send = (authorization?: string) => post(authorization, { conversation: { id: 'victim' } }, at)
    for (let n = 0; n < 5; n++) expect((await send()).status).toBe(401)
    // the operator sees who was turned away
    expect(await (await fetch(`${at}/metrics`)).text()).toContain('kyc_refused_total{reason="credentials"} 5')
    expect(limited.output()).toContain('"event":"caller refused","reason":"credentials"')
    const statuses = []
    for (let n = 0; n < 3; n++) statuses.push((await send(`Bearer ${token()}`)).status)
    expect(statuses).toEqual([200, 200, 429])
    await limited.stop()
  })
})

describe('a configuration', () => {
  it.each([
    ['single tenant', { MicrosoftAppType: 'SingleTenant', MicrosoftAppTenantId: 'tenant' }],
    ['multi tenant', { MicrosoftAppType: 'MultiTenant' }],
    [
      'managed identity',
      { MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppTenantId: 'tenant', MicrosoftAppPassword: '' }
    ]
  ])('for %s starts', async (_, over) => {
    const started = await startServer({ ...credentials, ...over })
    expect((await fetch(`${started.url.replace('localhost', '127.0.0.1')}/healthz`)).status).toBe(200)
    await started.stop()
  })

  it('that is half done is refused, with every problem and without a secret', async () => {
    const start = startServer({ ...credentials, MicrosoftAppType: 'Other', PORT: '80a', KYC_LOG: 'loud' })
    await expect(start).rejects.toThrow(/PORT.*KYC_LOG.*MicrosoftAppType/)
    await expect(start).rejects.not.toThrow('the-app-password')
  })
})
