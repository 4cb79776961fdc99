import type { Reason, Step } from '../src/knowledge/knowledge'
import { capital, choose, type Message, type Scene, type StateOf, say } from './flow'

/** Most steps of a list: more than that is no list that a stressed person reads. */
export const MOST_STEPS = 5

/** The steps of a reason that the person has not done, at most five. */
export const stepsLeft = ({ didSteps }: Scene, { steps }: Reason): Step[] => {
  const left = steps.filter(({ id }) => !didSteps.includes(id))
  return (left.length > 0 ? left : steps).slice(0, MOST_STEPS)
}

// "Cause 1 of 2" where several were named together
function heading({ knowledge, named }: Scene, reason: Reason): Message {
  const title = capital(reason.title)
  const [at, of] = [named.indexOf(reason.id) + 1, named.length]
  if (reason.gap) return say(knowledge, 'nearest', { cause: reason.cause })
  return of > 1 && at > 0 ? say(knowledge, 'planOf', { title, at, of }) : say(knowledge, 'planFor', { title })
}

/** The whole fix as a short list: what to do, without reasons, and the buttons. */
export function plan(scene: Scene, reason: Reason): Message[] {
  const { knowledge, queue, guessed } = scene
  const head = heading(scene, reason)
  const steps = stepsLeft(scene, reason).map((step) => ({ ...step, why: '' }))
  const said = [...(head.said ?? []), reason.id, ...steps.map(({ id }) => id)]
  const ask = say(knowledge, reason.gap ? 'gapSupport' : guessed ? 'elseTellMe' : 'planAsk')
  const choices = [
    queue.length > 0 ? 'next_cause' : 'done',
    'step_by_step',
    'other_reason',
    'human',
    'failed'
  ]
  const reminder = knowledge.reminders.find(({ id }) => id === reason.reminder)?.text ?? ''
  const shown = [head.text, ...steps.map((step) => step.do), ask.text]
  return [
    { ...head, said, steps, ...(isRoomFor(reminder, shown) ? { reminder: reason.reminder } : {}) },
    { ...ask, choices: choose(knowledge, choices) }
  ]
}

/** Words of a list that a stressed person reads on a phone. */
const MOST_WORDS = 58

// what cannot be said within that is said at the end of the steps
const isRoomFor = (reminder: string, shown: readonly string[]): boolean =>
  [reminder, ...shown].join(' ').split(/\s+/).length <= MOST_WORDS

/** One step with its reason. */
export function oneStep({ knowledge }: Scene, reason: Reason, at: number): Message {
  const progress = { step: at + 1, total: reason.steps.length }
  const steps = reason.steps.slice(at, at + 1)
  return {
    ...say(knowledge, 'step', progress),
    steps,
    progress,
    said: ['step', ...steps.map(({ id }) => id)],
    choices: choose(knowledge, ['next', 'back', 'why', 'checklist', 'failed'])
  }
}

/** What to look at after a failure: is the reason still the same? */
export function retry({ knowledge, queue }: Scene, reason: Reason): Message {
  const ids = ['same_reason', 'other_reason', 'other_document', queue.length > 0 ? 'next_cause' : 'human']
  return {
    ...say(knowledge, reason.otherDocument ? 'otherDocumentHint' : 'deviceHint'),
    choices: choose(knowledge, ids)
  }
}

/** What the guide has besides the steps: another device, another document. */
export function stepsBeyond({ didSteps }: Scene, { steps, beyond }: Reason): Step[] {
  const isKnown = ({ id }: Step): boolean => didSteps.includes(id) || steps.some((step) => step.id === id)
  return beyond.filter((step) => !isKnown(step))
}

/** The steps beyond that a message names: "the app too" is another device, "passport too" another document. */
export function namedSteps({ entities }: Scene, { beyond }: Reason): Step[] {
  const isNamed = { device: entities.devices.length > 0, document: entities.documents.length > 0 }
  return beyond.filter(({ means }) => means !== undefined && isNamed[means])
}

/** What is left when the steps were done and did not help. */
export function beyond(scene: Scene, reason: Reason): Message[] {
  const { knowledge } = scene
  const steps = stepsBeyond(scene, reason).map((step) => ({ ...step, why: '' }))
  return [
    { ...say(knowledge, 'beyond'), steps, said: ['beyond', ...steps.map(({ id }) => id)] },
    {
      ...say(knowledge, 'beyondAsk'),
      choices: choose(knowledge, ['done', 'other_document', 'human', 'failed'])
    }
  ]
}

/** Of one step its reason, of the list all of them. */
export function why({ knowledge }: Scene, state: StateOf<'fix'>, reason: Reason): Message {
  const step = reason.steps[state.at === 'step' ? state.step : -1]
  if (step) {
    const message = say(knowledge, 'whyStep', { todo: step.do, why: step.why })
    return { ...message, said: ['whyStep', step.id] }
  }
  const message = say(knowledge, 'whyList', { cause: reason.cause })
  return { ...message, list: reason.steps.slice(0, MOST_STEPS).map((one) => `${one.do} ${one.why}`) }
}
