import { titleOf } from '../../dialogs'
import { startCategory, startNotice } from '../../dialogs/diagnose'
import { choseDocument } from '../../dialogs/document'
import { escalateNow, startContact } from '../../dialogs/escalate'
import { answer } from '../../dialogs/faq'
import { startFix, startNextCause } from '../../dialogs/fix'
import { type Decision, HOME, isSame, type Message, type Scene, type State, say } from '../../dialogs/flow'
import { myData } from '../../dialogs/ledger'
import { allReminders, fail, startReview, succeed } from '../../dialogs/outcome'
import { startScam } from '../../dialogs/scam'
import { runningWait, writeTime } from '../../dialogs/wait'
import type { Command } from '../knowledge/words'
import type { Session } from '../session/session'

/** What a command decides; some also change what lies outside the slots. */
export interface Commanded extends Decision {
  /** Starts the talk over, goes back to the state before, or erases everything. */
  effect?: 'restart' | 'back' | 'forget'
}

/** Carries out a button or command that the open question has no use for; every id leads somewhere. */
export function command(scene: Scene, session: Session, id: string): Commanded {
  const run = COMMANDS[id as Command]
  if (run) return run(scene, session)
  return content(scene, id) ?? { say: [say(scene.knowledge, 'stale')], to: session.state }
}

type Run = (scene: Scene, session: Session) => Commanded

const aside = (...lines: Message[]): Commanded => ({ say: lines })

/** What the commands do when no flow answers them. */
const COMMANDS: Record<Command, Run> = {
  restart: ({ knowledge }) => ({ say: [say(knowledge, 'restarted')], to: HOME, effect: 'restart' }),
  back: (scene, session) => undo(scene, session, 'back'),
  repeat: (_, { state }) => ({ say: [], to: state }),
  continue: resume,
  next: resume,
  yes: resume,
  done: resume,
  step_by_step: resume,
  why: resume,
  menu: () => ({ say: [], to: HOME }),
  help: ({ knowledge }) => {
    const { photoFirst, tryApp, officialSite } = knowledge.phrases
    const said = ['help', 'photoFirst', 'tryApp', 'officialSite']
    return aside({ ...say(knowledge, 'help'), list: [photoFirst, tryApp, officialSite], said })
  },
  human: () => startContact(),
  questions: () => ({ say: [], to: { flow: 'faq', at: 'list' } }),
  reminders: ({ knowledge }) => aside(allReminders(knowledge)),
  checklist: ({ knowledge }) => {
    const reminder = knowledge.categories[0]?.reminder
    const steps = knowledge.checklist.map((step) => ({ ...step, why: '' }))
    const said = ['checklistTitle', ...steps.map(({ id }) => id)]
    return aside({ ...say(knowledge, 'checklistTitle'), steps, said, ...(reminder ? { reminder } : {}) })
  },
  skip: (scene) => (scene.queue.length > 0 ? startNextCause(scene) : { say: [], to: HOME }),
  worked: (scene) => succeed(scene, true),
  failed: (scene, session) =>
    reportFailure(scene, session, session.state.flow === 'fix' ? session.state.reason : undefined),
  sent: (scene, { state }) => startReview(scene, state.flow === 'fix' ? state.reason : undefined),
  not_yet: ({ knowledge }) => aside(say(knowledge, 'takeTime')),
  remind: (scene) => remind(scene),
  cancel_reminder: ({ knowledge }) => ({
    say: [say(knowledge, 'reminderCancelled')],
    slots: { followup: undefined }
  }),
  my_data: (scene) => aside(myData(scene)),
  // the bot erases it all once this is decided, and what is said here is not kept either
  forget: ({ knowledge }) => ({ say: [say(knowledge, 'forgotten')], to: HOME, effect: 'forget' }),
  none: () => startNotice(),
  // the causes at hand are taken one after the other anyway
  all: ({ knowledge, queue }) => aside(say(knowledge, queue.length > 0 ? 'several' : 'noWhat')),
  no: ({ knowledge }) => aside(say(knowledge, 'noWhat'))
}

/** Counts one more failure; where the ways to support are shown already, one line says so. */
export function reportFailure(scene: Scene, { state }: Session, reason?: string): Commanded {
  const failed = fail(scene, reason)
  if (!isSame(failed.to, state) || state.flow !== 'escalate') return failed
  const attempts = failed.slots?.attempts?.length ?? 0
  return { say: [say(scene.knowledge, 'failedStill', { attempts })], slots: failed.slots ?? {} }
}

/** Takes the last report of a failure back and returns to where it was made; or only goes back, with nothing to take back. */
export function undo(
  { knowledge }: Scene,
  { past, attempts, reported }: Session,
  by: 'back' | 'word'
): Commanded {
  const count = by === 'word' ? Math.max(1, reported) : reported
  const goBack = past.length > 0 ? ({ effect: 'back' } as const) : {}
  if (count === 0) return { say: [], ...goBack }
  const left = attempts.slice(0, Math.max(0, attempts.length - count))
  const told = say(knowledge, 'undone', { attempts: left.length })
  return { say: [told], slots: { attempts: left, reported: 0 }, ...goBack }
}

function remind(scene: Scene): Commanded {
  const { knowledge, group } = scene
  const running = runningWait(scene)
  if (group) return aside(say(knowledge, 'groupReminder'))
  if (!running) return aside(say(knowledge, 'nothingToRemind'))
  const at = running.at.toISOString()
  const told = say(knowledge, 'willRemind', { time: writeTime(knowledge, running.at) })
  return {
    say: [{ ...told, calendar: { at, wait: running.wait } }],
    slots: { followup: { wait: running.wait, at } }
  }
}

// back to what was interrupted, or to the open question
function resume(scene: Scene, { state, paused }: Session): Commanded {
  const { knowledge } = scene
  const to: State = paused ?? state
  const isIdle = to.flow === 'diagnose' && to.at === 'menu'
  const line = isIdle
    ? say(knowledge, 'nothingPaused')
    : say(knowledge, 'resumed', { place: titleOf(scene, to) })
  return { say: [line], to, slots: { paused: undefined } }
}

// a button of an earlier message: its id says where it leads
function content(scene: Scene, id: string): Decision | undefined {
  const { knowledge } = scene
  if (knowledge.reasons.has(id)) return startFix(scene, [id])
  if (knowledge.categories.some((category) => category.id === id)) return startCategory(id)
  if (knowledge.faqs.has(id)) return { say: answer(scene, id) }
  if (knowledge.documents.some((document) => document.id === id)) return choseDocument(scene, id)
  if (knowledge.scams.some((one) => one.id === id)) return startScam(id)
  const kind = knowledge.kinds.get(id)
  if (kind === 'contact') return startContact()
  if (kind === 'escalate') return escalateNow()
  if (kind === 'document') return { say: [], to: { flow: 'document', at: 'choose' } }
  return BUTTONS[id]?.(scene)
}

const BUTTONS: Record<string, (scene: Scene) => Decision> = {
  live_chat: () => ({ say: [], to: { flow: 'escalate', at: 'live_chat' } }),
  ticket: () => ({ say: [], to: { flow: 'escalate', at: 'ticket' } }),
  wait: () => ({ say: [], to: { flow: 'escalate', at: 'wait' } }),
  other_document: () => ({ say: [], to: { flow: 'document', at: 'choose' } }),
  next_cause: startNextCause,
  fix: startNextCause,
  other_reason: () => ({ say: [], to: HOME }),
  same_reason: startNextCause
}
