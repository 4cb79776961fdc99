import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Ajv from 'ajv'
import { strFromU8, unzipSync } from 'fflate'
import type { Browser } from 'playwright-core'
import { PNG } from 'pngjs'
import { loadKnowledge } from '../src/knowledge/load'
import { openBrowser } from './helpers/browser'
import { chat, choicesOf, says } from './helpers/chat'
import { drawIcon, ICONS, SIDES } from './helpers/icons'

const CLI = path.join(__dirname, '../dist/src/cli.js')
const APP = '11111111-2222-3333-4444-555555555555'
// the package is of modules, which jest does not read
const VALIDATE = `require('@microsoft/app-manifest').AppManifestUtils.validateAgainstSchema(
  JSON.parse(require('node:fs').readFileSync(0, 'utf8'))
).then((problems) => console.log(JSON.stringify(problems)))`
/** What the schema of Teams finds wrong with a manifest. */
function problemsOf(manifest: object): unknown[] {
  const input = JSON.stringify(manifest)
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', VALIDATE], {
    input,
    encoding: 'utf8',
    cwd: __dirname
  })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

const SCHEMAS = path.join(
  path.dirname(require.resolve('@microsoft/app-manifest/package.json')),
  'build/json-schemas/teams/v1.30'
)
const folder = mkdtempSync(path.join(tmpdir(), 'kyc-teams-'))
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...args: string[]) => spawnSync(process.execPath, [CLI, 'teams', ...args], { encoding: 'utf8' })
const out = path.join(folder, 'app.zip')

describe('kyc-help teams', () => {
  let files: Record<string, Uint8Array> = {}
  const read = (name: string) => JSON.parse(strFromU8(files[name] ?? new Uint8Array()))
  beforeAll(() => {
    const { status, stderr } = run('--app-id', APP, '--host', 'help.example.com', '--out', out)
    expect(stderr).toBe('')
    expect(status).toBe(0)
    files = unzipSync(readFileSync(out))
  })

  it('packs manifest, languages and icons at the root of the zip', () => {
    expect(Object.keys(files).sort()).toEqual(['color.png', 'es.json', 'manifest.json', 'outline.png'])
  })

  it('writes a manifest that the schema of Teams takes', () => {
    const manifest = read('manifest.json')
    expect(problemsOf(manifest)).toEqual([])
    expect(manifest).toMatchObject({
      manifestVersion: '1.30',
      id: APP,
      developer: {
        privacyUrl: 'https://help.example.com/privacy',
        termsOfUseUrl: 'https://help.example.com/terms'
      },
      bots: [{ botId: APP, scopes: ['personal', 'team', 'groupChat'] }],
      validDomains: ['help.example.com']
    })
    // or the check could not fail
    expect(problemsOf({ ...manifest, accentColor: 'red' })).not.toEqual([])
  })

  it('writes words of the other languages that the schema of Teams takes', () => {
    const ajv = new Ajv({
      strict: false,
      validateSchema: false,
      logger: false,
      validateFormats: false,
      unicodeRegExp: false
    })
    const schema = JSON.parse(
      readFileSync(path.join(SCHEMAS, 'MicrosoftTeams.Localization.schema.json'), 'utf8')
    )
    const validate = ajv.compile({ ...schema, $schema: undefined })
    expect(validate(read('es.json')) ? [] : validate.errors).toEqual([])
    expect(validate({ ...read('es.json'), 'name.short': 5 })).toBe(false)
  })

  it.each(Object.entries(SIDES))('has a %s icon of the right size', (name, side) => {
    const { width, height, data } = PNG.sync.read(Buffer.from(files[`${name}.png`] ?? []))
    expect([width, height]).toEqual([side, side])
    const pixels = Array.from({ length: width * height }, (_, n) => [...data.subarray(n * 4, n * 4 + 4)])
    const isClear = ([, , , alpha]: number[]) => alpha === 0
    // the outline is white on nothing, the other covers all
    if (name === 'color') expect(pixels.filter(isClear)).toEqual([])
    else {
      expect(pixels.filter(isClear).length).toBeGreaterThan(pixels.length / 2)
      expect(pixels.filter((pixel) => !isClear(pixel) && pixel.slice(0, 3).join() !== '255,255,255')).toEqual(
        []
      )
    }
  })

  it('takes a host name in any letters, and writes it as it travels', () => {
    const other = path.join(folder, 'other.zip')
    expect(run('--app-id', APP, '--host', 'Bücher.Example.com', '--out', other).status).toBe(0)
    const manifest = strFromU8(unzipSync(readFileSync(other))['manifest.json'] ?? new Uint8Array())
    expect(JSON.parse(manifest).validDomains).toEqual(['xn--bcher-kva.example.com'])
  })

  it('writes the same package for the same options', () => {
    const again = path.join(folder, 'again.zip')
    run('--app-id', APP, '--host', 'help.example.com', '--out', again)
    expect(readFileSync(again).equals(readFileSync(out))).toBe(true)
  })

  it.each([
    [['--host', 'help.example.com'], '--app-id is missing'],
    [['--app-id', APP], '--host is missing'],
    [['--app-id', 'me', '--host', 'https://help.example.com/'], '--app-id must be an application id'],
    [['--app-id', 'me', '--host', 'https://help.example.com/'], '--host must be a public host name'],
    [['--app-id', APP, '--host', 'localhost'], 'got "localhost"'],
    [['--app-id', APP, '--host', '10.0.0.1'], 'got "10.0.0.1"'],
    [
      ['--app-id', APP.replace(/\d/g, '0'), '--host', 'help.example.com'],
      '--app-id must be an application id'
    ],
    [
      ['--app-id', APP, '--host', 'help.example.com', '--out', 'precious.txt'],
      '--out must be a file that ends in .zip'
    ],
    [['--app-id', APP, '--host', 'help.example.com:3978'], 'without https://, port and path'],
    [['--app-id', APP, '--host', 'help.example.com', '--colour', 'red'], "'--colour'"]
  ])('with %j says what is wrong', (args, problem) => {
    const { status, stderr } = run(...args)
    expect(status).toBe(2)
    expect(stderr).toContain(problem)
  })

  it('says where it cannot write', () => {
    const { status, stderr } = run('--app-id', APP, '--host', 'help.example.com', '--out', '/nowhere/app.zip')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^kyc-help: \/nowhere\/app\.zip cannot be written: .*Name another --out\.\n$/)
  })
})

describe('the icons', () => {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  it('are what the drawings show', async () => {
    if (!browser) return
    for (const name of ['color', 'outline'] as const) {
      const drawn = PNG.sync.read(await drawIcon(browser, name)).data
      const kept = PNG.sync.read(readFileSync(path.join(ICONS, `${name}.png`))).data
      const differing = drawn.filter((value, n) => Math.abs(value - (kept[n] ?? 0)) > 16).length
      expect(differing).toBeLessThan(drawn.length / 50)
    }
  })
})

describe.each([...loadKnowledge().values()])(
  'the commands that Teams shows in $locale',
  ({ teams, locale }) => {
    it.each(teams.commands)('"$say" is understood', async ({ say: words }) => {
      const say = chat()
      await say({ text: locale === 'es' ? 'mi foto está borrosa' : 'my photo is blurry', locale })
      const reply = await say(words)
      expect(says(reply, 'outOfScope')).toBe(false)
      expect(reply.understood.labels).toEqual([])
      expect(choicesOf(reply).length).toBeGreaterThan(0)
    })
  }
)
