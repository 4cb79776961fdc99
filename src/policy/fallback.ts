import { startGuess } from '../../dialogs/diagnose'
import { startContact } from '../../dialogs/escalate'
import { type Decision, HOME, type Message, say } from '../../dialogs/flow'
import type { Act } from '../knowledge/acts'
import { type Worth, worthOffering } from './causes'
import { confidenceIn, does, isInPlace, isSurely, type Situation, stateOf } from './situation'
import { THRESHOLDS } from './thresholds'

/** Tells whether the message is about something else altogether. */
export function isElsewhere(situation: Situation): boolean {
  const { recognition } = situation.heard
  const isOut = recognition.decision === 'none' || isSurely(situation, 'decline')
  const isLed = confidenceIn(situation, 'decline') >= THRESHOLDS.likely
  // who tells of a failure is not sent away, unless hardly anything speaks for it
  const isTold = does(situation, ['tell_cause', 'failed', 'sent', 'passed'], THRESHOLDS.clearAct)
  if (isTold && confidenceIn(situation, 'decline') < THRESHOLDS.clearCause) return false
  if (isInPlace(situation)) return isLed && does(situation, ['elsewhere'])
  return (isOut && isLed) || (does(situation, ['elsewhere']) && (isOut || isLed))
}

/** Says what the bot is for; the place stays. */
export const decline = ({ scene, session }: Situation): Decision => ({
  say: [say(scene.knowledge, session.misses === 0 ? 'outOfScope' : 'outOfScopeAgain')],
  slots: { misses: session.misses + 1 }
})

/** Tells whether the recognizer has guesses worth a button, where nothing is going on. */
export function hasGuesses(situation: Situation): boolean {
  if (isInPlace(situation)) return false
  const state = stateOf(situation)
  const offers = worthOffering(situation)
  const isNew = !(
    state.flow === 'diagnose' &&
    state.at === 'guess' &&
    offers.some(({ id }) => state.offers.includes(id))
  )
  return offers.length > 0 && isNew && situation.session.misses < 2
}

/** Offers them, each with the words that led to it. */
export function offerGuesses(situation: Situation): Decision {
  const offered = startGuess(situation.scene, worthOffering(situation).map(telling))
  return { ...offered, slots: { ...offered.slots, misses: situation.session.misses + 1 } }
}

// one word tells nobody why
const telling = ({ id, why }: Worth): { id: string; why: string } => ({
  id,
  why: why.includes(' ') ? why : ''
})

const STATEMENTS: readonly Act[] = [
  'okay',
  'doing',
  'tell_have',
  'tell_cause',
  'ruled_out',
  'praise',
  'annoyed',
  'worry',
  'stop',
  'yes',
  'done'
]

/** Tells whether somebody in the middle of something makes a remark that asks nothing and moves nothing. */
export const isRemark = (situation: Situation): boolean =>
  isInPlace(situation) &&
  !situation.heard.isQuestion &&
  situation.session.misses === 0 &&
  !situation.session.lastSaid.includes('noted') &&
  does(situation, STATEMENTS, THRESHOLDS.hunch)

/** Takes note of it, and comes back to the open question. */
export const acknowledge = ({ scene, session }: Situation): Decision => ({
  say: [say(scene.knowledge, 'noted')],
  slots: { misses: session.misses + 1 }
})

/** Tells whether the person was not understood for the third time in a row. */
export const isThirdMiss = ({ session }: Situation): boolean => session.misses >= 2

/** Offers a person; the place is kept, and counting begins again. */
export const handOver = ({ scene }: Situation): Decision => ({
  ...startContact(),
  say: [say(scene.knowledge, 'noneAgain')],
  slots: { misses: 0 }
})

/** Tells whether the person was not understood for the second time in a row. */
export const isSecondMiss = ({ session }: Situation): boolean => session.misses === 1

/** Asks in other words: in the middle of something what people mostly want there, else the areas. */
export const askDifferently = (situation: Situation): Decision =>
  miss(situation, [say(situation.scene.knowledge, isInPlace(situation) ? 'unclearAgain' : 'areasAgain')])

/** Asks again. */
export const askAgain = (situation: Situation): Decision =>
  miss(situation, [say(situation.scene.knowledge, 'unclear')])

function miss(situation: Situation, lines: Message[]): Decision {
  const slots = { misses: situation.session.misses + 1 }
  if (isInPlace(situation)) return { say: lines, slots }
  // what was just offered is offered once more before all areas are
  const state = stateOf(situation)
  const isChoosing = state.flow === 'diagnose' && state.at === 'category'
  return { say: lines, to: isChoosing && situation.session.misses === 0 ? state : HOME, slots }
}
