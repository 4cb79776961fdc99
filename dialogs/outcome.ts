import { escalateNow } from './escalate'
import { choose, type Decision, type Flow, HOME, type Message, type Scene, type StateOf, say } from './flow'
import { sayWait } from './wait'

/** What came of the check: asked where a message does not say it clearly, and waited for once it was sent. */
export const outcome: Flow<StateOf<'outcome'>> = {
  show({ knowledge }, { at }) {
    const results = choose(knowledge, ['worked', 'failed', 'not_yet', 'human'])
    return [{ ...say(knowledge, at === 'confirm' ? 'confirmPassed' : 'reviewAsk'), choices: results }]
  },

  next(scene, { at, reason }) {
    const { reply, knowledge, entities } = scene
    const isQuestion = at === 'confirm'
    if (reply === 'worked' || (reply === 'yes' && isQuestion)) return succeed(scene, true)
    if (reply === 'failed' || (reply === 'no' && isQuestion)) return fail(scene, reason)
    if (entities.hours !== undefined && !isQuestion) return toldWait(scene, entities.hours)
    if (reply === 'not_yet' || reply === 'okay' || reply === 'next' || reply === 'sent' || reply === 'no')
      return { say: [say(knowledge, 'reviewWait')] }
    return undefined
  },

  title: ({ knowledge }) => knowledge.phrases.placeReview,
  place: ({ at }) => (at === 'confirm' ? 'result' : 'wait')
}

const HOUR_MS = 3600 * 1000

function toldWait(scene: Scene, hours: number): Decision {
  const pendingSince = new Date(scene.now.getTime() - hours * HOUR_MS).toISOString()
  return { say: sayWait({ ...scene, pendingSince }, 'review'), slots: { pendingSince } }
}

/** Says how long a review takes, and waits for its result. */
export function startReview(scene: Scene, reason?: string): Decision {
  return {
    say: [say(scene.knowledge, 'review')],
    to: { flow: 'outcome', at: 'review', reason },
    slots: { pendingSince: scene.now.toISOString() }
  }
}

/** Asks whether the check passed, where a message does not say it clearly. */
export const askOutcome = (reason?: string): Decision => ({
  say: [],
  to: { flow: 'outcome', at: 'confirm', reason }
})

/** Counts one more failure; from the third on the ways to support are offered. */
export function fail(scene: Scene, reason?: string, first: Message[] = []): Decision {
  const { knowledge, document, now } = scene
  const attempt = {
    at: now.toISOString(),
    ...(reason === undefined ? {} : { reason }),
    ...(document === undefined ? {} : { document })
  }
  const attempts = [...scene.attempts, attempt]
  const slots = { attempts, reported: 1, pendingSince: undefined }
  if (attempts.length >= knowledge.escalateAfter) return { ...escalateNow(), say: first, slots }
  const told = say(knowledge, 'failedOnce', { attempts: attempts.length })
  return { say: [...first, told], slots, to: reason ? { flow: 'fix', at: 'retry', reason } : HOME }
}

/** Ends a fix that worked; all reminders are said when the end of the steps has not said them. */
export function succeed({ knowledge }: Scene, withReminders: boolean): Decision {
  return {
    say: [say(knowledge, 'worked'), ...(withReminders ? [allReminders(knowledge)] : [])],
    to: { flow: 'feedback', at: 'clear' },
    slots: { queue: [], pendingSince: undefined }
  }
}

/** All security reminders in one message. */
export const allReminders = (knowledge: Scene['knowledge']): Message => ({
  ...say(knowledge, 'allReminders'),
  list: knowledge.reminders.map(({ text }) => text),
  said: ['allReminders', ...knowledge.reminders.map(({ id }) => id)],
  tone: 'reminder'
})
