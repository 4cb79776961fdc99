import Fuse from 'fuse.js'
import { labelsOf } from '../knowledge/check'
import type { Knowledge } from '../knowledge/knowledge'
import { EXACT } from '../knowledge/words'
import { createBayes, normalise, tokenise } from './text'
import { TUNING } from './tuning'

/** What a short answer to the bot's question means. */
export type Meaning = 'worked' | 'failed' | 'not_yet' | 'yes' | 'no'

/** Understands buttons, numbers, commands and short answers of one language. */
export interface ReplyReader {
  /** Gives the id of the button or command that was meant; numbers count through the ids offered last. */
  choice(text: string, offered: readonly string[]): string | undefined
  /** Gives what a short answer means, or undefined when it is long or not clear. */
  meaning(text: string): Meaning | undefined
}

const key = (text: string): string => tokenise(normalise(text)).join(' ') || text.trim()

/** Builds the reader for one language, from its labels, its commands and its examples of short replies. */
export function createReplyReader(
  knowledge: Knowledge,
  replies: readonly [meaning: string, text: string][]
): ReplyReader {
  const { commands, ordinals, fillers } = knowledge.replies
  const byLabel = new Map<string, string>()
  const names: Name[] = []
  const learn = (id: string, text: string) => {
    if (!byLabel.has(key(text))) byLabel.set(key(text), id)
    const mayBeNear = !EXACT.some((command) => command === id)
    if (mayBeNear && key(text).length >= TUNING.repairFromLength) names.push({ id, name: key(text) })
  }
  const labels = labelsOf(knowledge)
  for (const [id, label] of labels) learn(id, label)
  for (const [id, texts] of Object.entries(commands)) for (const text of texts) learn(id, text)
  const ids = new Set([
    ...labels.map(([id]) => id),
    ...Object.keys(commands),
    ...knowledge.reminders.map(({ id }) => id)
  ])
  const near = createNear(names)
  const skipped = new Set(fillers.map(key))
  const places = new Map(ordinals.map((word, index) => [key(word), index]))
  const bayes = createBayes(replies)

  function numbered(words: readonly string[], offered: readonly string[]): string | undefined {
    const [word, ...more] = words.filter((word) => !skipped.has(word))
    if (word === undefined || more.length > 0) return undefined
    return offered[places.get(word) ?? (/^\d{1,2}$/.test(word) ? Number(word) - 1 : -1)]
  }

  return {
    choice(text, offered) {
      const trimmed = text.trim()
      if (ids.has(trimmed)) return trimmed
      const words = tokenise(normalise(text))
      if (words.length > TUNING.labelMaxWords) return undefined
      const exact = byLabel.get(key(text)) ?? numbered(words, offered)
      if (exact !== undefined || words.length === 0) return exact
      return key(text).length < TUNING.repairFromLength ? undefined : near(key(text))
    },
    meaning(text) {
      const words = tokenise(normalise(text))
      if (words.length > TUNING.replyMaxWords) return undefined
      const [best] = bayes(words)
      return best && best.confidence >= TUNING.replyConfidence ? (best.label as Meaning) : undefined
    }
  }
}

interface Name {
  id: string
  name: string
}

// only names of nearly the same length are compared: a short label inside a longer sentence is no press of it
function createNear(names: readonly Name[]): (text: string) => string | undefined {
  const indexes = new Map<number, Fuse<Name>>()
  return (text) => {
    let index = indexes.get(text.length)
    if (!index) {
      const alike = names.filter(({ name }) => Math.abs(name.length - text.length) <= TUNING.labelLengthSlack)
      index = new Fuse(alike, { keys: ['name'], threshold: TUNING.labelThreshold, distance: 30 })
      indexes.set(text.length, index)
    }
    return index.search(text, { limit: 1 })[0]?.item.id
  }
}

/** Gives the language whose telling words occur most in a text; the current one when the others are not clearly ahead. */
export function detectLocale(text: string, locales: ReadonlyMap<string, Knowledge>, current: string): string {
  const words = tokenise(normalise(text))
  const hits = (locale: string) => {
    const telling = tellingWords(locale, locales)
    return words.filter((word) => telling.has(word)).length
  }
  let best = current
  for (const locale of locales.keys()) if (hits(locale) > hits(best)) best = locale
  return best
}

const telling = new WeakMap<Knowledge, Set<string>>()

function tellingWords(locale: string, locales: ReadonlyMap<string, Knowledge>): Set<string> {
  const knowledge = locales.get(locale)
  if (!knowledge) return new Set()
  let words = telling.get(knowledge)
  if (!words) {
    words = new Set(knowledge.replies.words.flatMap((word) => tokenise(normalise(word))))
    telling.set(knowledge, words)
  }
  return words
}
