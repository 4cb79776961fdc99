import { next, placeOf } from '../../dialogs'
import type { Decision, Scene, State } from '../../dialogs/flow'
import type { Act, Place } from '../knowledge/acts'
import type { Reason } from '../knowledge/knowledge'
import type { IntentKind } from '../knowledge/schema'
import type { Guess } from '../recognizer/run/decide'
import type { Session } from '../session/session'
import type { CauseGuess, Interpretation } from '../understanding/interpretation'
import { FEW_WORDS, THRESHOLDS } from './thresholds'

/** Everything a rule may look at: what the message means, what the talk has established, and what is open. */
export interface Situation {
  heard: Interpretation
  session: Session
  /** The session before this message. */
  previous: Session
  scene: Scene
  /** Files that came with the message; none is ever opened. */
  files: number
  /** True for the second of two presses within a second. */
  isDoubleTap: boolean
}

/** The state that is open. */
export const stateOf = ({ session }: Situation): State => session.state

/** What the bot asked last. */
export const placeIn = ({ session }: Situation): Place => placeOf(session.state)

const BROAD: readonly Place[] = ['start', 'areas', 'end']

/** Tells whether the talk is in the middle of something that must not be lost. */
export const isInPlace = (situation: Situation): boolean => !BROAD.includes(placeIn(situation))

/** The reason that is being worked through. */
export function currentReason({ session, scene }: Situation): Reason | undefined {
  const { state } = session
  const id = state.flow === 'fix' || state.flow === 'outcome' ? state.reason : undefined
  return scene.knowledge.reasons.get(id ?? '')
}

/** How sure it is that the person does something with this message, 0..1. */
export const confidenceOf = ({ heard }: Pick<Situation, 'heard'>, act: Act): number =>
  heard.acts.find(({ id }) => id === act)?.confidence ?? 0

/** Tells whether a number of failures is told, and nothing asked: "they reject me 2 times, i dont know why". */
export const countsFailures = (situation: Situation): boolean =>
  situation.heard.entities.count !== undefined &&
  !situation.heard.isQuestion &&
  confidenceOf(situation, 'failed') >= THRESHOLDS.hunch

/** Tells whether what the person most likely does is one of some acts, and likely enough. */
export function does({ heard }: Situation, acts: readonly Act[], least: number = THRESHOLDS.act): boolean {
  const [best] = heard.acts
  const bar = heard.length <= 2 ? Math.min(least, THRESHOLDS.shortAct) : least
  return best !== undefined && acts.includes(best.id) && best.confidence >= bar
}

/** Acts that ask something. */
export const QUESTIONS: readonly Act[] = [
  'ask_why',
  'ask_how',
  'ask_fact',
  'ask_word',
  'ask_bot',
  'safety_question',
  'photo_check',
  'near'
]

/** Tells whether the message is so short that hardly anything but the place tells what it means. */
export const isShort = ({ heard }: Situation): boolean => heard.length <= FEW_WORDS

/** Tells whether the message quotes what the check itself wrote. */
export const isQuoted = ({ heard }: Situation): boolean =>
  heard.causes.some(({ polarity }) => polarity === 'quoted')

/** What the message is taken to assert without doubt, best first; empty when it is not sure. */
export const sureGuesses = ({ heard }: Situation): readonly Guess[] =>
  heard.recognition.decision === 'answer' ? heard.recognition.guesses : []

/** The causes that the message asserts without doubt, best first. */
export const sureCauses = ({ heard }: Situation): CauseGuess[] =>
  heard.causes.filter(({ sure, polarity }) => sure && polarity !== 'ruled_out')

/** How sure the recognizer is of a kind of matter, 0..1. */
export function confidenceIn({ heard, scene }: Situation, kind: IntentKind): number {
  const { guesses, offers } = heard.recognition
  const found = [...guesses, ...offers].filter(({ id }) => scene.knowledge.kinds.get(id) === kind)
  return Math.max(0, ...found.map(({ confidence }) => confidence))
}

/** Tells whether the message is surely about a kind of matter. */
export const isSurely = (situation: Situation, kind: IntentKind): boolean =>
  sureGuesses(situation).some(({ id }) => situation.scene.knowledge.kinds.get(id) === kind)

/** Where a reply leads in the state that is open; undefined when the open question has no use for it. */
export const nextIn = ({ scene, session }: Situation, reply: string | undefined): Decision | undefined =>
  next({ ...scene, reply }, session.state)
