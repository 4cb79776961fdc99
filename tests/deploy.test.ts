import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { validate } from 'dockerfile-utils'
import { Language, Parser } from 'web-tree-sitter'
import { readConfig } from '../src/config'
import { ROOT } from '../src/root'

const dockerfile = readFileSync(path.join(ROOT, 'Dockerfile'), 'utf8')
const lines = dockerfile.split('\n')

describe('the Dockerfile', () => {
  it('is without a fault', () => {
    expect(validate(dockerfile)).toEqual([])
    expect(validate('FORM node')).not.toEqual([])
  })

  it('ends as a user without rights, with a health check', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('FROM'))
    expect(last).toMatch(/\nUSER node\n/)
    expect(last).toMatch(/\nHEALTHCHECK /)
    expect(last).not.toMatch(/\n(?:ARG|ENV) .*(?:SECRET|PASSWORD)/i)
  })
})

describe('the compose file', () => {
  const lint = path.join(ROOT, 'node_modules/dclint/bin/dclint.cjs')
  it('is without a fault', () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [lint, '--max-warnings', '0', path.join(ROOT, 'deploy/compose.yaml')],
      { encoding: 'utf8' }
    )
    expect({ status, said: stdout + stderr }).toMatchObject({ status: 0 })
  })
})

describe('the Bicep file', () => {
  const bicep = readFileSync(path.join(ROOT, 'deploy/azure.bicep'), 'utf8')
  const grammar = path.join(ROOT, 'node_modules/tree-sitter-bicep/tree-sitter-bicep.wasm')
  it('has no fault of grammar', async () => {
    await Parser.init()
    const parser = new Parser().setLanguage(await Language.load(readFileSync(grammar)))
    const hasFault = (text: string) => parser.parse(text)?.rootNode.hasError
    expect(hasFault(bicep)).toBe(false)
    expect(hasFault(bicep.replace("'B1'", "'B1"))).toBe(true)
  })

  it('gives settings that the bot knows and takes', () => {
    const settings = [...bicep.matchAll(/\{ name: '(\w+)', value: (?:'(\w+)'|[\w.]+) \}/g)].map(
      ([, name = '', value]): [string, string] => [
        name,
        value ?? (name === 'KYC_STORE' ? 'rediss://:a@b:1' : 'value')
      ]
    )
    const known = readFileSync(path.join(ROOT, 'README.md'), 'utf8')
    // the last one is for App Service
    const ours = settings.filter(([name]) => name !== 'WEBSITES_PORT')
    expect(ours).toHaveLength(6)
    for (const [name] of ours) expect(known).toContain(`\`${name}\``)
    const { app, proxies, redis } = readConfig(Object.fromEntries(settings))
    expect({ type: app?.MicrosoftAppType, proxies, redis }).toEqual({
      type: 'UserAssignedMSI',
      proxies: 1,
      redis: ['rediss://:a@b:1']
    })
  })
})

describe('what the image holds', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kyc-image-'))
  const app = path.join(folder, 'app')
  afterAll(() => {
    spawnSync('chmod', ['-R', 'u+w', folder])
    rmSync(folder, { recursive: true })
  })

  it('starts from files that nobody can change, and writes to /data only', async () => {
    mkdirSync(app)
    // what the last stage copies, but the packages, which stay where they are
    const copied = lines.flatMap((line) => /^COPY --from=build \/app\/(\S+) (\S+)$/.exec(line)?.[1] ?? [])
    expect(copied).toContain('dist')
    for (const name of copied.filter((name) => name !== 'node_modules'))
      cpSync(path.join(ROOT, name), path.join(app, name), { recursive: true })
    expect(existsSync(path.join(app, 'src/channels/teams/color.png'))).toBe(true)
    const data = path.join(folder, 'data')
    mkdirSync(data)
    chmodSync(folder, 0o755)
    chmodSync(data, 0o777)
    spawnSync('chmod', ['-R', 'a-w,a+rX', app])
    // another user than the owner, where this process may become one
    const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const child = spawn(process.execPath, [path.join(app, 'dist/src/main.js')], {
      cwd: app,
      env: {
        PATH: process.env.PATH ?? '',
        NODE_PATH: path.join(ROOT, 'node_modules'),
        NODE_ENV: 'production',
        PORT: '0',
        KYC_DATA: data
      },
      ...user
    })
    const said = await new Promise<string>((resolve) => {
      let text = ''
      const read = (chunk: Buffer) => {
        text += chunk
        if (/http:\/\/\S+:\d+\//.test(text)) resolve(text)
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('exit', () => resolve(text))
    })
    const url = /http:\/\/[\d.]+:\d+/.exec(said)?.[0]
    expect({ url, said }).toMatchObject({ url: expect.stringContaining('http') })
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect((await fetch(`${url}/`)).status).toBe(200)
    child.kill()
  })
})
