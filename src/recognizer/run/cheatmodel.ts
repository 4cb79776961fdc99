import { normalise, tokenise } from '../../text/words'
import type { ActPhrase, Phrase } from '../train/examples'
import type { Example } from '../train/train'
import { createModel, type Weights } from './model'
import { softmax } from './softmax'
import { TUNING } from './tuning'

/** Tells how likely it is that words ask for help to cheat, 0..1, told apart from everything else people say. */
export type JudgeCheat = (words: readonly string[]) => number

const CHEAT = 'cheat'
const HONEST = 'honest'

/** Turns all that people say into what the model learns from: pleas to cheat on one side, everything else on the other. */
export function toCheatExamples(
  complaints: readonly Phrase[],
  acts: readonly ActPhrase[],
  questions: readonly Phrase[],
  actOf: ReadonlyMap<string, string>
): Example[] {
  const isPlea = ({ ids }: Phrase): boolean => ids.some((id) => id === CHEAT || actOf.get(id) === CHEAT)
  return [...complaints, ...acts, ...questions].map((phrase) => ({
    words: tokenise(normalise(phrase.text)),
    labels: [isPlea(phrase) ? CHEAT : HONEST]
  }))
}

/** Builds the judge. */
export function createCheatJudge(weights: Weights): JudgeCheat {
  const model = createModel(weights)
  const column = model.labels.indexOf(CHEAT)
  return (words) => {
    if (words.length === 0) return 0
    const chances = model.score(words.slice(0, TUNING.maxWords))
    softmax(chances, TUNING.cheatSharpness)
    return chances[column] ?? 0
  }
}
