import { place } from '../dialogs'
import { startCategory, startNotice } from '../dialogs/diagnose'
import { startContact, startEscalation } from '../dialogs/escalate'
import { answer } from '../dialogs/faq'
import { allReminders, fail, startFix, startNextCause, succeed } from '../dialogs/fix'
import { type Aside, fill, HOME, type Message, type Move, type Scene, type State } from '../dialogs/flow'
import { myData } from '../dialogs/ledger'
import { startScam } from '../dialogs/scam'
import { runningWait, writeTime } from '../dialogs/wait'
import type { Command } from './knowledge/words'
import { type Memory, newMemory, pausedBy } from './memory'

/** Where a command leads, and what it changes in the memory. */
export interface Commanded {
  move: Move | Aside
  memory: Memory
}

/** Carries out a button or command that the current flow has no use for; every id leads somewhere. */
export function command(scene: Scene, memory: Memory): Commanded {
  const id = scene.choice ?? ''
  const run = COMMANDS[id as Command]
  if (run) return run(scene, memory)
  const move = content(scene, id) ?? stale(scene, memory)
  return { move, memory: { ...memory, paused: pausedBy(move, memory) } }
}

type Run = (scene: Scene, memory: Memory) => Commanded

const stay = (memory: Memory, say: Message[] = []): Commanded => ({ move: { say, to: memory.state }, memory })
const go = (memory: Memory, move: Move): Commanded => ({
  move,
  memory: { ...memory, paused: pausedBy(move, memory) }
})

/** What the commands do when no flow answers them. */
const COMMANDS: Record<Command, Run> = {
  restart: ({ knowledge }, memory) => ({
    move: { say: [{ text: knowledge.phrases.restarted }], to: HOME, queue: [] },
    memory: {
      ...newMemory(memory.locale),
      greeted: true,
      toldHidden: memory.toldHidden,
      tries: memory.tries,
      tried: memory.tried,
      document: memory.document,
      pendingSince: memory.pendingSince,
      followup: memory.followup,
      answered: memory.answered
    }
  }),
  back: (_, memory) => {
    if (memory.interrupted) return stay(memory)
    const last = memory.past.at(-1)
    if (!last) return stay(memory)
    // moving there would note the place we leave, and "back" would swing between two places
    const past = memory.past.slice(0, -1)
    return { move: { say: [], to: last }, memory: { ...memory, state: last, past } }
  },
  repeat: (_, memory) => stay(memory),
  continue: resume,
  next: resume,
  yes: resume,
  done: (scene, memory) => resume(scene, memory),
  menu: (_, memory) => go(memory, { say: [], to: HOME }),
  help: ({ knowledge: { phrases } }, memory) => ({
    move: {
      aside: [{ text: phrases.help, list: [phrases.photoFirst, phrases.tryApp, phrases.officialSite] }]
    },
    memory
  }),
  human: (_, memory) => go(memory, startContact()),
  questions: (_, memory) => go(memory, { say: [], to: { flow: 'faq', at: 'list' } }),
  reminders: ({ knowledge }, memory) => ({ move: { aside: [allReminders(knowledge)] }, memory }),
  checklist: ({ knowledge }, memory) => ({
    move: {
      aside: [
        {
          text: knowledge.phrases.checklistTitle,
          steps: knowledge.checklist,
          ...(knowledge.categories[0] && { reminder: knowledge.categories[0].reminder })
        }
      ]
    },
    memory
  }),
  skip: (scene, memory) => go(memory, scene.queue.length > 0 ? startNextCause(scene) : { say: [], to: HOME }),
  step_by_step: (scene, memory) => resume(scene, memory),
  why: (scene, memory) => resume(scene, memory),
  worked: (scene, memory) => go(memory, succeed(scene, true)),
  failed: (scene, memory) =>
    go(memory, fail(scene, memory.state.flow === 'fix' ? memory.state.reason : undefined)),
  not_yet: ({ knowledge }, memory) => stay(memory, [{ text: knowledge.phrases.notYet }]),
  remind: (scene, memory) => {
    const { phrases } = scene.knowledge
    const running = runningWait(scene)
    if (scene.group) return { move: { aside: [{ text: phrases.groupReminder }] }, memory }
    if (!running) return { move: { aside: [{ text: phrases.nothingToRemind }] }, memory }
    const at = running.at.toISOString()
    const text = fill(phrases.willRemind, { time: writeTime(scene.knowledge, running.at) })
    const message: Message = { text, calendar: { at, wait: running.wait } }
    return { move: { aside: [message] }, memory: { ...memory, followup: { wait: running.wait, at } } }
  },
  cancel_reminder: ({ knowledge }, memory) => ({
    move: { aside: [{ text: knowledge.phrases.reminderCancelled }] },
    memory: { ...memory, followup: undefined }
  }),
  my_data: (scene, memory) => ({ move: { aside: [myData(scene)] }, memory }),
  // the bot erases it all once this is decided, and what is said here is not kept either
  forget: ({ knowledge }, memory) => ({
    move: { say: [{ text: knowledge.phrases.forgotten }], to: HOME },
    memory: { ...newMemory(memory.locale), greeted: true, forgotten: true }
  }),
  none: (_, memory) => go(memory, startNotice()),
  // the causes at hand are taken one after the other anyway
  all: ({ knowledge, queue }, memory) =>
    stay(memory, queue.length > 0 ? [{ text: knowledge.phrases.several }] : []),
  no: ({ knowledge }, memory) => stay(memory, [{ text: knowledge.phrases.noWhat }])
}

// back to what was interrupted, or to the open question
function resume(scene: Scene, memory: Memory): Commanded {
  const { phrases } = scene.knowledge
  const to: State = memory.interrupted ? memory.state : (memory.paused ?? memory.state)
  const text =
    to.flow === 'diagnose' && to.at === 'menu'
      ? phrases.nothingPaused
      : fill(phrases.resumed, { place: place(scene, to) })
  const paused = memory.interrupted ? memory.paused : undefined
  return { move: { say: [{ text }], to }, memory: { ...memory, paused } }
}

// a button of an earlier message: its id says where it leads
function content(scene: Scene, id: string): Move | Aside | undefined {
  const { knowledge } = scene
  if (knowledge.reasons.has(id)) return startFix(scene, [{ id, why: '' }])
  if (knowledge.categories.some((category) => category.id === id)) return startCategory(id)
  if (knowledge.faqs.has(id)) return { aside: answer(scene, id) }
  if (knowledge.documents.some((document) => document.id === id))
    return { say: [], to: { flow: 'document', at: 'chosen', document: id } }
  if (knowledge.scams.some((one) => one.id === id)) return startScam(id)
  const act = knowledge.acts.get(id)
  if (act === 'contact') return startContact()
  if (act === 'escalate') return startEscalation()
  if (act === 'document') return { say: [], to: { flow: 'document', at: 'choose' } }
  return BUTTONS[id]?.(scene)
}

const BUTTONS: Record<string, (scene: Scene) => Move> = {
  live_chat: () => ({ say: [], to: { flow: 'escalate', at: 'live_chat' } }),
  ticket: () => ({ say: [], to: { flow: 'escalate', at: 'ticket' } }),
  wait: () => ({ say: [], to: { flow: 'escalate', at: 'wait' } }),
  other_document: () => ({ say: [], to: { flow: 'document', at: 'choose' } }),
  next_cause: startNextCause,
  fix: startNextCause,
  other_reason: () => ({ say: [], to: HOME }),
  same_reason: startNextCause
}

function stale(scene: Scene, memory: Memory): Move {
  return { say: [{ text: scene.knowledge.phrases.stale }], to: memory.state }
}
