import { choose, type Flow, type Message, type Move, type Scene, type StateOf } from './flow'
import { sayWait } from './wait'

/** The list of common questions; an answer itself is said in passing, and the talk goes on where it was. */
export const faq: Flow<StateOf<'faq'>> = {
  show({ knowledge }) {
    const ids = [...knowledge.faqs.keys()]
    return [{ text: knowledge.phrases.questions, choices: choose(knowledge, ids) }]
  },
  next({ choice }): Move | undefined {
    return choice === 'none' || choice === 'no' ? { say: [], to: { flow: 'feedback', at: 'end' } } : undefined
  },
  place: ({ knowledge }) => knowledge.phrases.questions
}

/** The answer to a question, with the reminder that fits, or nothing for an id that is no question. */
export function answer(scene: Scene, id: string): Message[] {
  const { knowledge } = scene
  const found = knowledge.faqs.get(id)
  if (!found) return []
  return [
    { text: found.answer, reminder: found.reminder },
    ...(found.pending ? sayWait(scene, 'review') : [])
  ]
}
