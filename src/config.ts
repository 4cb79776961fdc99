import { randomUUID } from 'node:crypto'
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
  logLevel: string
  app: AppCredentials | undefined
  /** Key of the tokens of web chats. */
  directLineSecret: string
  /** Hosts a reply may be sent to; a leading dot stands for all hosts below. */
  serviceHosts: string[]
}

/** The credentials of an Azure bot, under Microsoft's own names. */
export interface AppCredentials {
  MicrosoftAppId: string
  MicrosoftAppPassword: string
  MicrosoftAppType: string
  MicrosoftAppTenantId: string
}

const APP_TYPES = ['MultiTenant', 'SingleTenant', 'UserAssignedMSI']
const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent']
const MICROSOFT_HOSTS = [
  '.botframework.com',
  '.trafficmanager.net',
  '.botframework.us',
  '.botframework.azure.us',
  '.teams.microsoft.com'
]
const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]']

/** Reads the settings; throws KYC_CONFIG with every wrong one. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = []
  const port = readPort(env.PORT, problems)
  const logLevel = env.KYC_LOG ?? 'info'
  if (!LOG_LEVELS.includes(logLevel))
    problems.push(`KYC_LOG must be one of ${LOG_LEVELS.join(', ')}, got "${logLevel}"`)
  const app = readApp(env, problems)
  if (problems.length > 0)
    throw new AppError(
      'KYC_CONFIG',
      `${problems.join('; ')}. Fix ${problems.length > 1 ? 'them' : 'it'} and start again.`
    )
  return {
    port,
    logLevel,
    app,
    host: app ? '0.0.0.0' : '127.0.0.1',
    dataFolder: env.KYC_DATA || path.join(ROOT, 'data'),
    // without a key of its own each process takes a new one, and tokens end with it
    directLineSecret: env.KYC_DIRECTLINE_SECRET || randomUUID(),
    serviceHosts: app ? MICROSOFT_HOSTS : LOOPBACK_HOSTS
  }
}

function readPort(text: string | undefined, problems: string[]): number {
  const port = Number(text || 3978)
  // 0 asks the system for a free port
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    problems.push(`PORT must be 0-65535, got "${text}"`)
  return port
}

function readApp(env: NodeJS.ProcessEnv, problems: string[]): AppCredentials | undefined {
  const { MicrosoftAppId = '', MicrosoftAppPassword = '', MicrosoftAppTenantId = '' } = env
  const MicrosoftAppType = env.MicrosoftAppType || 'MultiTenant'
  if (!MicrosoftAppId) {
    if (MicrosoftAppPassword) problems.push('MicrosoftAppPassword is set while MicrosoftAppId is missing')
    return undefined
  }
  if (!APP_TYPES.includes(MicrosoftAppType))
    problems.push(`MicrosoftAppType must be one of ${APP_TYPES.join(', ')}, got "${MicrosoftAppType}"`)
  if (MicrosoftAppType !== 'UserAssignedMSI' && !MicrosoftAppPassword)
    problems.push('MicrosoftAppPassword is missing while MicrosoftAppId is set')
  if (MicrosoftAppType !== 'MultiTenant' && !MicrosoftAppTenantId)
    problems.push(`MicrosoftAppTenantId is missing while MicrosoftAppType is ${MicrosoftAppType}`)
  return { MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppType, MicrosoftAppTenantId }
}
