import type { DocumentType } from '../src/knowledge/knowledge'
import {
  capital,
  choose,
  type Decision,
  type Flow,
  fill,
  type Message,
  reminderOf,
  type Scene,
  type StateOf,
  say
} from './flow'

/** Which document to try, by pass rate, by who the person is and by what failed already. */
export const document: Flow<StateOf<'document'>> = {
  show(scene, state) {
    const { knowledge, paused } = scene
    const remind = reminderOf(knowledge)('document')
    const chosen = state.at === 'chosen' && knowledge.documents.find(({ id }) => id === state.document)
    if (!chosen) return rates(scene)
    const { title, about, id } = chosen
    const choices = ['checklist', paused ? 'continue' : 'menu', 'human']
    return [
      { ...say(knowledge, 'documentUse', { title, about }), said: ['documentUse', id], ...remind },
      { ...say(knowledge, 'documentNext'), choices: choose(knowledge, choices) }
    ]
  },

  next(scene, state) {
    const { knowledge, reply, entities } = scene
    if (knowledge.documents.some(({ id }) => id === reply)) return choseDocument(scene, reply ?? '')
    if (reply === 'none' || (reply === 'no' && state.at === 'choose'))
      return { say: [], to: { flow: 'escalate', at: 'contact' } }
    if (reply === 'okay' || reply === 'next' || reply === 'done' || reply === 'not_yet')
      return state.at === 'chosen' ? { say: [say(knowledge, 'takeTime')] } : undefined
    const isTold = reply === undefined || reply === 'tell_have' || reply === 'pick'
    const isNamed = entities.documents.length > 0 || entities.audience !== undefined
    if (!isTold || (!isNamed && entities.lacking.length === 0)) return undefined
    const best = recommend(scene)
    return best ? choseDocument(scene, best.id) : undefined
  },

  title: ({ knowledge }) => knowledge.phrases.placeDocument,
  place: () => 'documents'
}

/** Answers "which document?": at once when the message names what the person has, else with the rates. */
export function startDocument(scene: Scene): Decision {
  const { entities } = scene
  if (entities.instead) return choseDocument(scene, entities.instead)
  const isChoice = entities.documents.length > 1 || entities.lacking.length > 0 || entities.audience
  const best = isChoice ? recommend(scene) : undefined
  return best ? choseDocument(scene, best.id) : { say: [], to: { flow: 'document', at: 'choose' } }
}

/** Recommends one document, and says which others failed already. */
export function choseDocument({ knowledge, failedDocuments }: Scene, id: string): Decision {
  const failed: Message[] = knowledge.documents
    .filter((document) => document.id !== id && failedDocuments.includes(document.id))
    .map(({ title }) => say(knowledge, 'documentFailed', { title }))
  return { say: failed, to: { flow: 'document', at: 'chosen', document: id }, slots: { document: id } }
}

function recommend(scene: Scene): DocumentType | undefined {
  const { audience, documents } = scene.entities
  const left = openDocuments(scene)
  const named = left.filter(({ id }) => documents.includes(id))
  const among = named.length > 0 ? named : left
  return among.find(({ suits }) => suits === audience && audience !== undefined) ?? among[0]
}

// those that neither failed nor are lacking; all of them, when none is left
function openDocuments({ knowledge, failedDocuments, lacking, entities }: Scene): DocumentType[] {
  const isOut = (id: string): boolean =>
    failedDocuments.includes(id) || lacking.includes(id) || entities.lacking.includes(id)
  const open = knowledge.documents.filter(({ id }) => !isOut(id))
  return open.length > 0 ? open : knowledge.documents
}

function rates(scene: Scene): Message[] {
  const { knowledge } = scene
  const left = openDocuments(scene)
  const lines = left.map(({ title, about }) =>
    fill(knowledge.phrases.documentLine, { title: capital(title), about })
  )
  return [
    {
      ...say(knowledge, 'documentRates'),
      list: lines,
      shares: left.map(({ percent }) => percent),
      said: ['documentRates', ...left.map(({ id }) => id)],
      ...reminderOf(knowledge)('document')
    },
    {
      ...say(knowledge, 'documentAsk'),
      choices: choose(knowledge, [...left.map(({ id }) => id), 'none'])
    }
  ]
}
