import type { Knowledge } from './knowledge/knowledge'
import { KNOWLEDGE, loadKnowledge } from './knowledge/load'
import { createActRanking } from './recognizer/run/actmodel'
import { createAnswerRanking } from './recognizer/run/answermodel'
import { createCheatJudge } from './recognizer/run/cheatmodel'
import { type Lexicon, NEUTRAL } from './recognizer/run/lexicon'
import { createRecognizer, type Recognize } from './recognizer/run/recognize'
import { loadModels } from './recognizer/train/models'
import { normalise } from './text/words'
import { createInterpreter, type Interpret } from './understanding/interpret'

/** The bot's mind: its languages, English first, and what understands free text in all of them. */
export interface Mind {
  languages: Map<string, Knowledge>
  recognize: Recognize
  interpret: Interpret
}

/** Loads the knowledge and the models of a folder; throws KYC_KNOWLEDGE with every problem. */
export function createMind(folder = KNOWLEDGE): Mind {
  const languages = loadKnowledge(folder)
  const { special, particles } = lexiconOf(languages)
  const { complaints, acts, answers, cheats } = loadModels(folder, special.act)
  const recognize = createRecognizer(complaints, special, particles)
  const interpret = createInterpreter({
    languages,
    recognize,
    rankActs: createActRanking(acts),
    rankAnswers: createAnswerRanking(answers),
    judgeCheat: createCheatJudge(cheats),
    connectors: particles.connectors
  })
  return { languages, recognize, interpret }
}

/** Reads what steers the recognizer from a knowledge folder. */
export const readLexicon = (folder: string): Lexicon => lexiconOf(loadKnowledge(folder))

function lexiconOf(knowledge: ReadonlyMap<string, Knowledge>): Lexicon {
  const [first] = knowledge.values()
  const replies = [...knowledge.values()].map((known) => known.replies)
  const connectors = new Set(replies.flatMap((reply) => reply.connectors.map(normalise)))
  const common = new Set([...connectors, ...replies.flatMap((reply) => reply.words.map(normalise))])
  return {
    special: first?.labels ?? NEUTRAL.special,
    particles: { connectors, common }
  }
}
