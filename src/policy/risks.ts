import { startContact } from '../../dialogs/escalate'
import { type Decision, HOME, reminderOf, say } from '../../dialogs/flow'
import { startScam } from '../../dialogs/scam'
import type { Act } from '../knowledge/acts'
import { reasonsOf, startCauses, withFix } from './causes'
import {
  confidenceIn,
  confidenceOf,
  does,
  isInPlace,
  isQuoted,
  isShort,
  isSurely,
  nextIn,
  placeIn,
  QUESTIONS,
  type Situation,
  sureCauses
} from './situation'
import { THRESHOLDS } from './thresholds'

/** Tells whether the message is a cry for help. */
export const isCrisis = ({ heard }: Situation): boolean => heard.entities.mood === 'crisis'

/** Names the help that a bot cannot give. */
export const comfort = ({ scene }: Situation): Decision => ({ say: [say(scene.knowledge, 'crisis')] })

/** Tells whether the talk is not back at the identity check after a cry for help. */
export const isStillCrisis = ({ session }: Situation): boolean => session.crisis

/** Stays with somebody in despair. */
export const comfortAgain = ({ scene }: Situation): Decision => ({
  say: [say(scene.knowledge, 'crisisStay')]
})

const isAbuse = ({ heard }: Situation): boolean => heard.entities.mood === 'abuse'

/** Tells whether the person is abusive for the second time. */
export const isAbuseAgain = (situation: Situation): boolean =>
  isAbuse(situation) && situation.session.abuse >= 2

/** Offers a person to somebody who has had enough of a bot; the calm line was said before. */
export const offerPerson = (_: Situation): Decision => startContact()

/** Tells whether the message is abuse and names no matter. */
export const isBareAbuse = (situation: Situation): boolean =>
  isAbuse(situation) &&
  !situation.heard.causes.some(({ confidence }) => confidence >= THRESHOLDS.likely) &&
  !does(situation, ['failed', 'person', 'did_before', 'sent', 'passed'], THRESHOLDS.likely)

/** Goes on where the talk was; the calm line was said before. */
export const stayCalm = (_: Situation): Decision => ({ say: [] })

/** Tells whether the message says what a scammer did, where that was asked or is talked about. */
export function tellsWhatScammerDid(situation: Situation): boolean {
  const { heard, scene } = situation
  if (placeIn(situation) !== 'scam' || does(situation, ['cheat'])) return false
  const isCause = sureCauses(situation).some(({ confidence }) => confidence >= THRESHOLDS.clearCause)
  const isTold =
    heard.entities.scams.length > 0 || ((isShort(situation) || does(situation, ['scam_report'])) && !isCause)
  return isTold && nextIn({ ...situation, scene }, undefined) !== undefined
}

/** Says what to do about it. */
export const adviseOnScam = (situation: Situation): Decision => nextIn(situation, undefined) ?? { say: [] }

/** Tells whether the message reports a scam: in telling words, or because act and matter both say so. */
export function tellsOfScam(situation: Situation): boolean {
  const { heard } = situation
  if (isQuoted(situation)) return false
  if (heard.entities.scams.length > 0) return !does(situation, ['failed', 'sent', 'done'])
  const isMatter = confidenceIn(situation, 'warn') >= THRESHOLDS.offer || isSurely(situation, 'warn')
  if (does(situation, ['scam_report'])) return isMatter
  const isOther =
    sureCauses(situation).length > 0 || heard.isQuestion || does(situation, QUESTIONS, THRESHOLDS.clearAct)
  return isSurely(situation, 'warn') && !isOther
}

/** Warns, and says what to do or asks what happened. */
export function warn(situation: Situation): Decision {
  const { scene, heard } = situation
  const [told] = heard.entities.scams
  const alarm = say(scene.knowledge, 'scam')
  const started = startScam(told)
  return { ...started, say: [{ ...alarm, tone: 'warning', ...reminderOf(scene.knowledge)('warn') }] }
}

// what somebody says who asks for no help to cheat, whatever words it has
const HARMLESS: readonly Act[] = [
  ...(['next', 'previous', 'repeat', 'slower', 'shorter', 'list', 'skip', 'where'] as const),
  ...(['doing', 'done', 'did_before', 'passed', 'failed', 'sent'] as const),
  ...([
    'okay',
    'dont_know',
    'ask_bot',
    'photo_check',
    'near',
    'annoyed',
    'worry',
    'praise',
    'thanks_bye',
    'greet'
  ] as const)
]

/** What the two together count at most. */
const BACKED = 0.6

/**
 * How much one message looks like a request to cheat, 0..1: what the recognizer makes of the whole message. In the
 * middle of something, and where an answer about something else fits, a second judge must say so too.
 */
export function cheatOf(situation: Situation): number {
  const { heard } = situation
  const about = aboutCheating(situation)
  const isMove = does(situation, HARMLESS, isInPlace(situation) ? THRESHOLDS.act : THRESHOLDS.clearAct)
  if (isMove && heard.cheat < THRESHOLDS.hunch) return 0
  const both = Math.min(about, heard.cheat)
  if (isInPlace(situation)) return both >= THRESHOLDS.inPlace ? both : 0
  if (isAnswered(situation) && heard.cheat < THRESHOLDS.likely) return both
  // the judge and what the person does weigh in where the recognizer hears something of it
  const backed = Math.sqrt(heard.cheat * confidenceOf(situation, 'cheat')) * BACKED
  return about >= THRESHOLDS.offer ? Math.max(about, backed) : about
}

function aboutCheating({ heard, scene }: Situation): number {
  const { kinds } = scene.knowledge
  return heard.recognition.offers.find(({ id }) => kinds.get(id) === 'refuse')?.confidence ?? 0
}

const isAnswered = ({ heard, scene }: Situation): boolean => {
  const [best, second] = heard.answers
  return (
    (best?.confidence ?? 0) + (second?.confidence ?? 0) >= THRESHOLDS.clearAct &&
    scene.knowledge.answers.get(best?.id ?? '')?.kind !== 'missing'
  )
}

/**
 * How much the messages so far together look like a request to cheat, 0..1: one said in pieces adds up over several of
 * them, and an honest one ends it.
 */
export function suspicionAfter(situation: Situation, before: number): number {
  const alone = cheatOf(situation)
  const isHonest =
    alone < THRESHOLDS.trace &&
    sureCauses(situation).some(({ confidence }) => confidence >= THRESHOLDS.clearCause)
  const lasting = isHonest ? 0 : before * THRESHOLDS.lasting
  return alone < THRESHOLDS.suspicious ? lasting : 1 - (1 - alone) * (1 - lasting)
}

/** Tells whether somebody who was just refused goes on pleading. */
export function pleadsAgain(situation: Situation): boolean {
  const isHonest = situation.heard.causes.some(
    ({ polarity, confidence }) => polarity !== 'ruled_out' && confidence >= THRESHOLDS.clearAct
  )
  if (!situation.session.refused || isHonest) return false
  const traces = Math.max(confidenceOf(situation, 'cheat'), confidenceIn(situation, 'refuse'))
  return (
    traces >= THRESHOLDS.trace &&
    !does(situation, ['okay', 'next', 'where', 'ask_how', 'thanks_bye', 'person'])
  )
}

/** Says no again, and the honest way. */
export const refuseAgain = ({ scene: { knowledge } }: Situation): Decision => ({
  say: [{ ...say(knowledge, 'refuseAgain'), ...reminderOf(knowledge)('refuse') }, say(knowledge, 'honest')],
  slots: { refused: false }
})

/** Tells whether the message, with those before it, may ask to cheat. */
export const mayAskToCheat = (situation: Situation): boolean =>
  cheatOf(situation) >= THRESHOLDS.suspicious && situation.session.suspicion >= THRESHOLDS.refuse

/** Tells whether the second judge hears a plea too. */
export const asksToCheat = (situation: Situation): boolean =>
  mayAskToCheat(situation) && situation.heard.cheat >= THRESHOLDS.unheardCheat

/** Asks, and accuses nobody: whose document it is. */
export const askWhose = ({ scene: { knowledge } }: Situation): Decision => ({
  say: [say(knowledge, 'ownOnly')],
  to: HOME
})

/** Refuses; with an "if" where it may be none. An honest cause in the same message is helped with. */
export function refuse(situation: Situation): Decision {
  const { session, scene } = situation
  const { knowledge } = scene
  const isSure = session.suspicion >= THRESHOLDS.sureOfCheat
  const no = { ...say(knowledge, isSure ? 'refuse' : 'refuseMaybe'), ...reminderOf(knowledge)('refuse') }
  const reasons = reasonsOf(situation)
  if (reasons.length > 0) {
    const fix = startCauses(situation, reasons)
    return { ...fix, say: [no, ...fix.say], slots: { ...fix.slots, refused: false } }
  }
  const decision: Decision = { say: [no, say(knowledge, 'honest')], slots: { refused: true } }
  return isInPlace(situation) ? decision : { ...decision, to: HOME }
}

/** What a person needs who wants a human: the way there, with the fix of a cause that was named along. */
export const contact = (situation: Situation): Decision =>
  withFix(startContact(), situation, reasonsOf(situation))
