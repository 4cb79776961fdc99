import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import path from 'node:path'
import { AppError } from './errors'
import { ROOT } from './root'

/** What the operator chose; every value is checked. */
export interface Config {
  port: number
  /** The address to listen on: loopback only while no app id is set. */
  host: string
  /** Folder of the embedded store. */
  dataFolder: string
  /** Addresses of Redis in place of it: none, one server, or nodes of a cluster. */
  redis: string[]
  /** Days that a conversation is kept after its last message. */
  retentionDays: number
  logLevel: string
  /** True to log why each answer was given, a line a turn. */
  trace: boolean
  app: AppCredentials | undefined
  /** Where the chat page talks to: the Direct Line service of this server, or the address of Azure's. */
  directLine: 'local' | string
  /** Key of the tokens of web chats, or the secret of Azure's Direct Line channel. */
  directLineSecret: string
  /** Other origins whose pages may show the chat and talk to it. */
  allowedOrigins: string[]
  brand: Brand
  /** Messages a minute of one conversation; twice as many of a person, ten times of an address; 0 for no limit. */
  messagesPerMinute: number
  /** Proxies of the operator in front of the server, each of which adds an address to x-forwarded-for. */
  proxies: number
  /** Hosts a reply may be sent to; a leading dot stands for all hosts below. */
  serviceHosts: string[]
}

/** How the chat page looks. */
export interface Brand {
  /** The name in the page's head; without one the name in the knowledge is used. */
  name: string | undefined
  /** Colour of buttons and the person's own messages, as #rrggbb. */
  color: string
  /** A picture file; without one the page has a logo of its own. */
  logo: string | undefined
}

/** The credentials of an Azure bot, under Microsoft's own names. */
export interface AppCredentials extends Partial<Record<(typeof CLOUD_SETTINGS)[number], string>> {
  MicrosoftAppId: string
  MicrosoftAppPassword: string
  MicrosoftAppType: string
  MicrosoftAppTenantId: string
}

// Microsoft's own names, for clouds other than the public one
const CLOUD_SETTINGS = [
  'ChannelService',
  'ToBotFromChannelOpenIdMetadataUrl',
  'ToBotFromChannelTokenIssuer',
  'ToBotFromEmulatorOpenIdMetadataUrl',
  'ToChannelFromBotLoginUrl',
  'ToChannelFromBotOAuthScope',
  'OAuthUrl',
  'ValidateAuthority'
] as const
const APP_TYPES = ['MultiTenant', 'SingleTenant', 'UserAssignedMSI']
const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent']
const MICROSOFT_HOSTS = [
  '.botframework.com',
  '.trafficmanager.net',
  '.botframework.us',
  '.botframework.azure.us',
  '.teams.microsoft.com'
]
const AZURE_DIRECT_LINE = 'https://directline.botframework.com/v3/directline'
// matches "brand/logo.svg"; not "logo.exe"
const LOGO_TYPES = /\.(?:svg|png|webp)$/i
const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]']

/** Reads the settings; throws KYC_CONFIG with every wrong one. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = []
  const port = readPort(env.PORT, problems)
  const logLevel = env.KYC_LOG || 'info'
  if (!LOG_LEVELS.includes(logLevel))
    problems.push(`KYC_LOG must be one of ${LOG_LEVELS.join(', ')}, got "${logLevel}"`)
  const app = readApp(env, problems)
  const redis = readRedis(env.KYC_STORE ?? '', problems)
  const retentionDays = readRetention(env.KYC_RETENTION_DAYS, problems)
  const directLine = readDirectLine(env, problems)
  const allowedOrigins = readOrigins(env.KYC_ALLOWED_ORIGINS ?? '', problems)
  const brand = readBrand(env, problems)
  const messagesPerMinute = readCount('KYC_MESSAGES_PER_MINUTE', env, 300, problems)
  const proxies = readCount('KYC_PROXIES', env, 0, problems)
  if (problems.length > 0)
    throw new AppError(
      'KYC_CONFIG',
      `${problems.join('; ')}. Fix ${problems.length > 1 ? 'them' : 'it'} and start again.`
    )
  return {
    port,
    logLevel,
    trace: readSwitch('KYC_TRACE', env.KYC_TRACE, problems),
    app,
    host: app ? '0.0.0.0' : '127.0.0.1',
    dataFolder: env.KYC_DATA || path.join(ROOT, 'data'),
    redis,
    retentionDays,
    // without a key of its own each process takes a new one, and tokens end with it
    directLineSecret: env.KYC_DIRECTLINE_SECRET || randomUUID(),
    directLine,
    allowedOrigins,
    brand,
    messagesPerMinute,
    proxies,
    serviceHosts: app ? MICROSOFT_HOSTS : LOOPBACK_HOSTS
  }
}

function readSwitch(name: string, value: string | undefined, problems: string[]): boolean {
  if (value && value !== '0' && value !== '1') problems.push(`${name} must be 1 or 0, got "${value}"`)
  return value === '1'
}

function readPort(text: string | undefined, problems: string[]): number {
  const port = Number(text || 3978)
  // 0 asks the system for a free port
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    problems.push(`PORT must be 0-65535, got "${text}"`)
  return port
}

function readRedis(text: string, problems: string[]): string[] {
  const urls = text.split(/[\s,]+/).filter(Boolean)
  const isRight = (url: string): boolean => /^rediss?:\/\//.test(url) && URL.canParse(url)
  // an address may hold a password, so it is not repeated
  if (!urls.every(isRight))
    problems.push(
      'KYC_STORE must be addresses like redis://cache:6379 or rediss://cache:6380, with commas between; signs like / and @ of a password are written as %2F and %40'
    )
  return urls
}

function readCount(name: string, env: NodeJS.ProcessEnv, fallback: number, problems: string[]): number {
  const count = Number(env[name] || fallback)
  if (!Number.isInteger(count) || count < 0)
    problems.push(`${name} must be a whole number, got "${env[name]}"`)
  return count
}

function readRetention(text: string | undefined, problems: string[]): number {
  const days = Number(text || 30)
  if (!Number.isInteger(days) || days < 1 || days > 3650)
    problems.push(`KYC_RETENTION_DAYS must be 1-3650, got "${text}"`)
  return days
}

function readDirectLine(env: NodeJS.ProcessEnv, problems: string[]): string {
  const { KYC_DIRECTLINE_SECRET: secret } = env
  const where = env.KYC_DIRECTLINE || 'local'
  if (where === 'local') return where
  if (!secret) problems.push(`KYC_DIRECTLINE_SECRET is missing while KYC_DIRECTLINE is ${where}`)
  if (where === 'azure') return AZURE_DIRECT_LINE
  if (!/^https?:\/\//.test(where) || !URL.canParse(where))
    problems.push(
      `KYC_DIRECTLINE must be local, azure or the address of a Direct Line service, got "${where}"`
    )
  return where
}

function readOrigins(text: string, problems: string[]): string[] {
  const origins = text.split(/[\s,]+/).filter(Boolean)
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      problems.push(
        `KYC_ALLOWED_ORIGINS must be origins like https://help.example.com, with commas between, got "${origin}"`
      )
  }
  return origins
}

function readBrand(env: NodeJS.ProcessEnv, problems: string[]): Brand {
  const { KYC_BRAND_NAME: name, KYC_BRAND_LOGO: logo } = env
  const color = env.KYC_BRAND_COLOR || '#0a6e5f'
  if (!/^#[\da-f]{6}$/i.test(color))
    problems.push(`KYC_BRAND_COLOR must be a colour like #0a6e5f, got "${color}"`)
  if (logo && !LOGO_TYPES.test(logo))
    problems.push(`KYC_BRAND_LOGO must be a file that ends in .svg, .png or .webp, got "${logo}"`)
  else if (logo && !statSync(logo, { throwIfNoEntry: false })?.isFile())
    problems.push(`KYC_BRAND_LOGO names a file that is not there: ${logo}`)
  return { name: name || undefined, color, logo: logo || undefined }
}

function readApp(env: NodeJS.ProcessEnv, problems: string[]): AppCredentials | undefined {
  const { MicrosoftAppId = '', MicrosoftAppPassword = '', MicrosoftAppTenantId = '' } = env
  const MicrosoftAppType = env.MicrosoftAppType || 'MultiTenant'
  if (!APP_TYPES.includes(MicrosoftAppType))
    problems.push(`MicrosoftAppType must be one of ${APP_TYPES.join(', ')}, got "${MicrosoftAppType}"`)
  if (!MicrosoftAppId) {
    // without an id everything else about the app is a slip, and the bot would listen to nobody
    for (const name of ['MicrosoftAppPassword', 'MicrosoftAppTenantId', 'MicrosoftAppType'] as const)
      if (env[name]) problems.push(`${name} is set while MicrosoftAppId is missing`)
    return undefined
  }
  if (MicrosoftAppType === 'UserAssignedMSI' && MicrosoftAppPassword)
    problems.push('MicrosoftAppPassword is set, and UserAssignedMSI takes none')
  if (MicrosoftAppType !== 'UserAssignedMSI' && !MicrosoftAppPassword)
    problems.push('MicrosoftAppPassword is missing while MicrosoftAppId is set')
  if (MicrosoftAppType !== 'MultiTenant' && !MicrosoftAppTenantId)
    problems.push(`MicrosoftAppTenantId is missing while MicrosoftAppType is ${MicrosoftAppType}`)
  const cloud = Object.fromEntries(CLOUD_SETTINGS.flatMap((name) => (env[name] ? [[name, env[name]]] : [])))
  return { MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppType, MicrosoftAppTenantId, ...cloud }
}
