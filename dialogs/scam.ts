import { choose, type Decision, type Flow, reminderOf, type StateOf, say } from './flow'

/** What to do when somebody tries to cheat the person, or did: stop, what to do now, official support; no blame. */
export const scam: Flow<StateOf<'scam'>> = {
  show({ knowledge, paused }, state) {
    const { scams } = knowledge
    const found = state.at === 'advice' ? scams.find(({ id }) => id === state.scam) : undefined
    if (!found) {
      const ids = scams.map(({ id }) => id)
      return [{ ...say(knowledge, 'scamAsk'), choices: choose(knowledge, [...ids, 'none']) }]
    }
    const choices = choose(knowledge, ['live_chat', 'reminders', paused ? 'continue' : 'menu'])
    return [
      {
        ...say(knowledge, 'scamNow'),
        steps: found.steps,
        said: ['scamNow', found.id],
        ...reminderOf(knowledge)('warn')
      },
      { ...say(knowledge, 'more'), choices }
    ]
  },

  next({ knowledge, reply, entities }, state) {
    if (knowledge.scams.some(({ id }) => id === reply)) return startScam(reply)
    const isAsked = state.at === 'ask'
    if (isAsked && (reply === 'none' || reply === 'no'))
      return { say: [], to: { flow: 'escalate', at: 'contact' } }
    const [told] = [...entities.scams, ...entities.scamHints]
    const isNew = told !== undefined && (isAsked || told !== state.scam)
    if (isNew && (reply === undefined || !knowledge.buttons.has(reply))) return startScam(told)
    if (reply === 'next' && !isAsked) return { say: [], to: state }
    if (reply === 'done' || reply === 'okay' || reply === 'next')
      return { say: [say(knowledge, isAsked ? 'nextSupport' : 'scamDone')] }
    return undefined
  },

  title: ({ knowledge }) => knowledge.phrases.placeScam,
  place: () => 'scam'
}

/** Says what to do about one kind of scam, or asks which it is. */
export const startScam = (id: string | undefined): Decision => ({
  say: [],
  to: id === undefined ? { flow: 'scam', at: 'ask' } : { flow: 'scam', at: 'advice', scam: id }
})
