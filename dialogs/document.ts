import type { DocumentType, Knowledge } from '../src/knowledge/knowledge'
import { normalise, tokenise } from '../src/recognizer/text'
import {
  capital,
  choose,
  type Flow,
  fill,
  type Message,
  type Move,
  reminderOf,
  type Scene,
  type StateOf
} from './flow'

/** Which document to try, by pass rate, by who the person is and by what failed already. */
export const document: Flow<StateOf<'document'>> = {
  show({ knowledge, failedDocuments, paused }, state) {
    const { phrases, documents } = knowledge
    const remind = reminderOf(knowledge)('document')
    if (state.at === 'chosen') {
      const chosen = documents.find(({ id }) => id === state.document)
      return [
        {
          text: chosen
            ? fill(phrases.documentUse, { title: chosen.title, about: chosen.about })
            : phrases.documentAsk,
          ...remind
        },
        {
          text: phrases.documentNext,
          choices: choose(knowledge, ['checklist', paused ? 'continue' : 'menu', 'human'])
        }
      ]
    }
    const open = documents.filter(({ id }) => !failedDocuments.includes(id))
    const left = open.length > 0 ? open : documents
    return [
      {
        text: phrases.documentRates,
        list: left.map(({ title, about }) => fill(phrases.documentLine, { title: capital(title), about })),
        shares: left.map(({ percent }) => percent),
        ...remind
      },
      { text: phrases.documentAsk, choices: choose(knowledge, [...left.map(({ id }) => id), 'none']) }
    ]
  },

  next(scene, state) {
    const { knowledge, choice } = scene
    if (knowledge.documents.some(({ id }) => id === choice)) return choseDocument(scene, choice ?? '')
    if (choice === 'none') return { say: [], to: { flow: 'escalate', at: 'contact' } }
    if (choice || state.at === 'chosen') return undefined
    const best = recommend(scene)
    return best ? choseDocument(scene, best.id) : undefined
  },

  place: ({ knowledge }) => knowledge.phrases.placeDocument
}

/** Answers "which document?": at once when the message names what the person has, else with the rates. */
export function startDocument(scene: Scene): Move {
  const wanted = inPlaceOf(scene)
  if (wanted) return choseDocument(scene, wanted.id)
  const named = namedDocuments(scene.knowledge, scene.text)
  const best = named.length > 1 || audienceOf(scene) ? recommend(scene) : undefined
  return best ? choseDocument(scene, best.id) : { say: [], to: { flow: 'document', at: 'choose' } }
}

// "my passport in place of my ID" asks for the passport, whatever passes more often
function inPlaceOf({ knowledge, text }: Scene): DocumentType | undefined {
  const said = ` ${tokenise(normalise(text)).join(' ')} `
  const places = knowledge.replies.insteadOf.map((words) => said.indexOf(` ${normalise(words)} `))
  const [at] = places.filter((place) => place >= 0)
  return at === undefined ? undefined : namedDocuments(knowledge, said.slice(0, at))[0]
}

/** Lists the document types that a text names, best pass rate first. */
export function namedDocuments({ documents }: Knowledge, text: string): DocumentType[] {
  const words = tokenise(normalise(text))
  return documents.filter(({ names }) => names.some((name) => hasPhrase(words, name)))
}

function choseDocument({ knowledge, failedDocuments }: Scene, id: string): Move {
  const { phrases, documents } = knowledge
  const say: Message[] = documents
    .filter((document) => document.id !== id && failedDocuments.includes(document.id))
    .map(({ title }) => ({ text: fill(phrases.documentFailed, { title }) }))
  return { say, to: { flow: 'document', at: 'chosen', document: id } }
}

function recommend(scene: Scene): DocumentType | undefined {
  const { knowledge, text, failedDocuments } = scene
  const audience = audienceOf(scene)
  const named = namedDocuments(knowledge, text)
  if (named.length === 0 && !audience) return undefined
  const open = (named.length > 0 ? named : knowledge.documents).filter(
    ({ id }) => !failedDocuments.includes(id)
  )
  return open.find(({ suits }) => suits === audience && audience !== undefined) ?? open[0]
}

function audienceOf({ knowledge, text }: Scene): 'local' | 'international' | undefined {
  const words = tokenise(normalise(text))
  const { international, local } = knowledge.replies.audience
  // "foreigner with a local licence" is a foreigner
  if (international.some((name) => hasPhrase(words, name))) return 'international'
  return local.some((name) => hasPhrase(words, name)) ? 'local' : undefined
}

const hasPhrase = (words: readonly string[], phrase: string): boolean =>
  ` ${words.join(' ')} `.includes(` ${tokenise(normalise(phrase)).join(' ')} `)
