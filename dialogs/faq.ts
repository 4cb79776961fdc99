import { choose, type Flow, type Message, type Scene, type StateOf, say } from './flow'
import { sayWait } from './wait'

/** The list of common questions; an answer itself is a digression, and the talk goes on where it was. */
export const faq: Flow<StateOf<'faq'>> = {
  show({ knowledge }) {
    const ids = [...knowledge.faqs.keys()]
    return [{ ...say(knowledge, 'questions'), choices: choose(knowledge, ids) }]
  },
  next({ reply }) {
    return reply === 'none' || reply === 'no' ? { say: [], to: { flow: 'feedback', at: 'end' } } : undefined
  },
  title: ({ knowledge }) => knowledge.phrases.questions,
  place: () => 'areas'
}

/** The answer to a question, with the reminder that fits, or nothing for an id that is no question. */
export function answer(scene: Scene, id: string): Message[] {
  const { faqs, answers } = scene.knowledge
  const found = faqs.get(id)
  if (found)
    return [
      { text: found.answer, reminder: found.reminder, said: [id] },
      ...(found.pending ? sayWait(scene, 'review') : [])
    ]
  const other = answers.get(id)
  return other ? [{ text: other.says, said: [id] }] : []
}
