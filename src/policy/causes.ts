import { titleOf } from '../../dialogs'
import { startCategory, startNotice } from '../../dialogs/diagnose'
import { startDocument } from '../../dialogs/document'
import { startContact } from '../../dialogs/escalate'
import { startFix } from '../../dialogs/fix'
import { type Decision, HOME, isSame, joinTitles, type Message, say } from '../../dialogs/flow'
import { stepsLeft } from '../../dialogs/plan'
import type { Guess } from '../recognizer/run/decide'
import type { CauseGuess } from '../understanding/interpretation'
import {
  confidenceIn,
  countsFailures,
  currentReason,
  does,
  isInPlace,
  isQuoted,
  isSurely,
  nextIn,
  QUESTIONS,
  type Situation,
  stateOf,
  sureCauses,
  sureGuesses
} from './situation'
import { THRESHOLDS } from './thresholds'

/** Ids of the reasons that the message asserts without doubt. */
export const reasonsOf = (situation: Situation): string[] => sureCauses(situation).map(({ id }) => id)

/** Starts on some causes; the one at hand waits in the queue, unless it was only a guess or was taken back. */
export function startCauses(situation: Situation, ids: readonly string[]): Decision {
  const { scene } = situation
  const current = currentReason(situation)?.id
  // a cause of the same area makes the one at hand more exact
  const areaOf = (id: string | undefined) => scene.knowledge.reasons.get(id ?? '')?.category
  const isRefined = ids.some((id) => areaOf(id) === areaOf(current))
  const isReplaced = scene.guessed || isRefined || does(situation, ['correct', 'no', 'ruled_out', 'pick'])
  const isOpen = current !== undefined && !isReplaced && !scene.tried.includes(current)
  const waiting = [...(isOpen ? [current] : []), ...scene.queue]
  const started = startFix(scene, ids)
  const queue = [...(started.slots?.queue ?? []), ...waiting.filter((id) => !ids.includes(id))]
  const named = [...(started.slots?.named ?? []), ...waiting.filter((id) => !ids.includes(id))]
  return { ...started, slots: { ...started.slots, queue, named } }
}

/** Puts the way to support before the fix for a cause that was named, which waits in the queue. */
export function withFix(
  decision: Decision,
  { scene }: Situation,
  ids: readonly string[],
  queue: readonly string[] = scene.queue
): Decision {
  const [first] = ids.flatMap((id) => scene.knowledge.reasons.get(id) ?? [])
  if (!first) return { ...decision, slots: { ...decision.slots, queue: [...queue] } }
  const told = say(scene.knowledge, 'escalateFix', { title: first.title })
  const steps = stepsLeft(scene, first).map((step) => ({ ...step, why: '' }))
  const lead: Message = { ...told, steps, said: ['escalateFix', first.id, ...steps.map(({ id }) => id)] }
  return {
    ...decision,
    say: [...decision.say, lead],
    slots: { ...decision.slots, queue: [...ids], named: [...ids] }
  }
}

/** Tells whether a cause is told that is not the one at hand. */
export function tellsNewCause(situation: Situation): boolean {
  const current = currentReason(situation)?.id
  return newCauses(situation, current).length > 0
}

function newCauses(situation: Situation, current: string | undefined): string[] {
  const causes = isExpected(situation)
    ? firstGuess(situation)
    : [...sureCauses(situation), ...toldCauses(situation)]
  const isClear = (confidence: number): boolean => !isInPlace(situation) || confidence >= THRESHOLDS.likely
  return causes
    .filter(({ id, confidence }) => id !== current && isClear(confidence))
    .map(({ id }) => id)
    .filter((id, at, ids) => ids.indexOf(id) === at)
}

// what is told as a cause, and likely, is one, also where the recognizer would rather ask
const toldCauses = (situation: Situation): CauseGuess[] =>
  does(situation, ['tell_cause'], THRESHOLDS.likely)
    ? situation.heard.causes.filter(
        ({ sure, polarity, confidence }) =>
          !sure && polarity !== 'ruled_out' && confidence >= THRESHOLDS.clearAct
      )
    : []

// in an area that was asked about, a guess of that area is answer enough
function isExpected(situation: Situation): boolean {
  const state = stateOf(situation)
  const asked = state.flow === 'diagnose' && state.at === 'category' ? state.category : undefined
  const [best] = firstGuess(situation)
  return asked !== undefined && situation.scene.knowledge.reasons.get(best?.id ?? '')?.category === asked
}

const firstGuess = ({ heard }: Situation): readonly Guess[] => heard.recognition.guesses.slice(0, 1)

/** Starts the fix of what was told. */
export function fixIt(situation: Situation): Decision {
  const current = currentReason(situation)?.id
  const ids = newCauses(situation, current)
  return startCauses(
    situation,
    isQuoted(situation) || current === undefined ? ids : ids.filter((id) => id !== current)
  )
}

/** Tells whether the cause at hand is named right after a failure, which answers "what did they say?": "blur again". */
export function tellsSameReason(situation: Situation): boolean {
  const state = stateOf(situation)
  const current = currentReason(situation)?.id
  const isAsked = state.flow === 'fix' && state.at === 'retry'
  const [best] = situation.heard.causes
  return isAsked && best?.id === current && best?.polarity !== 'ruled_out' && isLikely(best)
}

const isLikely = (cause: CauseGuess | undefined): boolean => (cause?.confidence ?? 0) >= THRESHOLDS.likely

/** Tells whether the person names the cause that is being worked through. */
export function repeatsCause(situation: Situation): boolean {
  if (tellsSameReason(situation) && !situation.heard.isQuestion) return true
  const current = currentReason(situation)?.id
  const [best] = firstGuess(situation)
  const isTold = !situation.heard.isQuestion && !does(situation, ['failed', 'done', 'sent', 'passed'])
  const isSaid = situation.session.lastSaid.includes('sameCause')
  return (
    current !== undefined && best?.id === current && best.confidence >= THRESHOLDS.likely && isTold && !isSaid
  )
}

/** Says the one step that mends it; after a failure it is the answer to "the same reason?". */
export function nameTheStep(situation: Situation): Decision {
  const { scene, session } = situation
  const again =
    session.state.flow === 'fix' && session.state.at === 'retry'
      ? nextIn(situation, 'same_reason')
      : undefined
  if (again) return again
  const reason = currentReason(situation)
  const [step] = reason?.steps ?? []
  if (!reason || !step) return { say: [] }
  const told = say(scene.knowledge, 'sameCause', { title: reason.title, todo: step.do })
  return { say: [{ ...told, said: ['sameCause', reason.id, step.id] }] }
}

const areaOf = (situation: Situation): string | undefined => {
  const { categories } = situation.scene.knowledge
  return sureGuesses(situation).find(({ id }) => categories.some((category) => category.id === id))?.id
}

/** Tells whether an area is named, and no cause within it. */
export function namesArea(situation: Situation): boolean {
  const area = areaOf(situation)
  if (area === undefined) return false
  const isCurrent = currentReason(situation)?.category === area
  // in the middle of something an area is no clear new cause, unless it is told as one
  return (
    !isInPlace(situation) ||
    (!isCurrent && does(situation, ['tell_cause', 'where', 'menu'], THRESHOLDS.clearAct))
  )
}

/** Asks which of the area's causes it is; back in an area whose fix was interrupted, that goes on. */
export function askWithinArea(situation: Situation): Decision {
  const { scene } = situation
  const area = areaOf(situation) ?? ''
  const { paused } = scene
  if (paused?.flow === 'fix' && scene.knowledge.reasons.get(paused.reason)?.category === area)
    return { say: [say(scene.knowledge, 'resumed', { place: titleOf(scene, paused) })], to: paused }
  const asked = startCategory(area)
  return isSame(asked.to, stateOf(situation)) ? { say: [say(scene.knowledge, 'whichOne')] } : asked
}

/** Tells whether the person asks which document to use, or names another one to use instead. */
export const asksForDocument = (situation: Situation): boolean =>
  (isSurely(situation, 'document') && !(isInPlace(situation) && isAnsweredElse(situation))) ||
  (situation.heard.entities.instead !== undefined && does(situation, ['ask_how', 'ask_fact', 'tell_have'])) ||
  (isInPlace(situation) &&
    does(situation, ['tell_have']) &&
    situation.heard.entities.documents.length > 0 &&
    (currentReason(situation)?.otherDocument === true || currentReason(situation)?.gap === true))

// in the middle of a fix a question about the advice may sound like one about documents
function isAnsweredElse({ heard, scene }: Situation): boolean {
  const [best] = heard.answers
  const isFact = scene.knowledge.answers.get(best?.id ?? '')?.kind === 'fact'
  return !isFact && (best?.confidence ?? 0) >= THRESHOLDS.clearAnswer
}

/** Recommends a document, or shows the rates. */
export const chooseDocument = ({ scene }: Situation): Decision => startDocument(scene)

/** A guess that may be offered, and the words that led to it. */
export type Worth = Pick<Guess, 'id' | 'confidence' | 'why'>

/** The guesses that are worth a button, best first; what a clause names plainly counts as much as the whole message. */
export function worthOffering({ heard, scene }: Situation): Worth[] {
  const told = heard.causes.filter(({ polarity }) => polarity !== 'ruled_out')
  const all = [...told, ...heard.recognition.offers]
  const best = all.filter(
    (one) => !all.some((other) => other.id === one.id && other.confidence > one.confidence)
  )
  return best
    .filter((one, at) => best.findIndex(({ id }) => id === one.id) === at)
    .filter(
      ({ id, confidence }) =>
        scene.knowledge.buttons.has(id) &&
        confidence >= THRESHOLDS.offer &&
        !scene.ruledOut.includes(id) &&
        // who tells something is not offered a question
        (heard.isQuestion || !scene.knowledge.faqs.has(id))
    )
    .sort((one, other) => other.confidence - one.confidence)
    .slice(0, MOST_OFFERS)
}

const MOST_OFFERS = 3

/** Tells whether one cause is far ahead of all others without being sure, where nothing is going on. */
export function hasOneGuess(situation: Situation): boolean {
  const { heard, scene } = situation
  if (isInPlace(situation) || heard.recognition.decision === 'none') return false
  const [best, second] = worthOffering(situation)
  if (!best || !scene.knowledge.reasons.has(best.id)) return false
  const isAhead = best.confidence >= THRESHOLDS.aheadOfNext * (second?.confidence ?? 0)
  return best.confidence >= THRESHOLDS.oneGuess && isAhead && !does(situation, QUESTIONS, THRESHOLDS.clearAct)
}

/** Starts its fix, and says that it may be something else. */
export function fixTheGuess(situation: Situation): Decision {
  const [best] = worthOffering(situation)
  const fix = startFix(situation.scene, best ? [best.id] : [])
  return { ...fix, slots: { ...fix.slots, guessed: true } }
}

/** Tells whether the person complains and names no cause. */
export const complainsVaguely = (situation: Situation): boolean =>
  !isInPlace(situation) &&
  (isSurely(situation, 'notice') || countsFailures(situation) || does(situation, ['failed']))

/** Tells whether the person tells of a failure, and nothing else is understood. */
export const tellsOfSomething = (situation: Situation): boolean =>
  !isInPlace(situation) &&
  does(situation, ['tell_cause', 'failed'], THRESHOLDS.clearAct) &&
  confidenceIn(situation, 'decline') < THRESHOLDS.clearCause

/** Points to the message from Binance and the areas; who says no more again is not told the same: the areas, then a person. */
export function pointToMessage(situation: Situation): Decision {
  const { scene, session } = situation
  const { knowledge } = scene
  const isNotice = isSame(session.state, { flow: 'diagnose', at: 'notice' })
  if (isInPlace(situation)) return { say: [] }
  if (isNotice) return { say: [say(knowledge, 'noneFirst')], to: HOME }
  const wasNotice = isSame(session.past.at(-1), { flow: 'diagnose', at: 'notice' })
  if (wasNotice && isSame(session.state, HOME))
    return { ...startContact(), say: [say(knowledge, 'noneAgain')] }
  return scene.attempts.length >= knowledge.escalateAfter ? startContact() : startNotice()
}

/** Joins the titles of some reasons. */
export const titlesOf = ({ scene }: Situation, ids: readonly string[]): string =>
  joinTitles(
    scene.knowledge,
    ids.flatMap((id) => scene.knowledge.reasons.get(id)?.title ?? [])
  )
