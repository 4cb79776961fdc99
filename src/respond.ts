import { next, place, show } from '../dialogs'
import { startContact } from '../dialogs/escalate'
import {
  type Aside,
  choose,
  fill,
  type Message,
  type Move,
  reminderOf,
  type Scene,
  type State,
  type Try
} from '../dialogs/flow'
import { runningWait } from '../dialogs/wait'
import { command } from './commands'
import type { Knowledge } from './knowledge/knowledge'
import type { Standing } from './mark'
import { type Memory, moveTo, noteTry, sceneOf } from './memory'
import type { Recognition } from './recognizer/decide'
import type { Recognize } from './recognizer/recognize'
import type { ReplyReader } from './recognizer/reply'
import { findLinks, type Verdict, withoutLinks } from './safety/links'
import { readMood } from './safety/mood'
import { understand } from './understand'

/** Addresses that one answer judges. */
const MAX_LINKS = 3

/** What the bot can do in one language. */
export interface Language {
  knowledge: Knowledge
  reader: ReplyReader
}

/** One message after the door: personal data is gone, files are only counted. */
export interface Heard {
  text: string
  /** The id of a pressed button, where the channel gives one. */
  value?: string | undefined
  files: number
  /** True when personal data was taken out of the text. */
  redacted: boolean
  now: Date
  /** True where others read along. */
  group: boolean
  /** Where the pressed button stands. */
  standing?: Standing
  /** Days that conversations are kept. */
  retentionDays: number
}

/** What is said, what is remembered, and what the message was understood as. */
export interface Response {
  messages: Message[]
  memory: Memory
  recognition?: Recognition | undefined
}

/** Where a message leads: what is said before anything else, the move, and the memory it starts from. */
interface Outcome {
  say: Message[]
  move: Move | Aside
  memory: Memory
  recognition?: Recognition
}

/** Decides the answer to one message; a plain function of what it is given. */
export function respond(language: Language, recognize: Recognize, before: Memory, heard: Heard): Response {
  const { knowledge, reader } = language
  const memory = { ...before, greeted: true, toldHidden: before.toldHidden || heard.redacted }
  const scene: Scene = {
    knowledge,
    text: heard.text,
    choice: inTime(reader.choice(heard.value ?? heard.text, memory.offered), heard.standing),
    now: heard.now,
    group: heard.group,
    retentionDays: heard.retentionDays,
    ...sceneOf(knowledge, memory, heard.now)
  }
  const { intro, groupNote } = knowledge.phrases
  const first = before.greeted ? [] : [intro, ...(heard.group ? [groupNote] : [])].map((text) => ({ text }))
  const warnings = guard(knowledge, before, heard)
  const outcome = decide(language, recognize, scene, memory, heard)
  const { messages, memory: after } = compose(scene, outcome, [...first, ...warnings, ...outcome.say])
  return { messages, memory: after, recognition: outcome.recognition }
}

// what these mean depends on the message they stand under
const RELATIVE: readonly (string | undefined)[] = ['next', 'back', 'skip', 'done', 'yes', 'no', 'all']
const RESULTS: readonly (string | undefined)[] = ['failed', 'worked', 'not_yet']

// pressed twice, or under somebody else's message, a button does nothing twice: it leads to where the talk stands
function inTime(choice: string | undefined, standing: Standing = 'last'): string | undefined {
  const isLate = standing !== 'last' && RELATIVE.includes(choice)
  const isTwice = (standing === 'answered' || standing === 'foreign') && RESULTS.includes(choice)
  return isLate || isTwice ? 'continue' : choice
}

// what must be said before the answer: hidden data, files, addresses
function guard(knowledge: Knowledge, { toldHidden }: Memory, { text, files, redacted }: Heard): Message[] {
  const { phrases, official, attachmentReminder } = knowledge
  const judged = findLinks(text, official).slice(0, MAX_LINKS)
  return [
    ...(redacted && !toldHidden ? [{ text: phrases.hidden, tone: 'warning' as const }] : []),
    ...(files > 0
      ? [{ text: phrases.attachment, tone: 'warning' as const, reminder: attachmentReminder }]
      : []),
    ...judged.map(({ verdict, shown }) => ({
      text: fill(linkPhrase(phrases, verdict), { link: shown }),
      tone: 'warning' as const,
      ...reminderOf(knowledge)('warn')
    }))
  ]
}

const linkPhrase = (phrases: Knowledge['phrases'], verdict: Verdict): string =>
  ({
    official: phrases.linkOn,
    alike: phrases.linkAlike,
    hidden: phrases.linkHidden,
    chat: phrases.linkChat,
    unknown: phrases.linkOff
  })[verdict]

function decide(
  language: Language,
  recognize: Recognize,
  scene: Scene,
  before: Memory,
  { text, files }: Heard
): Outcome {
  const { knowledge, reader } = language
  const mood = readMood(text, knowledge)
  const stay = (phrase: string): Outcome => ({
    say: [{ text: phrase }],
    move: { aside: [] },
    memory: { ...before, crisis: true }
  })
  if (mood === 'crisis') return stay(knowledge.phrases.crisis)
  if (before.crisis && !isBackToCheck(scene, recognize, text)) return stay(knowledge.phrases.crisisStay)
  const memory = { ...before, crisis: false }
  if (mood === 'abuse') return calm(language, recognize, scene, { ...memory, abuse: memory.abuse + 1 }, text)
  if (scene.choice !== undefined) return press(scene, { ...memory, misses: 0, refused: false })
  if (text.trim() === '') {
    return { say: files > 0 ? [] : [{ text: knowledge.phrases.empty }], move: { aside: [] }, memory }
  }
  return understand(
    { ...scene, meaning: reader.meaning(text) },
    recognize(withoutLinks(text, knowledge.official)),
    memory
  )
}

const SHORT: readonly (string | undefined)[] = [undefined, 'yes', 'no', 'none']

// a "no" to "call somebody" is no answer about the check
const isBackToCheck = (scene: Scene, recognize: Recognize, text: string): boolean =>
  !SHORT.includes(scene.choice) || recognize(text).decision === 'answer'

// one calm line, and help where the message names a matter; from the second time on a person as well
function calm(
  { knowledge, reader }: Language,
  recognize: Recognize,
  scene: Scene,
  memory: Memory,
  text: string
): Outcome {
  const say = [{ text: knowledge.phrases.calm }]
  const recognition = recognize(withoutLinks(text, knowledge.official))
  const isMatter = recognition.decision === 'answer' && memory.abuse < 2
  if (memory.abuse >= 2) return { say, move: startContact(), memory }
  if (!isMatter) return { say, move: { say: [], to: memory.state }, memory }
  const outcome = understand({ ...scene, meaning: reader.meaning(text) }, recognition, memory)
  return { ...outcome, say: [...say, ...outcome.say] }
}

// after an answer in passing, going on means the question that is still open
const GO_ON = ['next', 'yes', 'continue']

function press(scene: Scene, memory: Memory): Outcome {
  const comesBack = memory.interrupted && GO_ON.includes(scene.choice ?? '')
  const move = comesBack ? undefined : next(scene, memory.state)
  return { say: [], ...(move ? { move, memory } : command(scene, memory)) }
}

// puts the answer together: what was said, the reminder that fits, and the open question last
function compose({ knowledge, ...scene }: Scene, { move, memory }: Outcome, said: Message[]): Response {
  const now = (after: Memory): Scene => ({
    ...scene,
    knowledge,
    ...sceneOf(knowledge, after, scene.now)
  })
  let after: Memory
  let body: Message[]
  if ('aside' in move) {
    after = { ...memory, interrupted: true }
    body = [...move.aside, comeBack(now(after), after)]
  } else {
    const noted = move.failed ? noteTry(memory, failureNow(scene.now, memory)) : memory
    after = { ...moveTo(withTried(noted, move.to), move.to), queue: move.queue ?? memory.queue }
    body = [...move.say, ...show(now(after), after.state)]
  }
  const messages = withReminder(knowledge, [...said, ...body])
  const offered = messages.flatMap(({ choices = [] }) => choices.map(({ value }) => value))
  return { messages, memory: { ...after, offered } }
}

// the end of the steps is a new submission, or the next cause
function withTried(memory: Memory, to: State): Memory {
  const { state, tried } = memory
  const isDone = state.flow === 'fix' && state.at !== 'result' && to.flow === 'fix'
  const isNext = isDone && (to.at === 'result' || to.reason !== state.reason)
  return isNext ? { ...memory, tried: [...new Set([...tried, state.reason])] } : memory
}

// what failed is the cause that was being worked through, with the document that was named
function failureNow(now: Date, { state, document }: Memory): Try {
  return {
    at: now.toISOString(),
    ...(state.flow === 'fix' ? { reason: state.reason } : {}),
    ...(document === undefined ? {} : { document })
  }
}

function comeBack(scene: Scene, { state }: Memory): Message {
  const { knowledge } = scene
  const { phrases } = knowledge
  // a wait that nobody promised yet to tell the end of
  const remindable = runningWait(scene) && !scene.reminderAt && !scene.group ? ['remind'] : []
  const idle =
    (state.flow === 'diagnose' && state.at === 'menu') || (state.flow === 'feedback' && state.at === 'end')
  return {
    text: idle ? phrases.more : fill(phrases.resume, { place: place(scene, state) }),
    choices: choose(knowledge, [idle ? 'menu' : 'continue', ...remindable, 'checklist', 'human'])
  }
}

// one reminder an answer, the one of the last message that names one, before the question
function withReminder(knowledge: Knowledge, messages: readonly Message[]): Message[] {
  const id = messages.findLast(({ reminder }) => reminder !== undefined)?.reminder
  const plain = messages.map(({ reminder: _, ...message }): Message => message)
  const reminder = knowledge.reminders.find((one) => one.id === id)
  if (!reminder) return plain
  const line: Message = { text: fill(knowledge.phrases.reminder, { text: reminder.text }), tone: 'reminder' }
  return [...plain.slice(0, -1), line, ...plain.slice(-1)]
}
