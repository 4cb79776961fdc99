import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.join(__dirname, '..')

// what each room may import; a room that is not listed here fails the test
const LEAVES = ['src/within', 'src/errors', 'src/root', 'src/config', 'src/log', 'src/metrics']
const KNOWING = ['src/text', 'src/knowledge', 'src/recognizer', 'src/safety', 'src/understanding']
const TALKING = [...KNOWING, 'dialogs', 'src/session', 'src/policy', 'src/assemble']
const MAY_IMPORT: Record<string, string[]> = {
  'src/errors': [],
  'src/within': [],
  'src/root': [],
  'src/config': ['src/errors', 'src/root'],
  'src/log': ['src/safety'],
  'src/metrics': [],
  'src/text': [],
  'src/store': ['src/config', 'src/errors', 'src/within'],
  'src/knowledge': ['src/errors', 'src/root'],
  'src/recognizer': ['src/knowledge', 'src/text', 'src/errors', 'src/root'],
  'src/safety': ['src/knowledge', 'src/text'],
  // reads the person's text; nothing after it does
  'src/understanding': ['src/text', 'src/knowledge', 'src/recognizer', 'src/safety'],
  // of understanding it takes the shape of what a message names, never the text
  dialogs: ['src/knowledge', 'src/understanding'],
  'src/session': ['dialogs', 'src/knowledge', 'src/understanding', 'src/store', 'src/log'],
  'src/policy': [
    'dialogs',
    'src/knowledge',
    'src/recognizer',
    'src/safety',
    'src/session',
    'src/understanding'
  ],
  'src/assemble': KNOWING,
  'src/bot': [...TALKING, 'src/errors', 'src/store'],
  'src/channels': ['dialogs', 'src/bot', 'src/session', 'src/knowledge', 'src/root', ...LEAVES],
  'src/pages': ['dialogs', 'src/knowledge', 'src/config', 'src/root'],
  // runs in the browser: it talks HTTP only
  'src/web': [],
  'src/server': [
    'dialogs',
    'src/bot',
    'src/channels',
    'src/pages',
    'src/safety',
    'src/session',
    'src/store',
    ...LEAVES
  ],
  'src/main': [
    'src/assemble',
    'src/bot',
    'src/channels',
    'src/session',
    'src/pages',
    'src/server',
    'src/store',
    ...LEAVES
  ],
  'src/cli': [...KNOWING, 'src/assemble', 'src/bot', 'src/channels', 'src/session', 'src/store', ...LEAVES]
}
const SDK_ROOMS = ['src/channels', 'src/server']

const files = ['src', 'dialogs']
  .flatMap((top) =>
    readdirSync(path.join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((file) =>
      path.join(top, file)
    )
  )
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
const room = (file: string) =>
  file.startsWith('dialogs')
    ? 'dialogs'
    : file
        .replace(/\.tsx?$/, '')
        .split(path.sep)
        .slice(0, 2)
        .join('/')
const source = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')
const imports = (file: string) => [...source(file).matchAll(/from '([^']+)'/g)].map(([, from = '']) => from)

// closures that are to be opened
const LONG_STILL = [
  'src/web/connection.ts',
  'src/server/directline.ts',
  'src/server/server.ts',
  'src/server/transcript.ts',
  'src/store/redis.ts',
  'src/store/local.ts',
  'src/knowledge/load.ts',
  'src/recognizer/measure/evaluate.ts',
  'src/web/embed.ts',
  'src/web/chat.tsx'
].map((file) => path.normalize(file))

/** Lines of the functions at the top of a file, by their first and last line. */
function functionLengths(text: string): number[] {
  const lines = text.split('\n')
  return lines.flatMap((line, from) => {
    if (!/^(?:export )?(?:async )?function |^(?:export )?const \w+ = .*=> \{$/.test(line)) return []
    const to = lines.findIndex((end, at) => at > from && /^\}/.test(end))
    return to < 0 ? [] : [to - from + 1]
  })
}

describe.each(files)('%s', (file) => {
  it('imports only the rooms it may', () => {
    const outside = imports(file)
      .filter((from) => from.startsWith('.'))
      .map((from) => room(path.relative(ROOT, path.join(ROOT, path.dirname(file), from))))
      .filter((other) => other !== room(file))
    expect(MAY_IMPORT[room(file)]).toEqual(expect.arrayContaining(outside))
  })

  it('leaves the Bot Framework SDK to the outer rooms', () => {
    if (SDK_ROOMS.includes(room(file))) return
    expect(imports(file).filter((from) => /^bot(builder|framework)/.test(from))).toEqual([])
  })

  it('keeps to the size of one idea', () => {
    expect(source(file).split('\n').length).toBeLessThanOrEqual(300)
  })

  it('reads the environment in one place only', () => {
    if (file === path.join('src', 'config.ts')) return
    expect(source(file)).not.toContain('process.env')
  })

  it('does not read the text of a message once it is understood', () => {
    if (!['dialogs', 'src/policy', 'src/session'].includes(room(file))) return
    expect(source(file)).not.toMatch(/\bnormalise\(|\btokenise\(|(?<!Date\.)\bparse\(|\.toLowerCase\(\)/)
  })

  it('has no function over 80 lines', () => {
    const longest = Math.max(0, ...functionLengths(source(file)))
    if (LONG_STILL.includes(file)) return
    expect(longest).toBeLessThanOrEqual(80)
  })

  it('documents every export', () => {
    const bare = [
      ...source(file).matchAll(
        /(?:^|\n)([^\n]*)\nexport (?:const|function|async function|interface|type|class)\s+(\w+)/g
      )
    ]
      .filter(([, above = '']) => !above.trimEnd().endsWith('*/'))
      .map(([, , name]) => name)
    expect(bare).toEqual([])
  })
})
