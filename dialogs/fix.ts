import type { Reason } from '../src/knowledge/knowledge'
import { startContact } from './escalate'
import {
  capital,
  choose,
  type Decision,
  type Flow,
  fill,
  HOME,
  joinTitles,
  type Message,
  type Scene,
  type StateOf,
  say
} from './flow'
import { allReminders, fail, startReview, succeed } from './outcome'
import { beyond, namedSteps, oneStep, plan, retry, stepsBeyond, why } from './plan'

type FixState = StateOf<'fix'>

/** Walks through the steps for one reason, as a short list or one at a time, and asks what came of it. */
export const fix: Flow<FixState> = {
  show(scene, state) {
    const { knowledge } = scene
    const reason = knowledge.reasons.get(state.reason)
    if (!reason) return [{ ...say(knowledge, 'menu'), choices: choose(knowledge, ['menu', 'human']) }]
    switch (state.at) {
      case 'plan':
        return plan(scene, reason)
      case 'step':
        return [oneStep(scene, reason, state.step)]
      case 'result':
        return [
          {
            ...say(knowledge, 'submit'),
            choices: choose(knowledge, ['worked', 'failed', 'not_yet', 'human'])
          }
        ]
      case 'retry':
        return [retry(scene, reason)]
      case 'beyond':
        return beyond(scene, reason)
    }
  },

  next(scene, state) {
    const reason = scene.knowledge.reasons.get(state.reason)
    if (!scene.reply || !reason) return undefined
    return MOVES[scene.reply]?.(scene, state, reason)
  },

  title({ knowledge }, state) {
    const { phrases, reasons } = knowledge
    const reason = reasons.get(state.reason)
    const title = capital(reason?.title ?? '')
    if (state.at !== 'step')
      return fill(AFTER_TRYING.includes(state.at) ? phrases.placeResult : phrases.place, { title })
    const { do: todo = '' } = reason?.steps[state.step] ?? {}
    const values = { title, step: state.step + 1, total: reason?.steps.length ?? 0, todo }
    return fill(phrases.placeStep, values)
  },

  place: ({ at }) =>
    (({ plan: 'list', step: 'step', result: 'result', retry: 'result', beyond: 'list' }) as const)[at]
}

/** Shows the steps for the first of some reasons; the others wait for their turn. */
export function startFix(scene: Scene, ids: readonly string[], first: Message[] = []): Decision {
  const { knowledge } = scene
  const reasons = inOrder(
    knowledge,
    [...new Set(ids)].flatMap((id) => knowledge.reasons.get(id) ?? [])
  )
  const [reason, ...rest] = reasons
  if (!reason) return { say: first, to: HOME }
  const titles = joinTitles(
    knowledge,
    reasons.map(({ title }) => title)
  )
  return {
    say: [...first, ...(rest.length > 0 ? [say(knowledge, 'understood', { titles })] : [])],
    to: { flow: 'fix', at: 'plan', reason: reason.id },
    slots: {
      queue: rest.map(({ id }) => id),
      named: reasons.map(({ id }) => id),
      ruledOut: scene.ruledOut.filter((id) => !reasons.some((one) => one.id === id)),
      guessed: false
    }
  }
}

// the document before details before the face; of one area as they were told
function inOrder({ causeOrder }: Scene['knowledge'], reasons: readonly Reason[]): Reason[] {
  const rank = ({ category }: Reason): number => {
    const at = causeOrder.indexOf(category)
    return at < 0 ? causeOrder.length : at
  }
  return [...reasons].sort((one, other) => rank(one) - rank(other))
}

/** Goes on with the first of the causes that wait. */
export function startNextCause({ knowledge, queue }: Scene): Decision {
  const [id, ...rest] = queue
  const next = knowledge.reasons.get(id ?? '')
  if (!next) return { say: [], to: HOME, slots: { queue: [] } }
  return { say: [], to: { flow: 'fix', at: 'plan', reason: next.id }, slots: { queue: rest } }
}

/** Offers what is left when the steps were done before and did not help; support, when nothing is left. */
export function goBeyond(scene: Scene, reason: Reason): Decision {
  const slots = {
    tried: [...new Set([...scene.tried, reason.id])],
    didSteps: [...new Set([...scene.didSteps, ...reason.steps.map(({ id }) => id)])]
  }
  const after = { ...scene, ...slots }
  if (stepsBeyond(after, reason).length === 0)
    return { ...startContact(), say: [say(scene.knowledge, 'nothingLeft')], slots }
  return { say: [], to: { flow: 'fix', at: 'beyond', reason: reason.id }, slots }
}

const AFTER_TRYING: readonly string[] = ['result', 'retry']

type Answer = (scene: Scene, state: FixState, reason: Reason) => Decision | undefined

const toPlan = (reason: Reason, first: Message[] = []): Decision => ({
  say: first,
  to: { flow: 'fix', at: 'plan', reason: reason.id }
})
const toStep = (reason: Reason, step: number, first: Message[] = []): Decision => ({
  say: first,
  to: { flow: 'fix', at: 'step', reason: reason.id, step }
})
const stay = (...lines: Message[]): Decision => ({ say: lines })
const atOf = (state: FixState): number => (state.at === 'step' ? state.step : -1)

const goOn: Answer = (scene, state, reason) => {
  if (state.at === 'result' || state.at === 'beyond') return stay(say(scene.knowledge, 'takeTime'))
  if (state.at === 'retry') return toPlan(reason)
  const next = atOf(state) + 1
  return next < reason.steps.length ? toStep(reason, next) : finish(scene, reason)
}

const done: Answer = (scene, state, reason) => {
  if (state.at === 'result') return startReview(scene, reason.id)
  if (state.at === 'beyond') return toResult(scene, reason)
  if (state.at === 'step' && !scene.entities.all) return goOn(scene, state, reason)
  return finish(scene, reason)
}

const failed: Answer = (scene, _, reason) => fail(scene, reason.id)

// of what lies beyond the steps, what was named is done; all of it, when nothing was
const didBefore: Answer = (scene, state, reason) => {
  if (state.at === 'result') return startReview(scene, reason.id)
  if (state.at !== 'beyond') return goBeyond(scene, reason)
  const named = namedSteps(scene, reason)
  const done = (named.length > 0 ? named : stepsBeyond(scene, reason)).map(({ id }) => id)
  return goBeyond({ ...scene, didSteps: [...scene.didSteps, ...done] }, reason)
}

// what each reply leads to, in any state of the fix
const MOVES: Record<string, Answer> = {
  failed,
  worked: (scene, state) => succeed(scene, state.at !== 'result'),
  sent: (scene, _, reason) => startReview(scene, reason.id),
  not_yet: ({ knowledge }) => stay(say(knowledge, 'takeTime')),
  checklist: (_, __, reason) => toPlan(reason),
  step_by_step: (_, state, reason) => (state.at === 'step' ? toStep(reason, state.step) : toStep(reason, 0)),
  shorter: (_, state, reason) => (state.at === 'step' ? undefined : toStep(reason, 0)),
  next: goOn,
  skip: (scene, state, reason) => {
    if (state.at === 'step') return goOn(scene, state, reason)
    return scene.queue.length > 0 ? startNextCause(scene) : { say: [], to: HOME }
  },
  done,
  did_before: didBefore,
  tell_have: (scene, state, reason) =>
    state.at === 'beyond' && namedSteps(scene, reason).length > 0
      ? didBefore(scene, state, reason)
      : undefined,
  next_cause: (scene, _, reason) => finish(scene, reason),
  same_reason: ({ knowledge }, _, reason) => toPlan(reason, [say(knowledge, 'sameReason')]),
  other_reason: () => ({ say: [], to: HOME }),
  back: (_, state, reason) => {
    if (state.at === 'step') return state.step > 0 ? toStep(reason, state.step - 1) : toPlan(reason)
    return state.at === 'result' ? toStep(reason, reason.steps.length - 1) : undefined
  },
  why: (scene, state, reason) => stay(why(scene, state, reason)),
  yes: (scene, state, reason) => {
    if (state.at === 'result') return succeed(scene, false)
    if (state.at === 'retry') return toPlan(reason, [say(scene.knowledge, 'sameReason')])
    return state.at === 'step' ? goOn(scene, state, reason) : stay(say(scene.knowledge, 'takeTime'))
  },
  no: (scene, state, reason) => {
    if (state.at === 'result') return failed(scene, state, reason)
    return state.at === 'retry' ? { say: [], to: HOME } : stay(say(scene.knowledge, 'noWhat'))
  },
  okay: (scene, state, reason) =>
    state.at === 'step' ? goOn(scene, state, reason) : stay(say(scene.knowledge, 'takeTime'))
}

// the next cause comes before a new submission, because one open cause is enough for a refusal
function finish(scene: Scene, reason: Reason): Decision {
  const { knowledge } = scene
  const slots = {
    tried: [...new Set([...scene.tried, reason.id])],
    didSteps: [...new Set([...scene.didSteps, ...reason.steps.map(({ id }) => id)])]
  }
  // "both fixed" is said of all the causes
  if (scene.queue.length === 0 || scene.entities.both) return toResult(scene, reason)
  const { say: lines, slots: further, ...move } = startNextCause(scene)
  return { ...move, say: [say(knowledge, 'stepsDone'), ...lines], slots: { tried: slots.tried, ...further } }
}

const toResult = ({ knowledge, tried }: Scene, reason: Reason): Decision => ({
  say: [say(knowledge, 'stepsDone'), allReminders(knowledge)],
  to: { flow: 'fix', at: 'result', reason: reason.id },
  slots: { queue: [], tried: [...new Set([...tried, reason.id])] }
})
