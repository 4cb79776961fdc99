import { startCategory } from '../../dialogs/diagnose'
import { goBeyond } from '../../dialogs/fix'
import { type Decision, HOME, say } from '../../dialogs/flow'
import { confidenceOf, currentReason, does, isInPlace, QUESTIONS, type Situation } from './situation'
import { THRESHOLDS } from './thresholds'

// of several the one at hand, which the check itself claims
function ruledOutIn(situation: Situation): string[] {
  const current = currentReason(situation)?.id
  const denied = situation.heard.causes
    .filter(({ polarity, confidence }) => polarity === 'ruled_out' && confidence >= THRESHOLDS.hunch)
    .map(({ id }) => id)
  return current !== undefined && denied.includes(current) ? [current] : denied.slice(0, 1)
}

/** Tells whether the person says what is not the problem. */
export function rulesOut(situation: Situation): boolean {
  if (situation.heard.isQuestion || does(situation, QUESTIONS)) return false
  const isDenial = does(situation, ['ruled_out', 'no', 'correct', 'pick'])
  const isBacked = confidenceOf(situation, 'ruled_out') >= THRESHOLDS.hunch
  return (isDenial || isBacked) && ruledOutIn(situation).length > 0
}

/** Takes it out of what is offered; what the check itself claims stays, and the person is told what to compare. */
export function takeOut(situation: Situation): Decision {
  const { scene, session } = situation
  const { knowledge } = scene
  const ids = ruledOutIn(situation)
  const [reason] = ids.flatMap((id) => knowledge.reasons.get(id) ?? [])
  if (!reason) return { say: [say(knowledge, 'noted')] }
  const current = currentReason(situation)
  const { state } = session
  const wasTried = state.flow === 'fix' && (state.at === 'retry' || state.at === 'result')
  if (current?.id === reason.id && !wasTried)
    return { say: [say(knowledge, 'denied', { title: reason.title })] }
  const told = say(knowledge, 'ruledOut', { title: reason.title })
  const slots = {
    ruledOut: [...new Set([...scene.ruledOut, reason.id])],
    queue: scene.queue.filter((id) => id !== reason.id)
  }
  if (current?.id === reason.id) return { ...startCategory(reason.category, [told]), slots }
  const isListed = state.flow === 'diagnose' && state.at !== 'menu'
  return {
    say: [told],
    slots,
    ...(isInPlace(situation) || isListed ? (isListed ? { to: state } : {}) : { to: HOME })
  }
}

/** Tells whether the person names steps that they have done, in the middle of a fix. */
export function didSomeSteps(situation: Situation): boolean {
  const { heard, session } = situation
  const reason = currentReason(situation)
  const named = heard.entities.steps.filter((id) => reason?.steps.some((step) => step.id === id))
  if (session.state.flow !== 'fix' || session.state.at === 'step' || named.length === 0) return false
  return does(situation, ['did_before', 'done', 'ruled_out', 'tell_have', 'annoyed', 'failed', 'no'])
}

/** Goes on with the steps that are left, or with what lies beyond them. */
export function goOnWithout(situation: Situation): Decision {
  const { scene, heard } = situation
  const reason = currentReason(situation)
  if (!reason) return { say: [] }
  const didSteps = [...new Set([...scene.didSteps, ...heard.entities.steps])]
  const left = reason.steps.filter(({ id }) => !didSteps.includes(id))
  if (left.length === 0) return goBeyond({ ...scene, didSteps }, reason)
  return {
    say: [say(scene.knowledge, 'stepsLeft')],
    to: { flow: 'fix', at: 'plan', reason: reason.id },
    slots: { didSteps }
  }
}
