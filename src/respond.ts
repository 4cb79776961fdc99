import { next as nextOf, place, show } from '../dialogs'
import { startCategory, startGuess, startNotice } from '../dialogs/diagnose'
import { namedDocuments, startDocument } from '../dialogs/document'
import { startContact, startEscalation } from '../dialogs/escalate'
import { answer } from '../dialogs/faq'
import { fail, startFix } from '../dialogs/fix'
import {
  choose,
  fill,
  HOME,
  type Message,
  type Move,
  reminderOf,
  type Scene,
  type State
} from '../dialogs/flow'
import { command } from './commands'
import type { Act, Knowledge } from './knowledge/schema'
import { type Memory, moveTo } from './memory'
import type { Recognition, Recognize } from './recognizer/recognize'
import type { ReplyReader } from './recognizer/reply'
import { findLinks, withoutLinks } from './safety/links'

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
}

/** What is said, what is remembered, and what the message was understood as. */
export interface Response {
  messages: Message[]
  memory: Memory
  recognition?: Recognition | undefined
}

/** A move that stays where it is and comes back to the open question afterwards. */
export type Aside = { aside: Message[]; attempts?: number }

/** Decides the answer to one message; a plain function of what it is given. */
export function respond(
  { knowledge, reader }: Language,
  recognize: Recognize,
  before: Memory,
  heard: Heard
): Response {
  const { phrases } = knowledge
  const guard: Message[] = []
  let memory = before
  if (!before.greeted) {
    memory = { ...memory, greeted: true }
  }
  if (heard.redacted && !memory.toldHidden) {
    guard.push({ text: phrases.hidden })
    memory = { ...memory, toldHidden: true }
  }
  const text = heard.text
  const scene: Scene = {
    knowledge,
    text,
    choice: reader.choice(heard.value ?? text, memory.offered),
    attempts: memory.attempts,
    queue: memory.queue,
    failedDocuments: memory.failedDocuments,
    paused: memory.paused !== undefined
  }
  if (heard.files > 0 && text.trim() === '') {
    return finish(scene, memory, before, guard, { aside: [fileMessage(knowledge)] })
  }
  if (heard.files > 0) guard.push(fileMessage(knowledge))
  for (const link of findLinks(text, knowledge.official)) {
    guard.push({
      text: fill(link.official ? phrases.linkOn : phrases.linkOff, { link: link.shown }),
      ...reminderOf(knowledge)('warn')
    })
  }
  if (text.trim() === '' && scene.choice === undefined)
    return finish(scene, memory, before, guard, { aside: [{ text: phrases.empty }] })
  if (scene.choice !== undefined) {
    const outcome = nextOf(scene, memory.state)
    const interrupted = memory.interrupted && ['next', 'yes', 'continue'].includes(scene.choice)
    if (outcome && !interrupted)
      return finish(scene, { ...memory, misses: 0, refused: false }, before, guard, outcome)
    const commanded = command(scene, memory)
    memory = { ...commanded.memory, misses: 0, refused: false }
    return finish(
      { ...scene, queue: memory.queue, paused: memory.paused !== undefined },
      memory,
      before,
      guard,
      commanded.move
    )
  }
  const recognition = recognize(withoutLinks(text))
  const understood = understand({ ...scene, meaning: reader.meaning(text) }, recognition, memory)
  const response = finish(scene, understood.memory, before, [...guard, ...understood.say], understood.move)
  return { ...response, recognition }
}

/** What a free text leads to. */
interface Understood {
  say: Message[]
  move: Move | Aside
  memory: Memory
}

const QUESTIONS: ReadonlySet<Act> = new Set(['document', 'warn', 'refuse', 'contact'])

function understand(scene: Scene, recognition: Recognition, memory: Memory): Understood {
  const { knowledge } = scene
  const { phrases, acts, reasons, faqs } = knowledge
  const sure = recognition.decision === 'answer'
  const guesses = sure ? recognition.guesses : []
  const acted = new Set(guesses.flatMap(({ id }) => acts.get(id) ?? []))
  const causes = guesses.filter(({ id }) => reasons.has(id))
  const asks = guesses.some(({ id }) => faqs.has(id)) || [...acted].some((act) => QUESTIONS.has(act))
  const known = { ...memory, misses: 0, refused: false }

  const news = causes.filter(({ id }) => !(memory.state.flow === 'fix' && memory.state.reason === id))
  if (!asks && news.length === 0) {
    const answered = nextOf(scene, memory.state)
    if (answered) return { say: [], move: answered, memory: known }
    if (scene.meaning === 'failed' && memory.attempts > 0) {
      return {
        say: [],
        move: fail(scene, memory.state.flow === 'fix' ? memory.state.reason : undefined),
        memory: known
      }
    }
  }
  if (memory.refused && causes.length === 0 && !asks) {
    const say = [{ text: phrases.refuseAgain, ...reminderOf(knowledge)('refuse') }, { text: phrases.honest }]
    return { say: [], move: { aside: say }, memory: { ...known, refused: true } }
  }
  if (!sure) return unsure(scene, recognition, memory)

  const say: Message[] = []
  if (acted.has('refuse')) say.push({ text: phrases.refuse, ...reminderOf(knowledge)('refuse') })
  if (acted.has('warn'))
    say.push({ text: phrases.scam, list: [phrases.scamSteps], ...reminderOf(knowledge)('warn') })
  for (const { id } of guesses) say.push(...answer(scene, id))
  const counted = countAttempts(
    scene,
    known,
    acted,
    causes.length > 0 || guesses.some(({ id }) => isCategory(knowledge, id))
  )
  const noted = noteDocuments(
    scene,
    counted,
    causes.map(({ id }) => id)
  )
  const move = lead(
    { ...scene, attempts: noted.attempts, failedDocuments: noted.failedDocuments },
    guesses,
    acted,
    noted
  )
  if ('aside' in move && acted.has('refuse')) say.push({ text: phrases.honest })
  const paused = pausedBy(move, memory)
  return { say, move, memory: { ...noted, paused, refused: acted.has('refuse') && causes.length === 0 } }
}

// what comes first leads; everything else was said before
function lead(
  scene: Scene,
  guesses: Recognition['guesses'],
  acted: ReadonlySet<Act>,
  memory: Memory
): Move | Aside {
  const { knowledge } = scene
  const causes = guesses.filter(({ id }) => knowledge.reasons.has(id))
  if (acted.has('escalate') && scene.attempts >= knowledge.escalateAfter)
    return withFix(startEscalation(), scene, causes)
  if (acted.has('contact')) return withFix(startContact(), scene, causes)
  if (causes.length > 0) {
    const grown = memory.state.flow === 'fix' && scene.meaning === 'failed'
    const fixed = startFix(
      scene,
      causes.map(({ id, why }) => ({ id, why }))
    )
    if (!grown) return fixed
    const failed = fail(scene)
    return scene.attempts + 1 >= knowledge.escalateAfter
      ? { ...withFix(failed, scene, causes), failed: true }
      : { ...fixed, failed: true }
  }
  const category = guesses.find(({ id }) => isCategory(knowledge, id))
  if (category) return startCategory(category.id)
  if (acted.has('document')) return startDocument(scene)
  if (acted.has('notice') && !acted.has('refuse')) return startNotice()
  const { phrases } = knowledge
  if (acted.has('greet'))
    return memory.state === HOME
      ? { say: [{ text: phrases.hello }], to: HOME }
      : { aside: [{ text: phrases.hello }] }
  return { aside: acted.has('bye') ? [{ text: phrases.bye }] : [] }
}

function withFix(move: Move, scene: Scene, causes: readonly { id: string }[]): Move {
  const { knowledge } = scene
  const reasons = causes.flatMap(({ id }) => knowledge.reasons.get(id) ?? [])
  const say = reasons.slice(0, 1).map(({ title, steps, reminder }) => ({
    text: fill(knowledge.phrases.escalateFix, { title }),
    list: steps.map((step) => `${step.do} ${step.why}`),
    reminder
  }))
  return {
    ...move,
    say: [...say, ...move.say],
    queue: reasons.length > 0 ? reasons.map(({ id }) => id) : [...scene.queue]
  }
}

// never the same fallback twice: the guesses, then the areas, then a person
function unsure(scene: Scene, recognition: Recognition, memory: Memory): Understood {
  const { knowledge } = scene
  const { phrases, buttons } = knowledge
  const misses = memory.misses + 1
  const after = { ...memory, misses }
  const offers = recognition.offers.filter(({ id }) => buttons.has(id)).map(({ id, why }) => ({ id, why }))
  const busy = memory.state.flow !== 'diagnose'
  if (recognition.decision === 'ask' && offers.length > 0 && misses === 1) {
    return {
      say: [],
      move: startGuess(offers),
      memory: { ...after, paused: busy ? memory.state : memory.paused }
    }
  }
  if (misses === 1) {
    const aside = [{ text: recognition.decision === 'none' ? phrases.outOfScope : phrases.checkNotice }]
    return { say: [], move: { aside }, memory: after }
  }
  if (misses === 2)
    return {
      say: [{ text: phrases.outOfScopeAgain }],
      move: { say: [], to: HOME },
      memory: { ...after, paused: busy ? memory.state : memory.paused }
    }
  return {
    say: [{ text: phrases.noneAgain }],
    move: startContact(),
    memory: { ...after, paused: busy ? memory.state : memory.paused }
  }
}

const isCategory = ({ categories }: Knowledge, id: string): boolean =>
  categories.some((category) => category.id === id)

function countAttempts(scene: Scene, memory: Memory, acted: ReadonlySet<Act>, complains: boolean): Memory {
  const words = ` ${scene.text.toLowerCase()} `
  const said = Object.entries(scene.knowledge.replies.counts)
    .filter(([, names]) => names.some((name) => words.includes(name)))
    .map(([count]) => Number(count))
  const many = acted.has('escalate') ? scene.knowledge.escalateAfter : 0
  const one = complains || acted.has('notice') ? 1 : 0
  return {
    ...memory,
    attempts: Math.max(memory.attempts, many, one, ...(complains || many > 0 || one > 0 ? said : []))
  }
}

function noteDocuments(scene: Scene, memory: Memory, causes: readonly string[]): Memory {
  if (!causes.some((id) => scene.knowledge.reasons.get(id)?.otherDocument)) return memory
  const named = namedDocuments(scene.knowledge, scene.text).map(({ id }) => id)
  return { ...memory, failedDocuments: [...new Set([...memory.failedDocuments, ...named])] }
}

/** Tells what a move interrupts: a fix or a choice of causes that something else comes in front of. */
export function pausedBy(move: Move | Aside, memory: Memory): State | undefined {
  if ('aside' in move) return memory.paused
  const passing = move.to.flow === 'document' || move.to.flow === 'faq' || move.to.flow === 'escalate'
  const started =
    memory.state.flow === 'fix' || (memory.state.flow === 'diagnose' && memory.state.at !== 'menu')
  if (passing && started) return memory.state
  return passing ? memory.paused : undefined
}

const fileMessage = (knowledge: Knowledge): Message => ({
  text: knowledge.phrases.attachment,
  reminder: knowledge.attachmentReminder
})

// puts the answer together: what was said, the reminder that fits, and the question of the state last
function finish(
  scene: Scene,
  memory: Memory,
  before: Memory,
  guard: Message[],
  move: Move | Aside
): Response {
  const { knowledge } = scene
  const { phrases } = knowledge
  let after = memory
  let body: Message[]
  if ('aside' in move) {
    body = [...move.aside, ...comeBack(scene, memory)]
    after = { ...memory, interrupted: true }
  } else {
    const attempts = memory.attempts + (move.failed ? 1 : 0)
    after = { ...moveTo(memory, move.to), attempts, queue: move.queue ?? memory.queue }
    const state = after.state
    body = [
      ...move.say,
      ...show({ ...scene, attempts, queue: after.queue, paused: after.paused !== undefined }, state)
    ]
  }
  const welcome = before.greeted ? [] : [{ text: phrases.intro }]
  const messages = withReminder(knowledge, [...welcome, ...guard, ...body])
  const offered = messages.flatMap(({ choices = [] }) => choices.map(({ value }) => value))
  return { messages, memory: { ...after, offered } }
}

function comeBack(scene: Scene, memory: Memory): Message[] {
  const { knowledge } = scene
  const { phrases } = knowledge
  if (memory.state.flow === 'diagnose' && memory.state.at === 'menu') {
    return [{ text: phrases.more, choices: choose(knowledge, ['menu', 'checklist', 'human']) }]
  }
  const text = fill(phrases.resume, { place: place(scene, memory.state) })
  return [{ text, choices: choose(knowledge, ['continue', 'checklist', 'human']) }]
}

// one reminder an answer, the one of the last message that names one, before the question
function withReminder(knowledge: Knowledge, messages: Message[]): Message[] {
  const id = messages.findLast(({ reminder }) => reminder !== undefined)?.reminder
  const reminder = knowledge.reminders.find((one) => one.id === id)
  if (!reminder) return messages
  const line: Message = { text: fill(knowledge.phrases.reminder, { text: reminder.text }) }
  return [...messages.slice(0, -1), line, ...messages.slice(-1)].map(({ reminder: _, ...message }) => message)
}
