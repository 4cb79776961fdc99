import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { load as parse } from 'js-yaml'
import { z } from 'zod'
import { chat } from './helpers/chat'
import { Expectation, missing } from './helpers/expectation'

const FOLDER = path.join(__dirname, 'talks')

const Talks = z.array(
  z.strictObject({
    name: z.string(),
    turns: z.array(
      z.strictObject({
        say: z.string().optional(),
        press: z.string().optional(),
        expect: Expectation.optional()
      })
    )
  })
)

/** Talks by hands that wrote no examples; the share of turns that go as a very good agent would have them. */
const FLOORS: Record<string, number> = {
  // turns as expected on 2026-11-25: 0.83, 0.81, 0.86, 1.00
  'fixes.yaml': 0.8,
  'questions.yaml': 0.79,
  'everyday.yaml': 0.84,
  'samples.yaml': 0.98
}

async function play(file: string): Promise<{ turns: number; misses: string[] }> {
  const talks = Talks.parse(parse(readFileSync(path.join(FOLDER, file), 'utf8')))
  const misses: string[] = []
  let turns = 0
  for (const { name, turns: lines } of talks) {
    const say = chat()
    for (const { say: text = '', press, expect: expected } of lines) {
      const reply = await say({ text, ...(press ? { value: press } : {}) })
      if (!expected) continue
      turns++
      const problems = missing(reply, expected)
      if (problems.length > 0) misses.push(`[${name}] ${text || press}: ${problems.join('; ')}`)
    }
  }
  return { turns, misses }
}

describe('talks by other hands', () => {
  it('are all played', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(FLOORS).sort())
  })

  it.each(Object.entries(FLOORS))('in %s go as expected in at least a share of %d', async (file, floor) => {
    const { turns, misses } = await play(file)
    const share = 1 - misses.length / turns
    // the misses are shown when it fails
    expect({ share: share >= floor, misses: share >= floor ? [] : misses }).toEqual({
      share: true,
      misses: []
    })
  })

  it('threaten nobody honest, and congratulate nobody who did not say that it passed', async () => {
    const wrong: string[] = []
    for (const file of Object.keys(FLOORS)) {
      const { misses } = await play(file)
      wrong.push(...misses.filter((miss) => /says (?:worked)\b/.test(miss)))
    }
    expect(wrong).toEqual([])
  })
})
