import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { inkOn } from '../src/pages/assets'
import { type Started, startServer } from './helpers/server'

const folder = mkdtempSync(path.join(tmpdir(), 'kyc-pages-'))
const ALLOWED = 'https://help.example.com'
let server: Started
beforeAll(async () => {
  server = await startServer({ KYC_DATA: folder, KYC_ALLOWED_ORIGINS: ALLOWED })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const get = (route: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${route}`, { headers })
const filesOf = (html: string) =>
  [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file = '']) => file)
/** Bytes of a body as gzip sends it. */
const gzipped = async (route: string) => gzipSync(await (await get(route)).text(), { level: 9 }).length

describe('the chat page', () => {
  it('costs at most 25 kB gzip with style and script, and the embed at most 5 kB', async () => {
    const files = filesOf(await (await get('/')).text()).filter((file) => /\.(?:js|css)$/.test(file))
    expect(files).toHaveLength(2)
    const sizes = await Promise.all(['/', ...files].map(gzipped))
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(25_000)
    expect(await gzipped('/embed.js')).toBeLessThanOrEqual(5_000)
  })

  it.each(['br', 'gzip', 'identity'])('comes as %s, and again only when it changed', async (form) => {
    const response = await get('/', { 'accept-encoding': form })
    expect(response.headers.get('content-encoding') ?? 'identity').toBe(form)
    expect(await response.text()).toContain('<!doctype html>')
    const etag = response.headers.get('etag') ?? ''
    expect((await get('/', { 'if-none-match': etag })).status).toBe(304)
  })

  it('has files that never change under their name', async () => {
    for (const file of filesOf(await (await get('/')).text())) {
      const response = await get(file)
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toContain('immutable')
    }
    expect((await get('/assets/chat-0000000000.js')).status).toBe(404)
    expect((await get('/assets/..%2Fserver.js')).status).toBe(404)
  })

  it.each([
    ['/?lang=es', {}, 'es'],
    ['/', { 'accept-language': 'es-AR,en;q=0.5' }, 'es'],
    ['/', { 'accept-language': 'fr' }, 'en'],
    ['/?lang=<script>', {}, 'en']
  ])('at %s with %j is in %s', async (route, headers, language) => {
    expect(await (await get(route, headers)).text()).toContain(`<html lang="${language}"`)
  })
})

describe('a calendar entry', () => {
  it('has the moment and a sentence, in the language of the chat', async () => {
    const response = await get('/calendar/retry/2026-11-25T12:00:00.000Z.ics?lang=es')
    expect(response.headers.get('content-type')).toContain('text/calendar')
    const text = (await response.text()).replaceAll('\r\n\t', '').replaceAll('\r\n ', '')
    expect(text).toContain('DTSTART:20261125T120000Z')
    expect(text).toContain('24 horas')
  })

  it.each(['/calendar/other/2026-11-25T12:00:00.000Z.ics', '/calendar/retry/soon.ics'])(
    'is not found at %s',
    async (route) => expect((await get(route)).status).toBe(404)
  )
})

describe('every answer', () => {
  it.each(['/', '/demo', '/embed.js', '/healthz', '/nothing', '/v3/directline/session/getsessionid'])(
    '%s has the security headers',
    async (route) => {
      const { headers } = await get(route)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).not.toContain('unsafe')
      expect(policy).toContain(`frame-ancestors 'self' ${ALLOWED}`)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('permissions-policy')).toContain('camera=()')
    }
  )

  it.each([
    [ALLOWED, ALLOWED],
    ['https://evil.example.com', null]
  ])('lets %s talk to the Direct Line service: %s', async (origin, expected) => {
    const ask = { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } }
    const preflight = await fetch(`${server.url}/v3/directline/tokens/generate`, ask)
    expect(preflight.headers.get('access-control-allow-origin')).toBe(expected)
    const real = await fetch(`${server.url}/v3/directline/tokens/generate`, {
      method: 'POST',
      headers: { origin }
    })
    expect(real.headers.get('access-control-allow-origin')).toBe(expected)
    expect((await get('/metrics', { origin })).headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('the brand', () => {
  it('gives name, colour and logo', async () => {
    const branded = await startServer({
      KYC_DATA: mkdtempSync(path.join(folder, 'brand-')),
      KYC_BRAND_NAME: 'Acme <Help>',
      KYC_BRAND_COLOR: '#ffcc00',
      KYC_BRAND_LOGO: path.join(__dirname, '../src/web/logo.svg')
    })
    const html = await (await fetch(branded.url)).text()
    expect(html).toContain('<h1>Acme &lt;Help></h1>')
    const [style = ''] = filesOf(html).filter((file) => file.endsWith('.css'))
    expect(await (await fetch(branded.url + style)).text()).toContain('--accent:#ffcc00;--on-accent:#000000')
    expect(await (await fetch(`${branded.url}/embed.js`)).text()).toContain('#ffcc00')
    await branded.stop()
  })

  it.each([
    ['#000000', '#ffffff'],
    ['#ffffff', '#000000'],
    ['#0a6e5f', '#ffffff'],
    ['#ffcc00', '#000000']
  ])('writes on %s in %s', (color, ink) => expect(inkOn(color)).toBe(ink))

  it.each([
    [{ KYC_BRAND_COLOR: 'red' }, 'KYC_BRAND_COLOR must be a colour like'],
    [{ KYC_BRAND_LOGO: '/etc/passwd' }, 'KYC_BRAND_LOGO must be a file that ends in'],
    [{ KYC_BRAND_LOGO: 'gone.svg' }, 'KYC_BRAND_LOGO names a file that is not there'],
    [{ KYC_ALLOWED_ORIGINS: 'https://a.example.com/path' }, 'KYC_ALLOWED_ORIGINS must be origins'],
    [{ KYC_ALLOWED_ORIGINS: '*' }, 'KYC_ALLOWED_ORIGINS must be origins'],
    [{ KYC_DIRECTLINE: 'azure' }, 'KYC_DIRECTLINE_SECRET is missing while KYC_DIRECTLINE is azure'],
    [{ KYC_DIRECTLINE: 'elsewhere', KYC_DIRECTLINE_SECRET: 'x' }, 'KYC_DIRECTLINE must be local, azure or']
  ])('and the rest of the settings: %j is refused at the start', async (env, problem) => {
    await expect(startServer({ KYC_DATA: folder, ...env })).rejects.toThrow(problem)
  })
})

describe('the pages that stores ask for', () => {
  it.each([
    ['/privacy', 'en', '30 days'],
    ['/privacy?lang=es', 'es', '30 días'],
    ['/terms', 'en', 'not part of Binance'],
    ['/terms?lang=es', 'es', 'no es parte de Binance']
  ])('at %s are in %s and say what counts', async (route, language, words) => {
    const response = await get(route, { 'accept-language': 'en' })
    const page = await response.text()
    expect(response.status).toBe(200)
    expect(page).toContain(`<html lang="${language}"`)
    expect(page).toContain(words)
    expect(page).not.toMatch(/\{\w+\}|<script/)
  })
})
