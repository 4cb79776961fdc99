import { choose, type Flow, HOME, type StateOf } from './flow'

/** Was it clear, and is there anything else. */
export const feedback: Flow<StateOf<'feedback'>> = {
  show({ knowledge }, { at }) {
    const { phrases } = knowledge
    if (at === 'clear') return [{ text: phrases.clear, choices: choose(knowledge, ['yes', 'no']) }]
    return [{ text: phrases.more, choices: choose(knowledge, ['menu', 'questions', 'human']) }]
  },

  next({ choice, meaning, knowledge }, { at }) {
    const said = choice ?? meaning
    const { phrases } = knowledge
    if (at === 'end') {
      if (said === 'yes') return { say: [], to: HOME }
      return said === 'no' || said === 'none' || said === 'done'
        ? { say: [{ text: phrases.bye }], to: { flow: 'feedback', at: 'end' } }
        : undefined
    }
    if (said === 'yes') return { say: [{ text: phrases.thanksClear }], to: { flow: 'feedback', at: 'end' } }
    if (said === 'no') return { say: [{ text: phrases.thanksUnclear }], to: { flow: 'feedback', at: 'end' } }
    return undefined
  },

  place: ({ knowledge }) => knowledge.phrases.placeFeedback
}
