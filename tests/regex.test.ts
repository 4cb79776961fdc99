import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { RULES } from '../src/safety/redact'

const ROOT = path.join(__dirname, '..')
const LENGTH = 5000

/** A regular expression of the product and where it stands. */
type Found = [place: string, regex: RegExp]

function regexesOf(file: string): Found[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(ROOT, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true
  )
  const found: Found[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart())
      const [, pattern = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(node.text) ?? []
      found.push([`${file}:${line + 1}`, new RegExp(pattern, flags.replace(/[gy]/g, ''))])
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const regexes = ['src', 'dialogs']
  .flatMap((top) =>
    readdirSync(path.join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((file) =>
      path.join(top, file)
    )
  )
  .filter((file) => file.endsWith('.ts'))
  .flatMap(regexesOf)

// most of these are put together while the program starts
const built = RULES.flatMap(({ kind, pattern, hint }, n): Found[] =>
  [pattern, hint].map((regex) => [
    `rule ${n} of ${kind}`,
    new RegExp(regex.source, regex.flags.replace(/[gy]/g, ''))
  ])
)

// what backtracking feeds on: one thing over and over, and at the end something that spoils the match
const SEEDS = [
  'a',
  '1',
  ' ',
  '.',
  '-',
  '@',
  '<',
  'é',
  "'",
  'a ',
  'a.',
  'a-',
  '1 ',
  '1.',
  '1-',
  'a1',
  'a@',
  'A1<',
  'nt',
  '😷'
]
const ENDS = ['', '!', '\n', '\u0000', '@']

/** Runs a regular expression over texts made to hang it; comes back late or never where time grows exponentially. */
function strain(regex: RegExp): void {
  const own = [...new Set(regex.source.replace(/\\./g, '').replace(/[^\p{L}\p{N} .@:/-]/gu, ''))]
  for (const seed of [...SEEDS, ...own]) {
    const text = seed.repeat(Math.ceil(LENGTH / seed.length))
    for (const end of ENDS) regex.test(text + end)
  }
}

describe('the regular expressions', () => {
  it('are found', () => {
    expect(regexes.length).toBeGreaterThan(30)
  })

  it.each([...regexes, ...built])('at %s come back from long texts made to hang them', (_, regex) => {
    expect(() => strain(regex)).not.toThrow()
  })

  it('that would hang are noticed', () => {
    const began = performance.now()
    // each letter more doubles the time: at 24 it is still bearable, at 5,000 it never ends
    for (const length of [12, 24]) /^(a+)+$/.test(`${'a'.repeat(length)}!`)
    expect(performance.now() - began).toBeGreaterThan(10)
  })
})
