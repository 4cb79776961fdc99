import { choose, type Flow, HOME, type StateOf, say } from './flow'

/** Was it clear, and is there anything else. */
export const feedback: Flow<StateOf<'feedback'>> = {
  show({ knowledge }, { at }) {
    if (at === 'clear') return [{ ...say(knowledge, 'clear'), choices: choose(knowledge, ['yes', 'no']) }]
    return [{ ...say(knowledge, 'more'), choices: choose(knowledge, ['menu', 'questions', 'human']) }]
  },

  next({ reply, knowledge }, { at }) {
    const end = { flow: 'feedback', at: 'end' } as const
    if (at === 'end') {
      if (reply === 'yes') return { say: [], to: HOME }
      const isOver = reply === 'no' || reply === 'none' || reply === 'done' || reply === 'okay'
      return isOver ? { say: [say(knowledge, 'bye')], to: end } : undefined
    }
    if (reply === 'yes' || reply === 'okay' || reply === 'praise')
      return { say: [say(knowledge, 'thanksClear')], to: end }
    return reply === 'no' ? { say: [say(knowledge, 'thanksUnclear')], to: end } : undefined
  },

  title: ({ knowledge }) => knowledge.phrases.placeFeedback,
  place: () => 'end'
}
