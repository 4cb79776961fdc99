import { type Parsed, parse } from '../../text/words'
import type { Particles, SpecialLabels } from './lexicon'
import type { Model, Weights } from './model'
import { createSpeller } from './spelling'
import { TUNING } from './tuning'

/** A word as it was written and as it was read, after the repair of a slip. */
export interface Word {
  written: string
  read: string
}
/** A message as the model saw it: the scores of the whole, and of each clause when there are several. */
export interface Observation {
  words: Word[]
  whole: Float32Array
  votes: Float32Array[]
  /** How many words each of these clauses has. */
  sizes: number[]
  /** The scores of the clauses that rule something out. */
  ruledOut: Float32Array[]
  /** True when all of it says that something is not the case. */
  denies: boolean
}
/** Builds the function that lets the model look at a text, without what the text rules out. */
export function createObserver(
  model: Model,
  weights: Weights,
  { ruledOut }: SpecialLabels,
  { connectors }: Pick<Particles, 'connectors'>
) {
  const { places } = weights.vectors
  const repair = createSpeller(weights.words, (word) => places.has(word))
  const excluded = model.labels.indexOf(ruledOut)
  const read = (written: readonly string[]): Word[] =>
    written.map((word) => ({ written: word, read: repair(word) }))
  const score = (clause: readonly Word[]) => model.score(clause.map((word) => word.read))
  const without = (scores: Float32Array): Float32Array => {
    if (excluded >= 0) scores[excluded] = -Infinity
    return scores
  }

  return (text: string, parsed: Parsed = parse(text, connectors), isQuoted = false): Observation => {
    const parts = parsed.clauses.slice(0, TUNING.maxClauses).map(read)
    if (parts.length < 2) {
      const words = read(parsed.words).slice(0, TUNING.maxWords)
      const scores = score(words)
      const denies = excluded >= 0 && bestOf(scores) === excluded
      const whole = without(scores)
      return { words, whole, votes: [], sizes: [], ruledOut: denies ? [whole] : [], denies }
    }
    const scored = parts.map((words) => ({ words, scores: score(words) }))
    // an official notice rules nothing out: "the name does not match" is what went wrong
    const open = scored.filter(({ scores }) => isQuoted || excluded < 0 || bestOf(scores) !== excluded)
    const left = open.length > 0 ? open : scored
    // without clauses to leave out the connecting words stay, because they are part of the phrasing
    const all = left.length < parts.length ? left.flatMap(({ words }) => words) : read(parsed.words)
    const words = all.slice(0, TUNING.maxWords)
    const voting = left.length > 1 ? left : []
    const votes = voting.map(({ scores }) => without(scores))
    const sizes = voting.map(({ words }) => words.length)
    const ruledOut = scored.filter((one) => !open.includes(one)).map(({ scores }) => without(scores))
    return { words, whole: without(score(words)), votes, sizes, ruledOut, denies: open.length === 0 }
  }
}
/** Gives the place of the highest number. */
export function bestOf(scores: Float32Array): number {
  let best = 0
  for (let i = 1; i < scores.length; i++) if ((scores[i] as number) > (scores[best] as number)) best = i
  return best
}
