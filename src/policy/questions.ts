import { answer } from '../../dialogs/faq'
import { type Decision, type Message, reminderOf, say } from '../../dialogs/flow'
import { ACTS, type Act } from '../knowledge/acts'
import type { AnswerKind } from '../knowledge/schema'
import {
  countsFailures,
  currentReason,
  does,
  isInPlace,
  isSurely,
  QUESTIONS,
  type Situation,
  stateOf,
  sureCauses
} from './situation'
import { THRESHOLDS } from './thresholds'

/** The FAQs and answers that the message asks for, best first. */
function asked(situation: Situation): string[] {
  const { heard, scene, previous } = situation
  const { faqs } = scene.knowledge
  // "20 hours now", told to who knows that a review runs
  const isWait = previous.pendingSince !== undefined && heard.entities.hours !== undefined
  const pending = [...faqs.values()].find((faq) => faq.pending)
  if (isWait && pending && sureCauses(situation).length === 0 && !does(situation, ['ask_fact', 'failed']))
    return [pending.id]
  const sure =
    heard.recognition.decision === 'answer'
      ? heard.recognition.guesses
      : heard.recognition.guesses.slice(0, 1)
  const known = sure.filter(({ id, confidence }) => faqs.has(id) && confidence >= THRESHOLDS.likely)
  const [best, second] = heard.answers
  const isAsked = heard.isQuestion || does(situation, QUESTIONS)
  const isAhead = (best?.confidence ?? 0) >= THRESHOLDS.aheadOfAnswer * (second?.confidence ?? 0)
  const least = isAsked && isAhead ? THRESHOLDS.askedAnswer : THRESHOLDS.answer
  if (best === undefined || best.confidence < least) return known.map(({ id }) => id)
  // who asks about the bot asks for none of Binance's facts
  const isOfBot = does(situation, ['ask_bot', 'my_data', 'safety_question', 'photo_check'])
  const isClear = best.confidence >= (isInPlace(situation) ? THRESHOLDS.likely : THRESHOLDS.clearAnswer)
  // a fact is told by its FAQ where there is one
  const isFact = scene.knowledge.answers.get(best.id)?.kind === 'fact' && known.length > 0
  if (isOfBot || (isClear && !isFact) || best.confidence > (known[0]?.confidence ?? 0)) return [best.id]
  return known.map(({ id }) => id)
}

/** Tells whether something is asked, or said next to the topic, that there is an answer to. */
export function isAnswered(situation: Situation): boolean {
  const { heard } = situation
  if (asked(situation).length === 0) return false
  const [best] = heard.answers
  const current = currentReason(situation)?.id
  const causes = sureCauses(situation).filter(({ id }) => id !== current)
  const isCause = causes.some(({ confidence }) => confidence >= THRESHOLDS.clearCause)
  if (does(situation, QUESTIONS)) return !isCause || does(situation, QUESTIONS, THRESHOLDS.clearAct)
  if (isFaq(situation) && !isCause) return true
  // in the middle of something what answers the advice is meant, unless the person plainly does something else
  const isOpen = isInPlace(situation) && !does(situation, MOVING, THRESHOLDS.likely)
  const isClear = (best?.confidence ?? 0) >= (isOpen ? THRESHOLDS.answer : THRESHOLDS.clearAnswer)
  if (isBeside(situation)) return true
  if (heard.isQuestion && (best?.confidence ?? 0) >= THRESHOLDS.clearAnswer) return true
  return (isClear || heard.isQuestion) && causes.length === 0 && !isSurely(situation, 'decline')
}

const BESIDE: readonly AnswerKind[] = ['near', 'trouble', 'health', 'bot', 'safety']

// what is next to the topic is told as often as it is asked, and no cause or move comes before it unless it is sure
function isBeside(situation: Situation): boolean {
  const [best] = situation.heard.answers
  const kind = situation.scene.knowledge.answers.get(best?.id ?? '')?.kind
  const isSaid = kind !== undefined && BESIDE.includes(kind) && (best?.confidence ?? 0) >= THRESHOLDS.likely
  const causes = sureCauses(situation).filter(({ confidence }) => confidence >= THRESHOLDS.clearCause)
  return isSaid && causes.length === 0
}

const MOVING: readonly Act[] = ACTS.filter((act) => !QUESTIONS.includes(act))

const isFaq = ({ heard, scene }: Situation): boolean =>
  heard.recognition.decision === 'answer' &&
  heard.recognition.guesses.some(({ id }) => scene.knowledge.faqs.has(id))

/** Tells whether there is an answer to what ends or begins like a question, whatever else the message may do. */
export const isClearlyAnswered = (situation: Situation): boolean =>
  isAnswered(situation) &&
  !does(situation, ['ruled_out', 'did_before', 'failed', 'passed', 'sent'], THRESHOLDS.clearAct) &&
  (situation.heard.isQuestion || isBeside(situation)) &&
  (!(does(situation, ['tell_cause'], THRESHOLDS.clearAct) && hasLikelyCause(situation)) ||
    (situation.heard.answers[0]?.confidence ?? 0) >= THRESHOLDS.clearAnswer) &&
  (situation.heard.answers[0]?.confidence ?? 0) >= THRESHOLDS.answer

const hasLikelyCause = ({ heard }: Situation): boolean =>
  heard.causes.some(({ confidence, polarity }) => polarity !== 'ruled_out' && confidence >= THRESHOLDS.act)

/** Answers in passing; a question about a running review notes since when it runs. */
export function answerIt(situation: Situation): Decision {
  const { scene } = situation
  const { knowledge } = scene
  const ids = asked(situation)
  const isPending = ids.some((id) => knowledge.faqs.get(id)?.pending)
  const slots = isPending ? { pendingSince: scene.pendingSince ?? scene.now.toISOString() } : {}
  const lines = ids.flatMap((id) => answer({ ...scene, ...slots }, id))
  const isSafety = ids.some((id) => knowledge.answers.get(id)?.kind === 'safety')
  return {
    say: isSafety ? lines.map((line) => ({ ...line, ...reminderOf(knowledge)('warn') })) : lines,
    slots
  }
}

/** Tells whether something is asked that neither the guide nor the bot has an answer to. */
export const isUnanswered = (situation: Situation): boolean =>
  (does(situation, QUESTIONS) || (situation.heard.isQuestion && isInPlace(situation))) &&
  !isSurely(situation, 'decline') &&
  !does(situation, ['elsewhere'], THRESHOLDS.likely) &&
  !countsFailures(situation) &&
  sureCauses(situation).length === 0

/** Says that the guide does not say, and the nearest step, or support. */
export function admitIt(situation: Situation): Decision {
  const { scene } = situation
  const state = stateOf(situation)
  const reason = currentReason(situation)
  const step = state.flow === 'fix' && state.at === 'step' ? reason?.steps[state.step] : reason?.steps[0]
  const lines: Message[] =
    step && isInPlace(situation)
      ? [{ ...say(scene.knowledge, 'notInGuideStep', { todo: step.do }), said: ['notInGuideStep', step.id] }]
      : [say(scene.knowledge, 'notInGuide')]
  return { say: lines }
}
