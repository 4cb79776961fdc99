import { escalateNow } from '../../dialogs/escalate'
import type { Decision, State } from '../../dialogs/flow'
import { askOutcome, startReview, succeed } from '../../dialogs/outcome'
import { reasonsOf, startCauses, tellsSameReason, withFix } from './causes'
import { type Commanded, reportFailure, undo } from './commands'
import {
  confidenceOf,
  countsFailures,
  currentReason,
  does,
  isInPlace,
  isSurely,
  placeIn,
  QUESTIONS,
  type Situation,
  sureCauses
} from './situation'
import { THRESHOLDS } from './thresholds'

const REPORTED: readonly string[] = ['fix.retry', 'escalate.routes', 'outcome.confirm', 'feedback.clear']

/** Tells whether the person takes the report of a failure back: "it did not fail again", "that was a mistake". */
export function takesBack(situation: Situation): boolean {
  const { session } = situation
  const { state } = session
  const isOther = sureCauses(situation).some(({ id }) => id !== currentReason(situation)?.id)
  if (!does(situation, ['correct']) || isOther || session.attempts.length === 0) return false
  return (
    REPORTED.includes(`${state.flow}.${state.at}`) || confidenceOf(situation, 'failed') >= THRESHOLDS.trace
  )
}

/** Takes the last report back and returns to where it was made. */
export function giveBack({ scene, previous, session, heard }: Situation): Commanded {
  const told = heard.entities.count
  // "no, it was two times"
  const reported = told === undefined ? previous.reported : Math.max(1, previous.attempts.length - told)
  return undo(scene, { ...session, attempts: previous.attempts, reported }, 'word')
}

/** Tells whether the message reports a failure at all: it asks nothing, and complains. */
export function complains(situation: Situation): boolean {
  const { heard } = situation
  const isTold = does(situation, ['failed', 'tell_cause'])
  if (countsFailures(situation)) return true
  if (does(situation, QUESTIONS) || (heard.isQuestion && !isTold)) return false
  const isKnown = isSurely(situation, 'escalate') || isSurely(situation, 'notice')
  const isCause = heard.causes.some(
    ({ confidence, polarity }) => polarity !== 'ruled_out' && confidence >= THRESHOLDS.offer
  )
  return sureCauses(situation).length > 0 || isKnown || does(situation, ['failed']) || (isTold && isCause)
}

/** Tells whether a number is told that calls for support: "third time", "rejected 12 times". */
export function countsToEscalation(situation: Situation): boolean {
  const { heard, scene } = situation
  const isTold = ['failed', 'tell_cause'] as const
  const tells = complains(situation) || isTold.some((act) => confidenceOf(situation, act) >= THRESHOLDS.act)
  return (heard.entities.count ?? 0) >= scene.knowledge.escalateAfter && tells
}

/** Offers the ways to support, with the fix for a cause that was named. */
export const escalate = (situation: Situation): Decision =>
  withFix(escalateNow(), situation, reasonsOf(situation))

const WAITING = ['result', 'wait', 'step', 'list']

/** Tells whether the person reports that the check passed, outright and with nothing against it. */
export function passed(situation: Situation): boolean {
  const { heard } = situation
  const isWaitedFor = WAITING.includes(placeIn(situation))
  const least = isWaitedFor ? THRESHOLDS.likely : THRESHOLDS.passed
  return isPassing(situation, least) && !heard.isQuestion && !speaksAgainstPassing(situation)
}

// however short the message, it takes all of the confidence
const isPassing = ({ heard }: Situation, least: number): boolean =>
  heard.acts[0]?.id === 'passed' && heard.acts[0].confidence >= least

function speaksAgainstPassing(situation: Situation): boolean {
  const isCause = sureCauses(situation).some(({ confidence }) => confidence >= THRESHOLDS.clearCause)
  return isCause || confidenceOf(situation, 'failed') >= THRESHOLDS.againstPassed
}

/** Ends the fix. */
export const celebrate = ({ scene, session }: Situation): Decision =>
  succeed(scene, !(session.state.flow === 'fix' && session.state.at === 'result'))

/** Tells whether the check may have passed, which is asked before it is said. */
export const maybePassed = (situation: Situation): boolean =>
  (isPassing(situation, THRESHOLDS.maybePassed) ||
    (isInPlace(situation) && confidenceOf(situation, 'passed') >= THRESHOLDS.maybePassed)) &&
  confidenceOf(situation, 'failed') < THRESHOLDS.againstPassed &&
  sureCauses(situation).length === 0 &&
  !situation.heard.isQuestion

/** Asks whether it passed. */
export const askWhether = (situation: Situation): Decision => askOutcome(currentReason(situation)?.id)

const AFTER_TRYING: readonly State['flow'][] = ['fix', 'outcome', 'escalate', 'document']

/** Tells whether the person reports one more failure. */
export function failed(situation: Situation): boolean {
  const { session, heard } = situation
  const isReport = does(situation, ['failed']) || confidenceOf(situation, 'failed') >= THRESHOLDS.likely
  if (!isReport || does(situation, ['correct']) || tellsSameReason(situation)) return false
  // where no try was due it takes the words for one more
  const isAgain = heard.entities.again && session.attempts.length > 0 && session.reported === 0
  return AFTER_TRYING.includes(session.state.flow) || isAgain
}

/** Counts it, unless the message told the number, which is noted already. */
export function count(situation: Situation): Decision {
  const { scene, session } = situation
  const reason = currentReason(situation)?.id
  const isNoted = session.reported > 0
  const before = isNoted ? { ...scene, attempts: scene.attempts.slice(0, -1) } : scene
  const decision = reportFailure(before, session, reason)
  return withFix(decision, situation, [], session.queue)
}

/** Tells whether a failure is reported together with a cause that is not the one at hand. */
export const failedWithNewCause = (situation: Situation): boolean =>
  failed(situation) &&
  sureCauses(situation).some(
    ({ id, confidence }) => id !== currentReason(situation)?.id && confidence >= THRESHOLDS.likely
  )

/** Counts it and goes on with the new cause; from the third on the ways to support come first. */
export function countAndFix(situation: Situation): Decision {
  const { scene } = situation
  const counted = count(situation)
  if ((counted.slots?.attempts?.length ?? 0) >= scene.knowledge.escalateAfter)
    return withFix(counted, situation, reasonsOf(situation))
  const fix = startCauses(situation, reasonsOf(situation))
  return { ...fix, say: fix.say, slots: { ...counted.slots, ...fix.slots } }
}

/** Tells whether the person reports having sent it in. */
export const sent = (situation: Situation): boolean =>
  (does(situation, ['sent']) ||
    (does(situation, ['done', 'okay']) && confidenceOf(situation, 'sent') >= THRESHOLDS.hunch)) &&
  (isInPlace(situation) || placeIn(situation) === 'end') &&
  placeIn(situation) !== 'scam' &&
  situation.session.state.flow !== 'escalate'

/** Says how long the review takes, and waits for its result. */
export const waitForResult = (situation: Situation): Decision =>
  startReview(situation.scene, currentReason(situation)?.id)

/** Tells whether it failed again and again, without a number. */
export const failedOften = (situation: Situation): boolean =>
  isSurely(situation, 'escalate') &&
  !does(situation, ['repeat', 'ruled_out', 'correct', 'where', 'next'], THRESHOLDS.clearAct) &&
  !does(situation, QUESTIONS, THRESHOLDS.act) &&
  (situation.heard.entities.count ?? situation.scene.knowledge.escalateAfter) >=
    situation.scene.knowledge.escalateAfter
