import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const CLI = path.join(__dirname, '../dist/src/cli.js')
const folder = mkdtempSync(path.join(tmpdir(), 'kyc-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

const run = (args: string[], input = '') =>
  spawnSync(process.execPath, [CLI, ...args], { input, encoding: 'utf8' })
const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
const file = (name: string, rows: unknown[]): string => {
  const full = path.join(folder, name)
  writeFileSync(full, rows.map((row) => JSON.stringify(row)).join('\n'))
  return full
}

describe('kyc-help chat --json', () => {
  it('answers a JSON line with a JSON line, conversations apart', () => {
    const { stdout, status } = run(
      ['chat', '--json'],
      '{"text":"name mismatch"}\n{"text":"my photo is blurry","conversation":"b"}\n{"value":"step_by_step"}\n{"text":"","attachments":[{"name":"passport.jpg"}]}\n'
    )
    const replies = lines(stdout)
    expect(status).toBe(0)
    expect(replies.map(({ understood }) => understood.reasons)).toEqual([
      ['name_mismatch'],
      ['blurry_unreadable'],
      [],
      []
    ])
    expect(replies[0].messages.at(-1).choices).toContainEqual({
      label: 'One step at a time',
      value: 'step_by_step'
    })
    expect(replies[2].messages[0].text).toContain('Step 1 of 3')
  })

  it('names the line that is no JSON', () => {
    const { stderr, status } = run(['chat', '--json'], '{"text":"hi"}\nnope\n')
    expect(stderr).toBe('kyc-help: standard input, line 2 is no JSON object. Correct that line.\n')
    expect(status).toBe(1)
  })
})

describe('why an answer was given', () => {
  it('is told in each JSON line, and never in the words of the person', () => {
    const { stdout } = run(
      ['chat', '--json'],
      '{"text":"zebrafish glare on my card, 12 times refused"}\n{"text":"one at a time"}\n'
    )
    const [first, second] = lines(stdout)
    expect(first.trace).toMatchObject({
      language: 'en',
      rule: 'three failures or more',
      before: { attempts: 0 },
      after: { attempts: 12, state: { flow: 'escalate', at: 'routes' } },
      entities: { count: 12 },
      hidden: []
    })
    expect(first.said).toEqual(expect.arrayContaining(['intro', 'escalate', 'glare_or_shadow']))
    expect(JSON.stringify([first.trace, first.said])).not.toContain('zebrafish')
    expect(second.trace.acts[0].confidence).toBeGreaterThan(0)
  })

  it('is told under each answer in the terminal', () => {
    const { stdout } = run(['chat', '--trace'], 'my photo is blurry\n')
    expect(stdout).toMatch(/rule +a new cause/)
    expect(stdout).toMatch(/place +diagnose\.menu -> fix\.plan\.blurry_unreadable/)
  })
})

describe('kyc-help chat', () => {
  it('talks in plain text with numbered buttons', () => {
    const { stdout } = run(['chat'], 'name mismatch\n2\n')
    expect(stdout).toContain('2. One step at a time')
    expect(stdout).toContain('Step 1 of 3')
  })
})

describe('kyc-help classify', () => {
  it('reads lines of text', () => {
    const [row] = lines(run(['classify'], 'my photo is blurry\n').stdout)
    expect(row).toMatchObject({
      text: 'my photo is blurry',
      decision: 'answer',
      labels: ['photo_quality'],
      reasons: ['blurry_unreadable']
    })
    expect(row.offers).toContain('blurry_unreadable')
    expect(row.confidence).toBeGreaterThan(0.5)
    expect(row.why[0]).toContain('blurry')
  })

  it('passes the other fields of JSON lines through', () => {
    const [row] = lines(
      run([
        'classify',
        file('rows.jsonl', [{ id: 'x1', text: 'what is the price of bitcoin', kind: 'plain' }])
      ]).stdout
    )
    expect(row).toMatchObject({ id: 'x1', kind: 'plain', decision: 'none', labels: [], reasons: [] })
  })

  it('does not crash when the reader closes the pipe', () => {
    const many = file(
      'many.jsonl',
      Array.from({ length: 5000 }, () => ({ text: 'my photo is blurry' }))
    )
    const out = execFileSync('sh', ['-c', `"${process.execPath}" "${CLI}" classify "${many}" | head -1`], {
      encoding: 'utf8'
    })
    expect(lines(out)).toHaveLength(1)
  })
})

describe('kyc-help evaluate', () => {
  const gold = file('gold.jsonl', [
    { text: 'my photo is blurry', labels: ['photo_quality'], reasons: ['blurry_unreadable'], kind: 'plain' },
    {
      text: 'name mismatch',
      labels: ['document_issue'],
      reasons: [],
      kind: 'terse',
      alt: ['information_mismatch']
    },
    { text: 'name mismatch', labels: ['document_issue'], reasons: ['wrong_page'], kind: 'terse' }
  ])

  it('counts an alternative as right, and everything else as the reference scorer does', () => {
    const figures = JSON.parse(run(['evaluate', gold, '--json']).stdout)
    expect(figures).toMatchObject({
      rows: 3,
      exactSet: 2 / 3,
      top1: 2 / 3,
      reasonAnyHit: 1 / 2,
      kinds: { plain: { rows: 1, top1: 1 }, terse: { rows: 2, top1: 0.5 } }
    })
  })

  it('prints a table, and the wrong lines on request', () => {
    const { stdout } = run(['evaluate', gold, '--errors'])
    expect(stdout).toContain('top-1 label')
    expect(stdout).toContain('"gold":["document_issue","wrong_page"]')
  })

  it('trains the same engine on any labelled lines', () => {
    const train = file('train.jsonl', [
      ...['red apple', 'sweet apple pie', 'green apples'].map((text) => ({ text, label: 'apple' })),
      ...['fast car', 'car engine', 'blue cars drive'].map((text) => ({ text, label: 'car' }))
    ])
    const figures = JSON.parse(
      run([
        'evaluate',
        file('test.jsonl', [
          { text: 'an apple', label: 'apple' },
          { text: 'the cars', label: 'car' }
        ]),
        '--train',
        train,
        '--json'
      ]).stdout
    )
    expect(figures).toMatchObject({ rows: 2, top1: 1 })
  })
})

describe('wrong use', () => {
  it.each([
    ['no command', []],
    ['an unknown command', ['nope']],
    ['an unknown option', ['chat', '--loud']],
    ['evaluate without a file', ['evaluate']]
  ])('%s prints the usage and exits with 2', (_, args) => {
    const { stderr, status } = run(args)
    expect(stderr).toContain('kyc-help chat')
    expect(status).toBe(2)
  })

  it.each([
    ['a missing file', ['classify', '/does/not/exist']],
    ['a malformed file', ['evaluate', file('bad.jsonl', ['text'])]],
    ['a missing folder', ['check', '/does/not/exist']]
  ])('%s is one clear line', (_, args) => {
    const { stderr, status } = run(args)
    expect(stderr).toMatch(/^kyc-help: [^\n]+\n$/)
    expect(status).toBe(1)
  })
})

describe('kyc-help check', () => {
  it('says that the knowledge is in order', () => {
    expect(run(['check'])).toMatchObject({ status: 0, stdout: 'The knowledge is in order: en, es.\n' })
  })
})
