import { type Decision, say } from '../../dialogs/flow'
import type { Act } from '../knowledge/acts'
import type { Phrase } from '../knowledge/words'
import { type Commanded, command } from './commands'
import { pickOf, replyOf, replyTo } from './replies'
import { contact } from './risks'
import {
  confidenceOf,
  currentReason,
  does,
  isInPlace,
  isQuoted,
  isSurely,
  nextIn,
  placeIn,
  QUESTIONS,
  type Situation,
  stateOf,
  sureCauses
} from './situation'
import { THRESHOLDS } from './thresholds'

/** Tells whether the same button was pressed twice within a second. */
export const isDoubleTap = ({ isDoubleTap }: Situation): boolean => isDoubleTap

/** Stays where the talk is, and says so in one line. */
export const comeBack = (_: Situation): Decision => ({ say: [] })

/** Tells whether a button was pressed, or typed, that answers the open question. */
export const isAnsweredByButton = (situation: Situation): boolean =>
  situation.heard.choice !== undefined && nextIn(situation, situation.heard.choice) !== undefined

/** Takes the button as the answer. */
export const answerByButton = (situation: Situation): Decision =>
  nextIn(situation, situation.heard.choice) ?? { say: [] }

/** Tells whether a button or command was given that the open question has no use for. */
export const isCommand = ({ heard }: Situation): boolean => heard.choice !== undefined

/** Does what it says. */
export const obey = ({ scene, session, previous, heard }: Situation): Commanded =>
  command(scene, { ...session, reported: previous.reported }, heard.choice ?? '')

/** Tells whether the message has no words. */
export const isEmpty = ({ heard }: Situation): boolean => heard.length === 0

/** Asks for words, unless files came, about which something was said already. */
export const askForText = ({ scene, files }: Situation): Decision => ({
  say: files > 0 ? [] : [say(scene.knowledge, 'empty')]
})

/** Tells whether the message names one of what was offered, or of the causes at hand. */
export const picks = (situation: Situation): boolean => pickOf(situation) !== undefined

/** Goes where it leads. */
export function takePick(situation: Situation): Decision {
  const { scene, session } = situation
  const id = pickOf(situation) ?? ''
  const isNamed = session.named.includes(id) && session.state.flow === 'fix'
  if (isNamed) {
    const others = session.named.filter((other) => other !== id && !scene.tried.includes(other))
    return { say: [], to: { flow: 'fix', at: 'plan', reason: id }, slots: { queue: others } }
  }
  return nextIn(situation, id) ?? command(scene, session, id)
}

/** Tells whether the person asks for a human; a pasted notice that mentions support does not. */
export const wantsPerson = (situation: Situation): boolean =>
  !isQuoted(situation) &&
  !isWithSupport(situation) &&
  !(situation.heard.isQuestion && (situation.heard.answers[0]?.confidence ?? 0) >= THRESHOLDS.likely) &&
  (does(situation, ['person']) ||
    (isSurely(situation, 'contact') && !does(situation, [...QUESTIONS, 'elsewhere'], THRESHOLDS.clearAct)))

// "i wrote to them" is the answer to the way that was shown
const isWithSupport = (situation: Situation): boolean =>
  stateOf(situation).flow === 'escalate' && does(situation, ['sent', 'done', 'okay', 'did_before', 'doing'])

/** Says how to reach one. */
export const showPerson = (situation: Situation): Decision => contact(situation)

/** Acts that move the talk on, wherever it is. */
const MOVES: readonly Act[] = [
  'next',
  'previous',
  'repeat',
  'slower',
  'shorter',
  'list',
  'skip',
  'where',
  'doing',
  'done',
  'did_before',
  'yes',
  'no',
  'okay',
  'dont_know',
  'ask_why',
  'tell_have'
]
/** Of these the ones that are possible also where no flow has a use for them. */
const ANYWHERE: readonly string[] = ['repeat', 'continue', 'back', 'checklist', 'skip']

/** A move that the message may make, and how sure that is: acts that lead to the same place add up. */
interface LikelyMove {
  decision: Commanded
  confidence: number
}

function likelyMove(situation: Situation): LikelyMove | undefined {
  const byPlace = new Map<string, LikelyMove>()
  for (const { id, confidence } of situation.heard.acts) {
    const decision = MOVES.includes(id) ? moveOf(situation, id) : undefined
    if (!decision) continue
    const key = JSON.stringify([decision.to, decision.to ? undefined : decision.say.map(({ said }) => said)])
    const move = byPlace.get(key)
    // the likeliest act of those that lead there says how
    if (move) move.confidence += confidence
    else byPlace.set(key, { decision, confidence })
  }
  return [...byPlace.values()].sort((one, other) => other.confidence - one.confidence)[0]
}

function moveOf(situation: Situation, act: Act): Commanded | undefined {
  const reply = replyTo(act) ?? ''
  const answered = nextIn(situation, reply)
  if (answered) return answered
  const isUseful = ANYWHERE.includes(reply) && isAnywhereUseful(situation, reply)
  return isUseful ? command(situation.scene, situation.session, reply) : undefined
}

/** Tells whether the message moves the talk on, and the open place knows such a move. */
export function movesOn(situation: Situation): boolean {
  if (hasStrongerCause(situation)) return false
  const [best] = situation.heard.acts
  const move = likelyMove(situation)
  const isOther = best !== undefined && !MOVES.includes(best.id) && best.confidence > (move?.confidence ?? 0)
  const least = situation.heard.length <= 2 ? THRESHOLDS.shortAct : THRESHOLDS.act
  return move !== undefined && !isOther && move.confidence >= least
}

function isAnywhereUseful(situation: Situation, reply: string): boolean {
  const isIdle = placeIn(situation) === 'start'
  if (reply === 'back') return situation.session.past.length > 0
  return !isIdle || (situation.scene.paused !== undefined && reply === 'continue')
}

// "ok now they say it is blurry" tells more than "ok"
function hasStrongerCause(situation: Situation): boolean {
  const current = currentReason(situation)?.id
  const [act] = situation.heard.acts
  return sureCauses(situation).some(
    ({ id, confidence }) =>
      id !== current && confidence >= THRESHOLDS.clearCause && confidence > (act?.confidence ?? 0)
  )
}

/** Moves on. */
export const move = (situation: Situation): Commanded => likelyMove(situation)?.decision ?? { say: [] }

/** Tells whether the person wants to stop for now. */
export const stops = (situation: Situation): boolean =>
  does(situation, ['stop']) && sureCauses(situation).length === 0

/** Keeps the place, and says so. */
export const pause = ({ scene }: Situation): Decision => ({ say: [say(scene.knowledge, 'stopped')] })

/** Tells whether the person says what they have or lack, in the middle of something. */
export const tellsWhatTheyHave = (situation: Situation): boolean =>
  isInPlace(situation) &&
  does(situation, ['tell_have', 'did_before', 'done', 'tell_cause', 'ruled_out', 'correct'])

/** Takes note of it, and stays. */
export function noteIt(situation: Situation): Decision {
  const { scene } = situation
  const line = situation.session.lastSaid.includes('noted') ? 'okay' : 'noted'
  return { say: [say(scene.knowledge, does(situation, ['correct']) ? 'correctAsk' : line)] }
}

/** What is said to an act between people. */
const KINDNESS: Partial<Record<Act, Phrase>> = {
  greet: 'hello',
  thanks_bye: 'bye',
  praise: 'praised',
  annoyed: 'annoyed',
  abuse: 'calm',
  worry: 'worry',
  okay: 'okay',
  yes: 'okay',
  doing: 'takeTime'
}

const kindnessFor = (situation: Situation): Phrase | undefined => {
  const { knowledge } = situation.scene
  const [best] = situation.heard.acts
  // a word that means nothing is no greeting
  if (best && best.id in KINDNESS && best.confidence >= THRESHOLDS.act) return KINDNESS[best.id]
  const sure =
    situation.heard.recognition.decision === 'answer' ? situation.heard.recognition.guesses[0] : undefined
  const kind = knowledge.kinds.get(sure?.id ?? '')
  return kind === 'greet' ? 'hello' : kind === 'bye' ? 'bye' : undefined
}

/** Tells whether the message is about the people in the talk: a greeting, thanks, praise, worry, annoyance. */
export const isSocial = (situation: Situation): boolean => kindnessFor(situation) !== undefined

/** One kind line, and the open question. */
export function beKind(situation: Situation): Decision {
  const { scene } = situation
  const line = say(scene.knowledge, kindnessFor(situation) ?? 'hello')
  const state = stateOf(situation)
  if (line.said?.includes('bye') && state.flow === 'feedback')
    return { say: [line], to: { flow: 'feedback', at: 'end' } }
  const isHello = line.said?.includes('hello') === true
  return { say: [line], ...(isHello && placeIn(situation) === 'start' ? { to: state } : {}) }
}

/** Commands that are wished for in other words than their own; "forget me" needs its own, because it cannot be undone. */
const WISHES: readonly Act[] = ['menu', 'restart', 'remind', 'my_data', 'repeat', 'where']

/** Tells whether a command is wished for in other words. */
export const wishes = (situation: Situation): boolean =>
  does(situation, WISHES) || does(situation, ['forget'])

/** Does it; what cannot be undone is asked for in its own words first. */
export function grant(situation: Situation): Commanded {
  const { scene, session } = situation
  if (does(situation, ['forget'])) return { say: [say(scene.knowledge, 'forgetAsk')] }
  const reply = replyOf(situation) ?? ''
  // "start over" drops the place, so it takes more than a hunch
  const isSafe = reply !== 'restart' || confidenceOf(situation, 'restart') >= THRESHOLDS.clearAct
  return command(scene, session, isSafe ? reply : 'menu')
}
