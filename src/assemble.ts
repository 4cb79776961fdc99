import type { Knowledge } from './knowledge/knowledge'
import { KNOWLEDGE, loadKnowledge } from './knowledge/load'
import { loadModels } from './recognizer/examples'
import { type Lexicon, NEUTRAL } from './recognizer/lexicon'
import { createRecognizer, type Recognize } from './recognizer/recognize'
import { createMeaning, createReplyReader } from './recognizer/reply'
import { normalise } from './recognizer/text'
import type { Language } from './respond'

/** The bot's mind: its languages, English first, and what understands free text in all of them. */
export interface Mind {
  knowledge: Map<string, Knowledge>
  languages: Map<string, Language>
  recognize: Recognize
}

/** Loads the knowledge and the model of a folder; throws KYC_KNOWLEDGE with every problem. */
export function createMind(folder = KNOWLEDGE): Mind {
  const knowledge = loadKnowledge(folder)
  const { special, particles } = lexiconOf(knowledge)
  const { complaints, replies } = loadModels(folder)
  const meaning = createMeaning(replies)
  const languages = new Map(
    [...knowledge].map(([locale, known]): [string, Language] => [
      locale,
      { knowledge: known, reader: createReplyReader(known, meaning) }
    ])
  )
  return { knowledge, languages, recognize: createRecognizer(complaints, special, particles) }
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
