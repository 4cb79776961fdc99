import { spawnSync } from 'node:child_process'
import { createBot } from '../src/bot'
import { AppError } from '../src/errors'
import { ROOT } from '../src/root'
import { createProcessStore } from '../src/store/process'
import type { Store } from '../src/store/store'
import { chat, choicesOf, textOf, theMind } from './helpers/chat'

/** A store that fails on demand, around a real one. */
function failing(): Store & { fail?: Error | undefined; times?: number } {
  const inner = createProcessStore()
  const store: Store & { fail?: Error | undefined; times?: number } = {
    ...inner,
    write: async (key, value, version) => {
      if (store.fail && (store.times ?? 1) > 0) {
        store.times = (store.times ?? 1) - 1
        throw store.fail
      }
      await inner.write(key, value, version)
    }
  }
  return store
}

describe('a turn', () => {
  it('that cannot be saved fails, and leaves nothing half saved', async () => {
    const store = failing()
    const say = chat(store)
    await say('name mismatch')
    store.fail = new Error('disk full')
    await expect(say('it failed')).rejects.toThrow('disk full')
    store.fail = undefined
    expect(textOf(await say('it failed'))).toContain('attempt 2')
  })

  it('is done again when another process wrote in between', async () => {
    const store = failing()
    const say = chat(store)
    store.fail = new AppError('KYC_STORE_CONFLICT', 'stale')
    store.times = 3
    expect(textOf(await say('name mismatch'))).toContain('name')
  })

  it('starts afresh, politely, from a memory of another version', async () => {
    const store = createProcessStore()
    await store.write('conversation/old', { version: 0, state: { flow: 'gone' } }, 0)
    const reply = await chat(store, 'old')('hello')
    expect(choicesOf(reply).length).toBeGreaterThan(0)
  })

  it('keeps no text of the person in the store', async () => {
    const store = createProcessStore()
    await chat(store, 'c')('my name Zebediah is spelt wrong, passport AB1234567, mail zeb@mail.com')
    const kept = JSON.stringify((await store.read('conversation/c')).value)
    for (const secret of ['Zebediah', 'AB1234567', 'zeb@mail.com', 'spelt'])
      expect(kept).not.toContain(secret)
  })

  it('takes the language of the channel until the person writes another', async () => {
    const say = chat()
    expect((await say({ text: 'hm', locale: 'es-MX' })).locale).toBe('es')
    expect((await say({ text: 'they say the name on my document is not the same' })).locale).toBe('en')
  })

  it('answers each of 100 different conversations on its own', async () => {
    const bot = createBot(theMind(), createProcessStore())
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, n) => bot.turn({ conversation: `c${n}`, text: 'name mismatch' }))
    )
    expect(new Set(replies.map(textOf)).size).toBe(1)
  })
})

describe('trouble', () => {
  it('is told calmly, with the reference', () => {
    const { text } = createBot(theMind(), createProcessStore()).trouble('ab12')
    expect(text).toContain('ab12')
    expect(text).not.toMatch(/error|exception/i)
  })
})

describe('the bot without the Bot Framework', () => {
  // in a process of its own, which tells what it loaded
  const TALK = `
    const { createMind } = require('./dist/src/assemble')
    const { createBot } = require('./dist/src/bot')
    const { createProcessStore } = require('./dist/src/store/process')
    const bot = createBot(createMind(), createProcessStore())
    const lines = ['my photo is blurry', 'One step at a time', 'Next', 'how long does the review take?', 'ok continue',
      'It failed again', 'failed again', 'Live chat', 'thanks']
    const run = async () => {
      const said = []
      for (const text of lines) {
        const { messages } = await bot.turn({ conversation: 'c', person: 'p', text })
        said.push(messages.map(({ text }) => text).join(' '))
      }
      const loaded = Object.keys(require.cache).filter((file) => /node_modules.(?:botbuilder|botframework|restify)/.test(file))
      console.log(JSON.stringify({ said, loaded }))
    }
    run()`

  it('has a whole conversation', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', TALK], { cwd: ROOT, encoding: 'utf8' })
    expect(stderr).toBe('')
    const { said, loaded } = JSON.parse(stdout) as { said: string[]; loaded: string[] }
    expect(loaded).toEqual([])
    expect(said).toHaveLength(9)
    expect(said[2]).toContain('Step 2 of 5')
    expect(said[6]).toContain('four options')
  })
})
