import { choose, type Flow, type Message, type Move, reminderOf, type Scene, type StateOf } from './flow'

/** What to do when somebody tries to cheat the person, or did: stop, what to do now, official support; no blame. */
export const scam: Flow<StateOf<'scam'>> = {
  show({ knowledge, paused }, state) {
    const { phrases, scams } = knowledge
    const found = state.at === 'advice' ? scams.find(({ id }) => id === state.scam) : undefined
    const onwards = paused ? 'continue' : 'menu'
    if (!found) {
      const ids = scams.map(({ id }) => id)
      return [{ text: phrases.scamAsk, choices: choose(knowledge, [...ids, 'none']) }]
    }
    return [
      { text: phrases.scamNow, steps: found.steps, ...reminderOf(knowledge)('warn') },
      { text: phrases.more, choices: choose(knowledge, ['live_chat', 'reminders', onwards]) }
    ]
  },

  next(scene, state): Move | undefined {
    const { knowledge, choice } = scene
    if (knowledge.scams.some(({ id }) => id === choice)) return startScam(choice)
    if (state.at === 'ask' && (choice === 'none' || choice === 'no'))
      return { say: [], to: { flow: 'escalate', at: 'contact' } }
    const told = choice === undefined ? (namedScam(scene) ?? hintedScam(scene)) : undefined
    return told && (state.at === 'ask' || told !== state.scam) ? startScam(told) : undefined
  },

  place: ({ knowledge }) => knowledge.phrases.placeScam
}

/** Says what to do about one kind of scam, or asks which it is. */
export const startScam = (id: string | undefined, say: Message[] = []): Move => ({
  say,
  to: id === undefined ? { flow: 'scam', at: 'ask' } : { flow: 'scam', at: 'advice', scam: id }
})

/** Finds the kind of scam that a message tells of by its words; what has already happened before what may. */
export function namedScam({ knowledge, text }: Pick<Scene, 'knowledge' | 'text'>): string | undefined {
  const said = plain(text)
  return knowledge.scams.find(({ words }) => words.some((word) => said.includes(plain(word))))?.id
}

/** Finds the kind of scam by a word or two, as people tell it who were asked what happened. */
export const hintedScam = ({ knowledge, text }: Pick<Scene, 'knowledge' | 'text'>): string | undefined => {
  const said = plain(text)
  return knowledge.scams.find(({ hints }) => hints.some((hint) => said.includes(plain(hint))))?.id
}

const plain = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `
