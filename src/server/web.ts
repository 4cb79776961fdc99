import Negotiator from 'negotiator'
import type { Request, Response, Server } from 'restify'
import type { Config } from '../config'
import type { Asset } from '../pages/assets'
import { DEMO_SCRIPT, FILES, type Pages } from '../pages/pages'
import { contentPolicy } from './headers'

const YEAR_SECONDS = 365 * 24 * 3600
const HOUR_SECONDS = 3600

/** Adds what a browser gets: the chat page, its files, the script for other pages, a sample of such a page, privacy and terms. */
export function addWeb(server: Server, pages: Pages, config: Config): void {
  const localeOf = (request: Request): string => {
    const asked = new URLSearchParams(request.getQuery()).get('lang') ?? ''
    const [first = ''] = pages.locales
    return pages.locales.includes(asked) ? asked : (new Negotiator(request).language(pages.locales) ?? first)
  }
  server.get('/', async (request, response) => {
    response.setHeader('vary', 'accept-language')
    send(request, response, pages.chat(localeOf(request)), 'no-cache')
  })
  server.get('/demo', async (request, response) => {
    response.setHeader('vary', 'accept-language')
    response.setHeader('content-security-policy', contentPolicy(config, [DEMO_SCRIPT]))
    send(request, response, pages.demo(localeOf(request)), 'no-cache')
  })
  for (const which of ['privacy', 'terms'] as const) {
    server.get(`/${which}`, async (request, response) => {
      response.setHeader('vary', 'accept-language')
      send(request, response, pages.legal(which, localeOf(request)), 'no-cache')
    })
  }
  server.get('/embed.js', async (request, response) => {
    // any page may load it; who may show the chat is decided by the chat's own answer
    response.setHeader('cross-origin-resource-policy', 'cross-origin')
    send(request, response, pages.embed(), `public, max-age=${HOUR_SECONDS}`)
  })
  server.get(`${FILES}:name`, async (request, response) => {
    const { name } = request.params as { name: string }
    const file = pages.file(name)
    if (file) send(request, response, file, `public, max-age=${YEAR_SECONDS}, immutable`)
    else response.send(404, { error: 'there is no such file' })
  })
}

function send(request: Request, response: Response, asset: Asset, caching: string): void {
  const form = new Negotiator(request).encoding(['br', 'gzip', 'identity'])
  const etag = `"${asset.hash}"`
  const isKnown = request.headers['if-none-match'] === etag
  const content = form === 'br' ? asset.br : form === 'gzip' ? asset.gzip : asset.plain
  response.setHeader('cache-control', caching)
  response.setHeader('etag', etag)
  response.setHeader('vary', [response.getHeader('vary'), 'accept-encoding'].filter(Boolean).join(', '))
  if (isKnown) {
    response.writeHead(304)
    response.end()
    return
  }
  if (form === 'br' || form === 'gzip') response.setHeader('content-encoding', form)
  response.setHeader('content-type', asset.type)
  response.setHeader('content-length', content.length)
  response.writeHead(200)
  response.end(content)
}
