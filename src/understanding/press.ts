import Fuse from 'fuse.js'
import { labelsOf } from '../knowledge/check'
import type { Knowledge } from '../knowledge/knowledge'
import { EXACT } from '../knowledge/words'
import { TUNING } from '../recognizer/run/tuning'
import { wordsOf } from '../text/match'

/** Gives the id of the button or command that a text presses; numbers count through the ids offered last, and a clear act is no slip of another command. */
export type ReadPress = (
  text: string,
  words: readonly string[],
  offered: readonly string[],
  act?: string
) => string | undefined

const key = (text: string): string => wordsOf(text).join(' ') || text.trim()

/** Builds the reader of buttons for one language, from its labels and commands. */
export function createPressReader(knowledge: Knowledge): ReadPress {
  const { replies, entities } = knowledge
  const labels = labelsOf(knowledge)
  const byLabel = new Map<string, string>()
  const names: Name[] = []
  const learn = (id: string, text: string): void => {
    if (!byLabel.has(key(text))) byLabel.set(key(text), id)
    const mayBeNear = !EXACT.some((command) => command === id)
    if (mayBeNear && key(text).length >= TUNING.repairFromLength) names.push({ id, name: key(text) })
  }
  for (const [id, label] of labels) learn(id, label)
  for (const [id, texts] of Object.entries(replies.commands)) for (const text of texts) learn(id, text)
  // who asks for this language gets it, and the question once more
  for (const text of replies.asked) learn('repeat', text)
  const ids = new Set([
    ...labels.map(([id]) => id),
    ...Object.keys(replies.commands),
    ...knowledge.reminders.map(({ id }) => id)
  ])
  const near = createNear(names)
  const opening = new Set(replies.openers.map(key))
  const numbered = createNumbering(replies.fillers, entities)

  return (text, words, offered, act) => {
    const trimmed = text.trim()
    if (ids.has(trimmed)) return trimmed
    if (words.length > TUNING.labelMaxWords) return undefined
    const whole = words.join(' ') || trimmed
    // "ok done" is "done", "so next please" is "next"
    const bare = words.filter((word) => !opening.has(word)).join(' ')
    const exact = byLabel.get(whole) ?? numbered(words, offered) ?? byLabel.get(bare)
    if (exact !== undefined || words.length === 0) return exact
    const close = whole.length < TUNING.repairFromLength ? undefined : near(whole)
    // "same again" tells of a failure, however near it is to "say again"
    return act !== undefined && act in replies.commands && act !== close ? undefined : close
  }
}

// "2", "two", "number two", "the second", "the last one": nothing else may stand beside it but words that change nothing
function createNumbering(fillers: readonly string[], { numbers, ordinals }: Knowledge['entities']) {
  const skipped = new Set(fillers.map(key))
  const places = new Map<string, number>()
  for (const [place, words] of [...Object.entries(numbers), ...Object.entries(ordinals)])
    for (const word of words) if (!places.has(key(word))) places.set(key(word), Number(place))
  const placeOf = (words: readonly string[]): number | undefined =>
    places.get(words.join(' ')) ?? (/^\d{1,2}$/.test(words.join(' ')) ? Number(words[0]) : undefined)
  return (words: readonly string[], offered: readonly string[]): string | undefined => {
    const place = placeOf(words) ?? placeOf(words.filter((word) => !skipped.has(word)))
    return place === undefined || place === 0 ? undefined : offered.at(place > 0 ? place - 1 : place)
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
