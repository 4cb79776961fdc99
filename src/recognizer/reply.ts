import Fuse from 'fuse.js'
import { labelsOf } from '../knowledge/check'
import type { Knowledge } from '../knowledge/knowledge'
import { EXACT } from '../knowledge/words'
import { createModel, type Weights } from './model'
import { bestOf } from './observe'
import { normalise, tokenise } from './text'
import { softmax } from './train'
import { TUNING } from './tuning'

/** What a short answer to the bot's question means. */
export type Meaning = 'worked' | 'failed' | 'not_yet' | 'yes' | 'no'
/** What short remarks are filed under that answer no question. */
const NO_ANSWER = 'other'

/** Understands buttons, numbers, commands and short answers of one language. */
export interface ReplyReader {
  /** Gives the id of the button or command that was meant; numbers count through the ids offered last. */
  choice(text: string, offered: readonly string[]): string | undefined
  /** Gives what a short answer means, or undefined when it is long or not clear. */
  meaning(text: string): Meaning | undefined
}

const key = (text: string): string => tokenise(normalise(text)).join(' ') || text.trim()

/** Builds the function that tells what a short answer means, in all languages that it was trained on. */
export function createMeaning(weights: Weights): ReplyReader['meaning'] {
  const model = createModel(weights)
  return (text) => {
    const words = tokenise(normalise(text))
    // who asks does not answer
    if (words.length === 0 || words.length > TUNING.replyMaxWords || /[?？]\s*$/.test(text)) return undefined
    const chances = model.score(words)
    softmax(chances, TUNING.replySharpness)
    const best = bestOf(chances)
    const label = model.labels[best]
    const isAnswer = label !== NO_ANSWER && (chances[best] ?? 0) >= TUNING.replyConfidence
    return isAnswer ? (label as Meaning) : undefined
  }
}

/** Builds the reader for one language, from its labels and commands. */
export function createReplyReader(knowledge: Knowledge, meaning: ReplyReader['meaning']): ReplyReader {
  const { commands, ordinals, fillers, openers, asked } = knowledge.replies
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
  // who asks for this language gets it, and the question once more
  for (const text of asked) learn('repeat', text)
  const ids = new Set([
    ...labels.map(([id]) => id),
    ...Object.keys(commands),
    ...knowledge.reminders.map(({ id }) => id)
  ])
  const near = createNear(names)
  const skipped = new Set(fillers.map(key))
  const opening = new Set(openers.map(key))
  const places = new Map(ordinals.map((word, index) => [key(word), index]))

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
      // "ok done" is "done", "so next please" is "next"
      const bare = words.filter((word) => !opening.has(word)).join(' ')
      const exact = byLabel.get(key(text)) ?? numbered(words, offered) ?? byLabel.get(bare)
      if (exact !== undefined || words.length === 0) return exact
      return key(text).length < TUNING.repairFromLength ? undefined : near(key(text))
    },
    meaning
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

/** Gives the language that is asked for, or whose telling words are clearly ahead in a text; else the current one. */
export function detectLocale(text: string, locales: ReadonlyMap<string, Knowledge>, current: string): string {
  const words = tokenise(normalise(text))
  const whole = words.join(' ')
  for (const [locale, { replies }] of locales)
    if (replies.asked.some((name) => key(name) === whole)) return locale
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
