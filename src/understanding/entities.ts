import type { Knowledge } from '../knowledge/knowledge'
import { findLinks } from '../safety/links'
import { createMatcher, type Found, wordsOf } from '../text/match'
import type { Entities } from './interpretation'

/** Finds the small things that a message names; `text` is needed for addresses only. */
export type Extract = (words: readonly string[], text: string) => Omit<Entities, 'language'>

type Table = Record<string, readonly string[]>

/** More than this is no count of failures. */
const MOST_TRIES = 100

const entriesOf = <T>(table: Table, value: (key: string) => T): [string, T][] =>
  Object.entries(table).flatMap(([key, phrases]) =>
    phrases.map((phrase): [string, T] => [phrase, value(key)])
  )
const finder = (table: Table) => createMatcher(entriesOf(table, (key) => key))
const lister = (phrases: readonly string[]) => createMatcher(phrases.map((phrase) => [phrase, true] as const))
const valuesOf = <T>(found: readonly Found<T>[]): T[] => [...new Set(found.map(({ value }) => value))]

/** Builds the function that finds entities in one language, from the words of its knowledge. */
export function createExtractor(knowledge: Knowledge): Extract {
  const { entities: words, documents, scams, official } = knowledge
  const inOrder = createMatcher(entriesOf(words.ordinals, Number))
  const devices = finder(words.devices)
  const steps = finder(words.steps)
  const telling = createMatcher(scams.flatMap(({ id, words }) => words.map((one) => [one, id] as const)))
  const hinting = createMatcher(scams.flatMap(({ id, hints }) => hints.map((one) => [one, id] as const)))
  const isWorse = (one: string, other: string): number =>
    scams.findIndex(({ id }) => id === one) - scams.findIndex(({ id }) => id === other)
  const references = {
    all: lister(words.references.all),
    both: lister(words.references.both),
    other: lister(words.references.other),
    not: lister(words.references.not)
  }
  const points = createPointing(words)
  const repeats = lister(words.again)
  const countTries = createCounter(words)
  const findHours = createClock(words)
  const findMood = createMoodReader(words)
  const findDocuments = createDocumentFinder(documents, words)
  const findAudience = finder(words.audience)

  return (said, text) => {
    const places = inOrder(said).filter((place) => points(place, said))
    const nots = references.not(said)
    const isExcluded = ({ from }: Found<number>): boolean =>
      nots.some(({ to }) => to <= from && from - to <= 1)
    const audiences = valuesOf(findAudience(said))
    return {
      count: countTries(said),
      hours: findHours(said),
      ...findDocuments(said),
      // "foreigner with a local licence" is a foreigner
      audience: audiences.includes('international')
        ? 'international'
        : (audiences[0] as Entities['audience']),
      devices: valuesOf(devices(said)),
      steps: valuesOf(steps(said)),
      ordinals: valuesOf(places.filter((place) => !isExcluded(place))),
      notOrdinals: valuesOf(places.filter(isExcluded)),
      all: references.all(said).length > 0,
      both: references.both(said).length > 0,
      other: references.other(said).length > 0,
      again: repeats(said).length > 0,
      // what has happened already comes before what may
      scams: valuesOf(telling(said)).sort(isWorse),
      scamHints: valuesOf(hinting(said)).sort(isWorse),
      mood: findMood(said),
      links: findLinks(text, official)
    }
  }
}

type Words = Knowledge['entities']

/** Longest message in words in which a place in an order points at something whatever stands beside it. */
const FEW_WORDS = 4

// "the second", "last one"; not "i sent it by mail first"
function createPointing({ references: { before, after } }: Words) {
  const [first, then] = [new Set(before.flatMap(wordsOf)), new Set(after.flatMap(wordsOf))]
  return ({ from, to }: Found<number>, said: readonly string[]): boolean =>
    said.length <= FEW_WORDS || first.has(said[from - 1] ?? '') || then.has(said[to] ?? '')
}

/** Finds numbers, in digits of up to three places and in words. */
function createNumberFinder({ numbers }: Pick<Words, 'numbers'>) {
  const inWords = createMatcher(entriesOf(numbers, Number))
  return (said: readonly string[]): Found<number>[] => {
    const digits = said.flatMap((word, at) =>
      /^\d{1,3}$/.test(word) ? [{ value: Number(word), from: at, to: at + 1 }] : []
    )
    return [...inWords(said), ...digits].sort((one, other) => one.from - other.from)
  }
}

/** Reads how often something failed: "12 times", "third  attempt", "twice", "3x"; not "2 tries left" or "step 3". */
function createCounter({ numbers, ordinals, tries }: Words) {
  const find = createNumberFinder({ numbers })
  const inOrder = createMatcher(entriesOf(ordinals, Number))
  const alone = createMatcher(entriesOf(tries.counts, Number))
  const units = new Set(tries.units.flatMap(wordsOf))
  const isOther = lister(tries.not)
  return (said: readonly string[]): number | undefined => {
    const isCounted = ({ to }: Found<number>): boolean =>
      units.has(said[to] ?? '') && !isOther(said.slice(to + 1)).some(({ from }) => from === 0)
    const counted = [...find(said), ...inOrder(said)].filter(isCounted)
    // matches "3x", "12x"; not "x3"
    const glued = said.flatMap((word) => /^(\d{1,2})x$/.exec(word)?.slice(1).map(Number) ?? [])
    const counts = [...counted, ...alone(said)].map(({ value }) => value).concat(glued)
    const most = Math.max(0, ...counts.filter((count) => count <= MOST_TRIES))
    return most > 0 ? most : undefined
  }
}

/** Reads how long something takes, in hours: "3 days", "48h", "since yesterday"; not "step 3". */
function createClock({ numbers, hours, since }: Words) {
  const find = createNumberFinder({ numbers })
  const unitOf = new Map(entriesOf(hours, Number).map(([word, unit]) => [wordsOf(word).join(' '), unit]))
  const passed = createMatcher(entriesOf(since, Number))
  return (said: readonly string[]): number | undefined => {
    for (const { value, to } of find(said)) {
      const unit = unitOf.get(said[to] ?? '')
      if (unit !== undefined) return value * unit
    }
    for (const word of said) {
      // matches "48h", "3days"; not "3x"
      const [, count, name = ''] = /^(\d{1,3})(\p{L}+)$/u.exec(word) ?? []
      const unit = unitOf.get(name)
      if (count !== undefined && unit !== undefined) return Number(count) * unit
    }
    const [first] = passed(said)
    return first?.value
  }
}

/** Reads despair and abuse; who blames themselves abuses nobody. */
function createMoodReader({ crisis, abuse, noAbuse }: Words) {
  const despair = lister(crisis)
  const insult = createMatcher([
    ...noAbuse.map((phrase) => [phrase, false] as const),
    ...abuse.map((phrase) => [phrase, true] as const)
  ])
  return (said: readonly string[]): Entities['mood'] => {
    if (despair(said).length > 0) return 'crisis'
    return insult(said).some(({ value }) => value) ? 'abuse' : undefined
  }
}

/** Words between "no" and the document that is lacking: "I do not have a passport". */
const LACKING_REACH = 2

/** Reads which documents are named, which of them are lacking, and which shall take the place of another. */
function createDocumentFinder(types: Knowledge['documents'], { insteadOf, lacking }: Words) {
  const find = createMatcher(types.flatMap(({ id, names }) => names.map((name) => [name, id] as const)))
  const replacing = lister(insteadOf)
  const missing = lister(lacking)
  return (said: readonly string[]): Pick<Entities, 'documents' | 'lacking' | 'instead'> => {
    const found = find(said)
    const lacks = missing(said)
    const isLacking = ({ from }: Found<string>): boolean =>
      lacks.some(({ to }) => to <= from && from - to <= LACKING_REACH)
    const [swap] = replacing(said)
    const wanted = swap && found.findLast(({ to }) => to <= swap.from)
    return {
      documents: valuesOf(found.filter((one) => !isLacking(one))),
      lacking: valuesOf(found.filter(isLacking)),
      instead: wanted?.value
    }
  }
}
