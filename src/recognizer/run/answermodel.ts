import { normalise, tokenise } from '../../text/words'
import type { ActPhrase, Phrase } from '../train/examples'
import type { Example } from '../train/train'
import { type Ranking, rankingOf } from './actmodel'
import { createModel, type Weights } from './model'
import { softmax } from './softmax'
import { createSpeller } from './spelling'
import { TUNING } from './tuning'

/** Ranks the answers that a message may ask for, the likeliest first. */
export type RankAnswers = (words: readonly string[]) => Ranking[]

/** The label of everything that no answer fits. */
const NOTHING = 'nothing'

/**
 * Turns questions into what the model learns from; moves of a talk and complaints that ask nothing are learnt as
 * nothing, so that they find no answer.
 */
export function toAnswerExamples(
  questions: readonly Phrase[],
  acts: readonly ActPhrase[],
  complaints: readonly Phrase[]
): Example[] {
  const moves = acts.filter(({ ids }) => ids.some((id) => MOVES.includes(id)))
  const others = complaints.filter((_, at) => at % TUNING.complaintsPerNothing === 0)
  const nothing = [...moves, ...others].map(({ text }) => ({ text, ids: [NOTHING] }))
  return [...questions, ...nothing].map(({ text, ids }) => ({
    words: tokenise(normalise(text)),
    labels: ids
  }))
}

// acts that ask nothing
const MOVES: readonly string[] = [
  'next',
  'done',
  'did_before',
  'failed',
  'okay',
  'no',
  'elsewhere',
  'pick',
  'tell_cause'
]

/** Builds the function that ranks the answers a message may ask for. */
export function createAnswerRanking(weights: Weights): RankAnswers {
  const model = createModel(weights)
  const repair = createSpeller(weights.words, (word) => weights.vectors.places.has(word))
  return (words) => {
    if (words.length === 0) return []
    const chances = model.score(words.slice(0, TUNING.maxWords).map(repair))
    softmax(chances, TUNING.answerSharpness)
    return rankingOf(model.labels, chances).filter(({ id }) => id !== NOTHING)
  }
}
