import type { Scene } from '../dialogs/flow'
import type { Act } from './knowledge/schema'
import type { Memory } from './memory'
import { namedHours } from './note'
import type { Guess, Recognition } from './recognizer/decide'

/** The guesses of one message, sorted by what the bot does about them. */
export interface Meant {
  /** Reasons, and causes that the guide lacks. */
  causes: Guess[]
  category: string | undefined
  questions: string[]
  acts: ReadonlySet<Act>
  /** True when it may be a request to cheat, and may be none. */
  doubted: boolean
}

// what helps, or does no harm, also when it was only half understood
const HARMLESS: readonly Act[] = ['document', 'warn', 'contact']

/** Confidence from which on a guess is more than a hunch. */
export const LIKELY = 0.5
/** Confidence from which on a guess may be the honest cause after a refusal. */
const MAYBE = 0.2
/** Confidence from which on a message has a trace of something. */
const A_TRACE = 0.05
// below it a plea is refused with an "if": of honest people half as many are above it as above the threshold of suspicion
const SURE_OF_CHEAT = 0.8

/** Tells whether a message may complain of a failure, however unsure what it names. */
export function isComplaint({ knowledge }: Scene, { offers }: Recognition): boolean {
  const isFailure = (id: string): boolean =>
    knowledge.reasons.has(id) || knowledge.categories.some((category) => category.id === id)
  const tells = (id: string): boolean => ['escalate', 'notice'].includes(knowledge.acts.get(id) ?? '')
  return offers.some(({ id, confidence }) => confidence >= MAYBE && (isFailure(id) || tells(id)))
}

/** Tells whether a guess is more than a hunch of a cause that is not the one at hand. */
export const isNewCause = (
  { knowledge }: Scene,
  { id, confidence }: Guess,
  current: string | undefined
): boolean => id !== current && knowledge.reasons.has(id) && confidence >= LIKELY

/** Reads a message in the light of the talk: what might be a cause is asked for, and after a refusal taken. */
export function inContext({ knowledge }: Scene, recognition: Recognition, memory: Memory): Recognition {
  const { decision, confidence, offers } = recognition
  const cause = offers.find(({ id, confidence }) => knowledge.reasons.has(id) && confidence >= MAYBE)
  if (!cause || decision === 'answer') return recognition
  if (memory.refused) return { ...recognition, decision: 'answer', guesses: [cause] }
  const doubtful = decision === 'none' && confidence < 0.5 && memory.tries.length > 0
  return doubtful ? { ...recognition, decision: 'ask', guesses: [cause] } : recognition
}

/** Tells whether the cause of an area was asked for, and a guess of that area is answer enough. */
export function isExpected({ knowledge }: Scene, { guesses }: Recognition, { state }: Memory): boolean {
  const asked = state.flow === 'diagnose' && state.at === 'category' ? state.category : undefined
  return asked !== undefined && knowledge.reasons.get(guesses[0]?.id ?? '')?.category === asked
}

/** Sorts guesses by what the bot does about them. */
export function sort({ knowledge }: Scene, heard: readonly Guess[]): Meant {
  const { acts, reasons, faqs, categories } = knowledge
  const causes = heard.filter(({ id }) => reasons.has(id))
  // a notice by mail that names the cause is no scam for being a mail
  const guesses = heard.filter(
    ({ id, confidence }) => causes.length === 0 || acts.get(id) !== 'warn' || confidence >= LIKELY
  )
  const ids = guesses.map(({ id }) => id)
  return {
    causes,
    category: ids.find((id) => categories.some((category) => category.id === id)),
    questions: ids.filter((id) => faqs.has(id)),
    acts: new Set(ids.flatMap((id) => acts.get(id) ?? [])),
    doubted: guesses.some(({ id, confidence }) => acts.get(id) === 'refuse' && confidence < SURE_OF_CHEAT)
  }
}

/** Gives the question about a review that still runs, when a message tells a time. */
export function askedWait(scene: Scene, { pendingSince }: Memory): string | undefined {
  if (pendingSince === undefined || namedHours(scene.knowledge, scene.text) === undefined) return undefined
  return [...scene.knowledge.faqs.values()].find(({ pending }) => pending)?.id
}

/** Tells whether a guess leads to help that does no harm when it is the wrong one. */
export const isHarmless = ({ knowledge }: Scene, { id, confidence }: Guess): boolean => {
  const act = knowledge.acts.get(id)
  return act !== undefined && HARMLESS.includes(act) && confidence >= LIKELY
}

/** Tells whether a message goes on about a request to cheat: "he agrees to it" is none of its own. */
export const pleads = ({ knowledge }: Scene, { offers }: Recognition): boolean =>
  offers.some(({ id, confidence }) => knowledge.acts.get(id) === 'refuse' && confidence >= A_TRACE)
