import { KNOWLEDGE, loadKnowledge } from './knowledge/load'
import { loadWeights, readReplies } from './recognizer/examples'
import { createRecognizer, type Recognize } from './recognizer/recognize'
import { createReplyReader } from './recognizer/reply'
import { normalise } from './recognizer/text'
import type { Language } from './respond'

/** The bot's mind: its languages, English first, and what understands free text in all of them. */
export interface Mind {
  languages: Map<string, Language>
  recognize: Recognize
}

/** Loads the knowledge and the model of a folder; throws KYC_KNOWLEDGE with every problem. */
export function createMind(folder = KNOWLEDGE): Mind {
  const knowledge = loadKnowledge(folder)
  const languages = new Map<string, Language>()
  const connectors = new Set<string>()
  const common = new Set<string>()
  for (const [locale, known] of knowledge) {
    languages.set(locale, { knowledge: known, reader: createReplyReader(known, readReplies(folder, locale)) })
    for (const word of known.replies.connectors) connectors.add(word)
    for (const word of [...known.replies.words, ...known.replies.connectors]) common.add(normalise(word))
  }
  const [first] = knowledge.values()
  const labels = first?.labels ?? { outOfScope: '', ruledOut: '' }
  return { languages, recognize: createRecognizer(loadWeights(folder), labels, { connectors, common }) }
}
