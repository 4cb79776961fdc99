import { readFileSync } from 'node:fs'
import path from 'node:path'
import { domainToASCII } from 'node:url'
import { strToU8, zipSync } from 'fflate'
import { parse } from 'tldts'
import { AppError } from '../../errors'
import type { Knowledge } from '../../knowledge/knowledge'
import { ROOT } from '../../root'

const VERSION = '1.30'
const SCHEMA = `https://developer.microsoft.com/json-schemas/teams/v${VERSION}/MicrosoftTeams.schema.json`
const ACCENT = '#0a6e5f'
const SCOPES = ['personal', 'team', 'groupChat']
/** The drawings of the icons lie beside their pictures; `npm run icons` makes the pictures of them. */
const ICONS = { color: 'color.png', outline: 'outline.png' }
// "1f0b..." as Azure writes application ids
const NO_APP = '00000000-0000-0000-0000-000000000000'
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const LONGEST_HOST = 253
// a fixed moment, so that the same options always give the same package
const PACKED_AT = new Date(2026, 0, 1)

/** What an administrator decides about the Teams app. */
export interface TeamsApp {
  /** The application id of the Azure bot. */
  appId: string
  /** The host name of the server, as Teams reaches it. */
  host: string
}

/** Checks the options of the package; throws KYC_USAGE that names every wrong one. */
export function readTeamsApp(appId = '', host = ''): TeamsApp {
  const publicHost = readHost(host)
  const problems = [
    ...(GUID.test(appId) && appId !== NO_APP
      ? []
      : [
          appId === ''
            ? '--app-id is missing: give the application id of the Azure bot'
            : `--app-id must be an application id such as 11111111-2222-3333-4444-555555555555, got "${appId}"`
        ]),
    ...(publicHost
      ? []
      : [
          host === ''
            ? '--host is missing: give the host name of the server, such as help.example.com'
            : `--host must be a public host name such as help.example.com, without https://, port and path, got "${host}"`
        ])
  ]
  if (!publicHost || problems.length > 0) throw new AppError('KYC_USAGE', problems.join('; '))
  return { appId: appId.toLowerCase(), host: publicHost }
}

// in the letters in which it travels: "Bücher.example.com" is "xn--bcher-kva.example.com"
function readHost(host: string): string | undefined {
  const ascii = domainToASCII(host)
  const { hostname, domain, isIcann } = parse(ascii)
  return ascii.length <= LONGEST_HOST && hostname === ascii && domain && isIcann ? ascii : undefined
}

/** Packs the Teams app: manifest, words of the other languages and icons, as the bytes of a zip file. */
export function packTeamsApp(knowledge: ReadonlyMap<string, Knowledge>, app: TeamsApp): Uint8Array {
  const [first, ...others] = knowledge.values()
  if (!first)
    throw new AppError('KYC_KNOWLEDGE', 'There is no language in knowledge/. Add one, like knowledge/en.')
  const icon = (name: string) => readFileSync(path.join(ROOT, 'src', 'channels', 'teams', name))
  const files = {
    'manifest.json': toJson(manifestOf(first, others, app)),
    ...Object.fromEntries(others.map((known) => [`${known.locale}.json`, toJson(wordsOf(known))])),
    [ICONS.color]: icon(ICONS.color),
    [ICONS.outline]: icon(ICONS.outline)
  }
  return zipSync(files, { mtime: PACKED_AT })
}

const toJson = (value: object): Uint8Array => strToU8(`${JSON.stringify(value, undefined, 2)}\n`)

function manifestOf(first: Knowledge, others: readonly Knowledge[], { appId, host }: TeamsApp): object {
  const { teams } = first
  const site = `https://${host}`
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string }
  const commands = teams.commands.map(({ say, does }) => ({ title: say, description: does }))
  return {
    $schema: SCHEMA,
    manifestVersion: VERSION,
    version,
    id: appId,
    developer: {
      name: teams.name,
      websiteUrl: `${site}/`,
      privacyUrl: `${site}/privacy`,
      termsOfUseUrl: `${site}/terms`
    },
    name: { short: teams.name, full: teams.fullName },
    description: { short: teams.short, full: teams.about },
    icons: ICONS,
    accentColor: ACCENT,
    localizationInfo: {
      defaultLanguageTag: first.locale,
      additionalLanguages: others.map(({ locale }) => ({ languageTag: locale, file: `${locale}.json` }))
    },
    bots: [
      {
        botId: appId,
        scopes: SCOPES,
        isNotificationOnly: false,
        supportsFiles: false,
        commandLists: [{ scopes: SCOPES, commands }]
      }
    ],
    defaultInstallScope: 'personal',
    validDomains: [host]
  }
}

// Teams names what is translated by its place in the manifest
function wordsOf({ teams }: Knowledge): object {
  return {
    $schema: SCHEMA.replace('schema.json', 'Localization.schema.json'),
    'name.short': teams.name,
    'name.full': teams.fullName,
    'description.short': teams.short,
    'description.full': teams.about,
    ...Object.fromEntries(
      teams.commands.flatMap(({ say, does }, n) => [
        [`bots[0].commandLists[0].commands[${n}].title`, say],
        [`bots[0].commandLists[0].commands[${n}].description`, does]
      ])
    )
  }
}
