import { normalise, tokenise } from '../../text/words'
import type { ActPhrase, Phrase } from '../train/examples'
import type { Example } from '../train/train'
import { createModel, type Weights } from './model'
import { softmax } from './softmax'
import { createSpeller } from './spelling'
import { TUNING } from './tuning'

/** What a message may do in a talk, and how sure that is, 0..1. */
export interface Ranking {
  id: string
  confidence: number
}

/** Ranks the dialogue acts of a message, the likeliest first, in the light of the place where it is said. */
export type RankActs = (words: readonly string[], place: string) => Ranking[]

// the place stands before and after the words, so that it forms pairs with the first and the last of them: "no" to an
// offer is another act than "no" to "did it pass?"
const inPlace = (words: readonly string[], place: string): string[] => [`@${place}`, ...words, `@${place}`]

/** Turns phrases of the acts into what the model learns from. */
export const toActExamples = (phrases: readonly ActPhrase[]): Example[] =>
  phrases.map(({ text, ids, place }) => ({ words: inPlace(tokenise(normalise(text)), place), labels: ids }))

/** Where people say what the complaints say: mostly as the first thing, but also in the middle. */
const COMPLAINT_PLACES = [
  'start',
  'start',
  'areas',
  'start',
  'offer',
  'list',
  'start',
  'step',
  'result'
] as const

/** Takes some complaints of each id as phrases of the act that people do with them, spread over the places. */
export function actsOfComplaints(
  complaints: readonly Phrase[],
  actOf: ReadonlyMap<string, string>
): ActPhrase[] {
  const byId = new Map<string, Phrase[]>()
  for (const one of complaints) {
    const id = one.ids[0] ?? ''
    byId.set(id, [...(byId.get(id) ?? []), one])
  }
  return [...byId].flatMap(([id, phrases]) => {
    const act = actOf.get(id)
    if (act === undefined) return []
    const wanted = Math.max(TUNING.complaintsPerAct, phrases.length * TUNING.complaintShare)
    const every = Math.max(1, Math.floor(phrases.length / wanted))
    const taken = phrases.filter((_, at) => at % every === 0)
    return taken.map(({ text }, at) => ({
      text,
      ids: [act],
      place: COMPLAINT_PLACES[at % COMPLAINT_PLACES.length] ?? 'start'
    }))
  })
}

/** Builds the function that ranks the dialogue acts of a message. */
export function createActRanking(weights: Weights): RankActs {
  const model = createModel(weights)
  const repair = createSpeller(weights.words, (word) => weights.vectors.places.has(word))
  const known = new Set(weights.words)
  return (said, place) => {
    const words = said.slice(0, TUNING.maxWords).map(repair)
    // of words that nobody knows only the place would speak
    if (!words.some((word) => known.has(word))) return []
    const chances = model.score(inPlace(words, place))
    softmax(chances, TUNING.actSharpness)
    return rankingOf(model.labels, chances)
  }
}

/** Sorts labels by their chances and drops what is next to impossible. */
export const rankingOf = (labels: readonly string[], chances: Float32Array): Ranking[] =>
  labels
    .map((id, at) => ({ id, confidence: chances[at] ?? 0 }))
    .filter(({ confidence }) => confidence >= TUNING.leastActConfidence)
    .sort((one, other) => other.confidence - one.confidence)
