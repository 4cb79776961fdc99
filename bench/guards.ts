import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createMind } from '../src/assemble'
import { createBot } from '../src/bot'
import { ROOT } from '../src/root'
import { findLinks } from '../src/safety/links'
import { redact } from '../src/safety/redact'
import { createProcessStore } from '../src/store/process'
import { median, print } from './figures'
import { writeTalks } from './talk'

const ROUNDS = 15
const PEOPLE = 200

/** Measures what taking out personal data, judging links and reading the mood cost a turn, beside the whole turn. */
export async function benchGuards(): Promise<void> {
  const talks = writeTalks().slice(0, PEOPLE)
  const texts = talks.flat()
  const mind = createMind()
  const english = mind.languages.get('en')
  if (!english) throw new Error('The bench talks English. Add knowledge/en.')
  const full = readFileSync(path.join(ROOT, 'tests', 'safety', 'personal.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text)
  const guards: Record<string, (text: string) => unknown> = {
    'personal data': (text) => redact(text),
    links: (text) => findLinks(text, english.official)
  }
  const times: Record<string, number[]> = {}
  const note = (name: string, began: number, count: number): void => {
    const list = times[name] ?? []
    times[name] = list
    list.push(((performance.now() - began) * 1000) / count)
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, guard] of Object.entries(guards)) {
      const began = performance.now()
      for (const text of texts) guard(text)
      note(name, began, texts.length)
    }
    const start = performance.now()
    for (const text of full) redact(text)
    note('personal data, in texts that have some', start, full.length)
    const bot = createBot(mind, createProcessStore())
    const began = performance.now()
    for (const [person, lines] of talks.entries())
      for (const text of lines) await bot.turn({ conversation: `${person}`, text })
    note('the whole turn', began, texts.length)
  }
  const whole = median(times['the whole turn'] ?? [])
  const rows = Object.entries(times).map(([name, list]) => [
    name,
    median(list).toFixed(1),
    `${((100 * median(list)) / whole).toFixed(0)} %`
  ])
  print(`6a. What the guards cost a turn, without channel and disk; median of ${ROUNDS} rounds`, [
    ['', 'µs', 'of the turn'],
    ...rows
  ])
}
