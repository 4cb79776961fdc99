import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.join(__dirname, '..')

// what each room may import; a room that is not listed here fails the test
const LEAVES = [
  'src/queue',
  'src/within',
  'src/keys',
  'src/errors',
  'src/root',
  'src/config',
  'src/log',
  'src/metrics'
]
const KNOWING = ['src/knowledge', 'src/recognizer', 'src/safety']
const TALKING = [
  ...KNOWING,
  'dialogs',
  'src/memory',
  'src/suspicion',
  'src/understand',
  'src/commands',
  'src/respond',
  'src/assemble'
]
const MAY_IMPORT: Record<string, string[]> = {
  'src/errors': [],
  'src/queue': [],
  'src/distance': [],
  'src/within': [],
  'src/root': [],
  'src/config': ['src/errors', 'src/root'],
  'src/log': ['src/safety'],
  'src/metrics': [],
  'src/report': ['src/recognizer'],
  'src/lines': ['src/recognizer', 'src/errors'],
  'src/store': ['src/config', 'src/errors', 'src/within'],
  'src/knowledge': ['src/errors', 'src/root'],
  'src/recognizer': ['src/knowledge', 'src/distance', 'src/errors', 'src/root'],
  'src/safety': ['src/knowledge', 'src/distance'],
  dialogs: ['src/knowledge', 'src/recognizer'],
  'src/keys': [],
  'src/memory': ['dialogs', 'src/knowledge'],
  'src/mark': ['src/memory'],
  'src/note': ['dialogs', 'src/knowledge', 'src/memory'],
  'src/forget': ['src/keys', 'src/memory', 'src/store'],
  'src/followup': ['dialogs', 'src/keys', 'src/log', 'src/store'],
  'src/suspicion': [...KNOWING, 'dialogs'],
  'src/meant': [...KNOWING, 'dialogs', 'src/memory', 'src/note'],
  'src/understand': [...KNOWING, 'dialogs', 'src/meant', 'src/memory', 'src/note', 'src/suspicion'],
  'src/commands': [...KNOWING, 'dialogs', 'src/memory'],
  'src/respond': [...KNOWING, 'dialogs', 'src/memory', 'src/mark', 'src/understand', 'src/commands'],
  'src/assemble': [...KNOWING, 'src/respond'],
  'src/bot': [
    ...TALKING,
    'src/errors',
    'src/mark',
    'src/queue',
    'src/keys',
    'src/forget',
    'src/followup',
    'src/store'
  ],
  'src/channels': ['dialogs', 'src/bot', 'src/followup', 'src/knowledge', 'src/root', ...LEAVES],
  'src/pages': ['dialogs', 'src/knowledge', 'src/config', 'src/root'],
  // runs in the browser: it talks HTTP only
  'src/web': [],
  'src/server': ['dialogs', 'src/bot', 'src/channels', 'src/pages', 'src/safety', 'src/store', ...LEAVES],
  'src/main': [
    'src/assemble',
    'src/bot',
    'src/channels',
    'src/followup',
    'src/pages',
    'src/server',
    'src/store',
    ...LEAVES
  ],
  'src/cli': [
    ...KNOWING,
    'src/assemble',
    'src/bot',
    'src/channels',
    'src/forget',
    'src/lines',
    'src/store',
    'src/trials',
    ...LEAVES
  ],
  'src/trials': [...KNOWING, 'src/assemble', 'src/lines', 'src/report', 'src/errors', 'src/root']
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
