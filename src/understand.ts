import { next, place } from '../dialogs'
import { startCategory, startGuess, startNotice } from '../dialogs/diagnose'
import { startDocument } from '../dialogs/document'
import { startContact, startEscalation } from '../dialogs/escalate'
import { answer } from '../dialogs/faq'
import { fail, startFix } from '../dialogs/fix'
import {
  type Aside,
  fill,
  HOME,
  type Message,
  type Move,
  reminderOf,
  type Scene,
  type State
} from '../dialogs/flow'
import { hintedScam, namedScam, startScam } from '../dialogs/scam'
import type { Reason } from './knowledge/knowledge'
import type { Act } from './knowledge/schema'
import {
  askedWait,
  inContext,
  isComplaint,
  isExpected,
  isHarmless,
  isNewCause,
  LIKELY,
  type Meant,
  pleads,
  sort
} from './meant'
import { type Memory, pausedBy, sceneOf } from './memory'
import { namedCount, note } from './note'
import type { Guess, Recognition } from './recognizer/decide'
import { suspect, withSuspicion } from './suspicion'

/** Where a free text leads: what is said first, the move, and the memory it starts from. */
export interface Understood {
  say: Message[]
  move: Move | Aside
  memory: Memory
}

// what is answered even while the bot waits for something else
const INTERRUPTING: readonly Act[] = ['document', 'warn', 'refuse', 'contact']
// confidence from which on a guess is worth a button, and from which on the best one is worth asking about at all
const WORTH_OFFERING = 0.05
const WORTH_ASKING = 0.25
/** Words of an answer that is one whatever else it may mean. */
const FEW_WORDS = 4
/** Decides where a free text leads: an answer to the open question, a cause, a question, or a fallback. */
export function understand(
  scene: Scene,
  heard: Recognition,
  memory: Memory
): Understood & { recognition: Recognition } {
  const suspicion = suspect(scene, heard, memory.suspicion)
  const recognition = inContext(scene, withSuspicion(scene, heard, suspicion), memory)
  return { ...react(scene, recognition, { ...memory, suspicion }), recognition }
}

function react(scene: Scene, recognition: Recognition, memory: Memory): Understood {
  const sure = recognition.decision === 'answer' || isExpected(scene, recognition, memory)
  const [best] = recognition.guesses
  const helps = !sure && best !== undefined && isHarmless(scene, best)
  const heard = sort(scene, sure ? recognition.guesses : helps ? [best] : [])
  // "third time" says enough, also where the cause is only half understood
  const counts = isComplaint(scene, recognition) ? namedCount(scene) : 0
  const isCounted = counts >= scene.knowledge.escalateAfter
  // what scammers did is told in words that need no guess
  const isScam = namedScam(scene) !== undefined
  // "50 hours", told to who asked since when
  const wait = sure || heard.causes.length > 0 ? undefined : askedWait(scene, memory)
  const told: Act[] = [...(isCounted ? ['escalate' as const] : []), ...(isScam ? ['warn' as const] : [])]
  const meant: Meant = {
    ...heard,
    questions: wait ? [wait] : heard.questions,
    acts: new Set<Act>([...heard.acts, ...told])
  }
  const calm: Memory = { ...memory, misses: 0, refused: false }
  const interrupts = meant.questions.length > 0 || INTERRUPTING.some((act) => meant.acts.has(act))
  const current = memory.state.flow === 'fix' ? memory.state.reason : undefined
  // "third time refused" tells more than that it failed once more
  const isCount = meant.acts.has('escalate') && namedCount(scene) >= scene.knowledge.escalateAfter
  // a cause that is half understood is no short answer, but to what a scammer did
  const isCause =
    !sure && best !== undefined && isNewCause(scene, best, current) && memory.state.flow !== 'scam'
  // who names the same cause again tells that it failed again, or only repeats it
  const isAnswer =
    meant.causes.length === 0 || (scene.meaning === 'failed' && meant.causes[0]?.id === current)
  const ruledOut =
    recognition.denied && !interrupts && !isCount ? scene.knowledge.reasons.get(best?.id ?? '') : undefined
  if (ruledOut) return deny(scene, ruledOut, ruledOut.id === current, calm)
  // a word or two to "what happened?" is the answer, whatever it may mean elsewhere
  const isShort = scene.text.split(/\s+/).length <= FEW_WORDS
  const isToldOfScam = memory.state.flow === 'scam' && isShort && !meant.acts.has('refuse')
  if (isToldOfScam || (!interrupts && !isCount && !isCause && isAnswer)) {
    const move = answerOpenQuestion(scene, memory, current)
    if (move) return { say: [], move, memory: { ...calm, paused: pausedBy(move, memory) } }
  }
  // once: who then says something else again is listened to
  const saysElse = meant.category !== undefined || meant.acts.size > 0 || meant.causes.length > 0
  if (memory.refused && memory.misses === 0 && !interrupts && !saysElse && pleads(scene, recognition))
    return refuseAgain(scene, memory)
  if (sure || helps || wait || told.length > 0) return follow(scene, meant, memory, calm)
  const complaint = { causes: [], questions: [], complains: true, many: false }
  return fallBack(scene, recognition, counts > 0 ? note(scene, complaint, memory) : memory)
}

// "it is not tilted": what the person does not see is not walked through
function deny({ knowledge }: Scene, { title }: Reason, isCurrent: boolean, memory: Memory): Understood {
  const say = [{ text: fill(knowledge.phrases.denied, { title }) }]
  return isCurrent ? { say: [], move: { aside: say }, memory } : { say, move: { say: [], to: HOME }, memory }
}

function answerOpenQuestion(
  scene: Scene,
  { state, tries }: Memory,
  current: string | undefined
): Move | undefined {
  const move = next(scene, state)
  // only in the middle of a fix, or "still nothing" would be a failure
  const isTried = state.flow === 'fix' || state.flow === 'escalate'
  return move || scene.meaning !== 'failed' || tries.length === 0 || !isTried ? move : fail(scene, current)
}

function refuseAgain({ knowledge }: Scene, memory: Memory): Understood {
  const { refuseAgain, honest } = knowledge.phrases
  const aside = [{ text: refuseAgain, ...reminderOf(knowledge)('refuse') }, { text: honest }]
  return { say: [], move: { aside }, memory: { ...memory, misses: memory.misses + 1 } }
}

function follow(scene: Scene, meant: Meant, before: Memory, calm: Memory): Understood {
  const { phrases } = scene.knowledge
  const remind = reminderOf(scene.knowledge)
  const { acts, causes, questions } = meant
  const say: Message[] = []
  const insists = before.refused && causes.length === 0
  const refusal = meant.doubted ? phrases.refuseMaybe : phrases.refuse
  if (acts.has('refuse')) say.push({ text: insists ? phrases.refuseAgain : refusal, ...remind('refuse') })
  if (acts.has('warn')) say.push({ text: phrases.scam, tone: 'warning', ...remind('warn') })
  const complains = causes.length > 0 || meant.category !== undefined || acts.has('notice')
  const told = { causes: causes.map(({ id }) => id), questions, complains, many: acts.has('escalate') }
  const noted = note(scene, told, calm)
  say.push(
    ...questions.flatMap((id) => answer({ ...scene, ...sceneOf(scene.knowledge, noted, scene.now) }, id))
  )
  const move = lead({ ...scene, ...sceneOf(scene.knowledge, noted, scene.now) }, meant, before)
  if ('aside' in move && acts.has('refuse')) say.push({ text: phrases.honest })
  const refused = acts.has('refuse') && causes.length === 0
  return { say, move, memory: { ...noted, refused, paused: pausedBy(move, before) } }
}

// the weightiest thing leads; everything else was said before it
function lead(scene: Scene, { acts, causes, category }: Meant, { state, past }: Memory): Move | Aside {
  const { knowledge } = scene
  const { phrases, escalateAfter } = knowledge
  const reasons = causes.flatMap(({ id }) => knowledge.reasons.get(id) ?? [])
  if (acts.has('escalate') && scene.attempts >= escalateAfter)
    return withFix(startEscalation(), scene, reasons)
  if (acts.has('contact')) return withFix(startContact(), scene, reasons)
  if (reasons.length > 0) {
    const fix = startFix(scene, causes)
    if (state.flow !== 'fix' || scene.meaning !== 'failed') return fix
    // "failed again, now they say it is blurry": one more failure, and a new cause
    return scene.attempts + 1 < escalateAfter
      ? { ...fix, failed: true }
      : withFix(fail(scene), scene, reasons)
  }
  if (acts.has('warn'))
    return startScam(namedScam(scene) ?? (state.flow === 'scam' ? hintedScam(scene) : undefined))
  if (category !== undefined) return startCategory(category)
  if (acts.has('document')) return startDocument(scene)
  if (acts.has('notice') && !acts.has('refuse'))
    return scene.attempts < escalateAfter ? vaguely(scene, state, past) : startContact()
  if (acts.has('greet')) {
    const say = [{ text: phrases.hello }]
    return state.flow === 'diagnose' ? { say, to: HOME } : { aside: say }
  }
  return { aside: acts.has('bye') ? [{ text: phrases.bye }] : [] }
}

const STAYING: readonly State['flow'][] = ['fix', 'scam', 'escalate', 'document']

// who keeps saying no more than that it failed is not told the same again: the areas, then a person
function vaguely(scene: Scene, state: State, past: readonly State[]): Move {
  const { phrases } = scene.knowledge
  // "and what do I do?", in the middle of something
  if (STAYING.includes(state.flow))
    return { say: [{ text: fill(phrases.resumed, { place: place(scene, state) }) }], to: state }
  if (isNotice(state)) return { say: [{ text: phrases.noneFirst }], to: HOME }
  const isAgain = state.flow === 'diagnose' && state.at === 'menu' && isNotice(past.at(-1))
  return isAgain ? { ...startContact(), say: [{ text: phrases.noneAgain }] } : startNotice()
}

const isNotice = (state: State | undefined): boolean => state?.flow === 'diagnose' && state.at === 'notice'

// the way to support comes with the fix for the cause that was named, which waits in the queue
function withFix(move: Move, { knowledge, queue }: Scene, reasons: readonly Reason[]): Move {
  const [first] = reasons
  if (!first) return { ...move, queue: [...queue] }
  const text = fill(knowledge.phrases.escalateFix, { title: first.title })
  return { ...move, say: [{ text, steps: first.steps }, ...move.say], queue: reasons.map(({ id }) => id) }
}

// never the same fallback twice: the guesses, then the areas, then a person
function fallBack(scene: Scene, { decision, guesses, offers }: Recognition, memory: Memory): Understood {
  const { phrases, buttons, acts } = scene.knowledge
  const misses = memory.misses + 1
  const isBusy = memory.state.flow !== 'diagnose'
  const after = { ...memory, misses, paused: isBusy ? memory.state : memory.paused }
  const vague = guesses.some(({ id }) => acts.get(id) === 'notice')
  if (misses === 1 && vague) return { say: [], move: startNotice(), memory: after }
  const known = offers.filter(({ id, confidence }) => buttons.has(id) && confidence >= WORTH_OFFERING)
  const [best] = known
  const worth = misses === 1 ? WORTH_ASKING : LIKELY
  if (decision === 'ask' && best && best.confidence >= worth && !wasOffered(memory, best))
    return { say: [], move: startGuess(scene, known), memory: after }
  if (misses === 1) {
    const text = isBusy ? phrases.unclear : phrases.outOfScope
    return { say: [], move: { aside: [{ text }] }, memory: { ...memory, misses } }
  }
  if (misses === 2)
    return { say: [{ text: phrases.outOfScopeAgain }], move: { say: [], to: HOME }, memory: after }
  // the next one is the first again, because a person was offered
  return { say: [{ text: phrases.noneAgain }], move: startContact(), memory: { ...after, misses: 0 } }
}

const wasOffered = ({ state }: Memory, { id }: Guess): boolean =>
  state.flow === 'diagnose' && state.at === 'guess' && state.offers.includes(id)
