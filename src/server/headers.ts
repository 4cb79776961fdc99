import cors from 'cors'
import helmet from 'helmet'
import type { Next, Request, RequestHandler, Response, Server } from 'restify'
import type { Config } from '../config'
import { DIRECT_LINE } from './directline'

/** What pages may do with a device: nothing. */
const PERMISSIONS = 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()'

/** Writes the content policy of every answer; `scripts` are inline scripts by hash. */
export function contentPolicy({ allowedOrigins, directLine }: Config, scripts: string[] = []): string {
  const lines = directLine === 'local' ? [] : [new URL(directLine).origin, socketOf(directLine)]
  return [
    "default-src 'none'",
    ["script-src 'self'", ...scripts].join(' '),
    "style-src 'self'",
    "img-src 'self'",
    ["connect-src 'self'", ...lines].join(' '),
    "frame-src 'self'",
    ["frame-ancestors 'self'", ...allowedOrigins].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'"
  ].join('; ')
}

const socketOf = (url: string): string => new URL(url).origin.replace(/^http/, 'ws')

/** Gives every answer its security headers, and lets the pages of allowed origins talk to the Direct Line service. */
export function addHeaders(server: Server, config: Config): void {
  // frame-ancestors says who may show the chat, which the older header cannot
  const secure = helmet({ contentSecurityPolicy: false, frameguard: false })
  const share = cors({
    origin: config.allowedOrigins,
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'content-type', 'x-ms-bot-agent', 'x-requested-with'],
    maxAge: 86_400,
    preflightContinue: true
  })
  const policy = contentPolicy(config)
  server.pre((request: Request, response: Response, next: Next) => {
    response.setHeader('content-security-policy', policy)
    response.setHeader('permissions-policy', PERMISSIONS)
    secure(request, response, () => next())
  })
  if (config.allowedOrigins.length === 0) return
  const forDirectLine: RequestHandler = (request, response, next) => {
    if (!request.url?.startsWith(`${DIRECT_LINE}/`)) return next()
    share(request, response, () => {
      if (request.method !== 'OPTIONS') return next()
      response.send(204)
      next(false)
    })
  }
  server.pre(forDirectLine)
}
