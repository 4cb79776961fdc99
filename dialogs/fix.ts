import type { Reason } from '../src/knowledge/knowledge'
import { startEscalation } from './escalate'
import {
  capital,
  choose,
  type Flow,
  fill,
  HOME,
  joinTitles,
  type Message,
  type Move,
  type Offer,
  type Scene,
  type StateOf
} from './flow'

/** Walks through the steps for one reason, as a list or one at a time, and asks what came of it. */
export const fix: Flow<StateOf<'fix'>> = {
  show(scene, state) {
    const { knowledge, queue } = scene
    const { phrases } = knowledge
    const reason = knowledge.reasons.get(state.reason)
    if (!reason) return [{ text: phrases.menu, choices: choose(knowledge, ['menu', 'human']) }]
    switch (state.at) {
      case 'plan':
        return plan(scene, reason)
      case 'step': {
        const progress = { step: state.step + 1, total: reason.steps.length }
        return [
          {
            text: fill(phrases.step, progress),
            steps: reason.steps.slice(state.step, state.step + 1),
            progress,
            choices: choose(knowledge, ['next', 'back', 'failed', 'why'])
          }
        ]
      }
      case 'result':
        return [{ text: phrases.submit, choices: choose(knowledge, ['worked', 'failed', 'not_yet']) }]
      case 'retry': {
        const hint = reason.otherDocument ? phrases.otherDocumentHint : phrases.deviceHint
        const ids = [
          'same_reason',
          'other_reason',
          'other_document',
          queue.length > 0 ? 'next_cause' : 'human'
        ]
        return [{ text: hint, choices: choose(knowledge, ids) }]
      }
    }
  },

  next(scene, state) {
    const said = scene.choice ?? scene.meaning
    const reason = scene.knowledge.reasons.get(state.reason)
    if (!said || !reason) return undefined
    const { phrases } = scene.knowledge
    if (said === 'failed' || (said === 'no' && state.at === 'result')) return fail(scene, state.reason)
    if (said === 'worked' || (said === 'yes' && state.at === 'result'))
      return succeed(scene, state.at !== 'result')
    if (said === 'not_yet')
      return { say: [{ text: phrases.notYet }], to: { flow: 'fix', at: 'plan', reason: reason.id } }
    if (said === 'checklist') return { say: [], to: { flow: 'fix', at: 'plan', reason: reason.id } }
    if (said === 'step_by_step')
      return { say: [], to: { flow: 'fix', at: 'step', reason: reason.id, step: 0 } }
    if (said === 'next_cause') return finish(scene, state.reason)
    if (state.at === 'retry') return retry(scene, reason, said)
    if (said === 'done') return finish(scene, state.reason)
    return walk(scene, reason, state, said)
  },

  place({ knowledge }, state) {
    const reason = knowledge.reasons.get(state.reason)
    const title = capital(reason?.title ?? '')
    if (state.at === 'step') {
      return fill(knowledge.phrases.placeStep, {
        title,
        step: state.step + 1,
        total: reason?.steps.length ?? 0
      })
    }
    return fill(state.at === 'plan' ? knowledge.phrases.place : knowledge.phrases.placeResult, { title })
  }
}

/** Says what was understood and shows the steps for the first reason; the others wait for their turn. */
export function startFix(scene: Scene, offers: readonly Offer[]): Move {
  const { knowledge } = scene
  const reasons = offers.flatMap(({ id }) => knowledge.reasons.get(id) ?? [])
  const [first, ...rest] = reasons
  if (!first) return { say: [], to: HOME }
  const why = offers[0]?.why ?? ''
  const titles = joinTitles(
    knowledge,
    reasons.map(({ title }) => title)
  )
  const { understood, understoodWhy, several } = knowledge.phrases
  const say: Message[] = [{ text: why ? fill(understoodWhy, { titles, why }) : fill(understood, { titles }) }]
  if (rest.length > 0) say.push({ text: several })
  return { say, to: { flow: 'fix', at: 'plan', reason: first.id }, queue: rest.map(({ id }) => id) }
}

/** Counts one more failure; from the third on the ways to support are offered. */
export function fail(scene: Scene, reason?: string): Move {
  const attempts = scene.attempts + 1
  if (attempts >= scene.knowledge.escalateAfter) return { ...startEscalation(), failed: true }
  const say = [{ text: fill(scene.knowledge.phrases.failedOnce, { attempts }) }]
  return {
    say,
    failed: true,
    to: reason ? { flow: 'fix', at: 'retry', reason } : HOME
  }
}

/** Goes on with the first of the causes that wait. */
export function startNextCause({ knowledge, queue }: Scene): Move {
  const [id, ...rest] = queue
  const next = knowledge.reasons.get(id ?? '')
  if (!next) return { say: [], to: HOME, queue: [] }
  const text = fill(knowledge.phrases.nextCause, { title: next.title })
  return { say: [{ text }], to: { flow: 'fix', at: 'plan', reason: next.id }, queue: rest }
}

/** Ends a fix that worked; all reminders are said when the end of the steps has not said them. */
export function succeed({ knowledge }: Scene, withReminders: boolean): Move {
  const { phrases } = knowledge
  const say = [{ text: phrases.worked }, ...(withReminders ? [allReminders(knowledge)] : [])]
  return { say, to: { flow: 'feedback', at: 'clear' }, queue: [] }
}

/** All security reminders in one message. */
export const allReminders = ({ phrases, reminders }: Scene['knowledge']): Message => ({
  text: phrases.allReminders,
  list: reminders.map(({ text }) => text),
  tone: 'reminder'
})

function plan({ knowledge, queue }: Scene, reason: Reason): Message[] {
  const { phrases } = knowledge
  const text = fill(reason.gap ? phrases.nearest : phrases.planFor, { cause: reason.cause })
  return [
    { text, steps: reason.steps, reminder: reason.reminder },
    ...(reason.gap ? [{ text: phrases.gapSupport }] : []),
    {
      text: phrases.planAsk,
      choices: choose(knowledge, [
        'step_by_step',
        queue.length > 0 ? 'next_cause' : 'done',
        'failed',
        reason.gap ? 'human' : 'other_reason'
      ])
    }
  ]
}

function walk(scene: Scene, reason: Reason, state: StateOf<'fix'>, said: string): Move | undefined {
  const at = state.at === 'step' ? state.step : -1
  if (said === 'why') {
    const why = reason.steps[Math.max(at, 0)]?.why ?? ''
    const text = fill(scene.knowledge.phrases.whyStep, {
      title: reason.title,
      why: at < 0 ? reason.cause : why
    })
    return { say: [{ text }], to: at < 0 ? { flow: 'fix', at: 'step', reason: reason.id, step: 0 } : state }
  }
  if (said !== 'next' && said !== 'skip' && said !== 'yes') return undefined
  if (state.at === 'result') return { say: [], to: { flow: 'feedback', at: 'end' } }
  if (at + 1 < reason.steps.length)
    return { say: [], to: { flow: 'fix', at: 'step', reason: reason.id, step: at + 1 } }
  return finish(scene, reason.id)
}

// the next cause comes before a new submission, because one open cause is enough for a refusal
function finish(scene: Scene, current: string): Move {
  const { knowledge } = scene
  const { phrases } = knowledge
  if (scene.queue.length > 0) {
    const { say, ...move } = startNextCause(scene)
    return { say: [{ text: phrases.stepsDone }, ...say], ...move }
  }
  const say = [{ text: phrases.stepsDone }, allReminders(knowledge)]
  return { say, to: { flow: 'fix', at: 'result', reason: current } }
}

function retry({ knowledge }: Scene, reason: Reason, said: string): Move | undefined {
  const plan: Move['to'] = { flow: 'fix', at: 'plan', reason: reason.id }
  if (said === 'same_reason' || said === 'yes')
    return { say: [{ text: knowledge.phrases.sameReason }], to: plan }
  if (said === 'other_reason' || said === 'no') return { say: [], to: HOME }
  return said === 'next' ? { say: [], to: plan } : undefined
}
