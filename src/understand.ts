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
import { type Memory, pausedBy, sceneOf } from './memory'
import { namedCount, namedHours, note } from './note'
import type { Guess, Recognition } from './recognizer/decide'
import { suspect, withSuspicion } from './suspicion'

/** Where a free text leads: what is said first, the move, and the memory it starts from. */
export interface Understood {
  say: Message[]
  move: Move | Aside
  memory: Memory
}

/** The guesses of one message, sorted by what the bot does about them. */
interface Meant {
  /** Reasons, and causes that the guide lacks. */
  causes: Guess[]
  category: string | undefined
  questions: string[]
  acts: ReadonlySet<Act>
  /** True when it may be a request to cheat, and may be none. */
  doubted: boolean
}

// what is answered even while the bot waits for something else
const INTERRUPTING: readonly Act[] = ['document', 'warn', 'refuse', 'contact']
// what helps, or does no harm, also when it was only half understood
const HARMLESS: readonly Act[] = ['document', 'warn', 'contact']

// confidence from which on a guess is more than a hunch
const LIKELY = 0.5
// confidence from which on a guess is worth a button, and from which on the best one is worth asking about at all
const WORTH_OFFERING = 0.05
const WORTH_ASKING = 0.25
/** Words of an answer that is one whatever else it may mean. */
const FEW_WORDS = 4
// confidence from which on a guess may be the honest cause after a refusal
const MAYBE = 0.2
// confidence below which a plea is refused with an "if": of honest people half as many are above it as above the first one
const SURE_OF_CHEAT = 0.8

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
  const isToldOfScam = memory.state.flow === 'scam' && scene.text.split(/\s+/).length <= FEW_WORDS
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

// "he agrees to it" is no request of its own, and still about one
const pleads = ({ knowledge }: Scene, { offers }: Recognition): boolean =>
  offers.some(({ id, confidence }) => knowledge.acts.get(id) === 'refuse' && confidence >= WORTH_OFFERING)

// "it is not tilted": what the person does not see is not walked through
function deny({ knowledge }: Scene, { title }: Reason, isCurrent: boolean, memory: Memory): Understood {
  const say = [{ text: fill(knowledge.phrases.denied, { title }) }]
  return isCurrent ? { say: [], move: { aside: say }, memory } : { say, move: { say: [], to: HOME }, memory }
}

// the question about a review that still runs, when a message tells a time
function askedWait(scene: Scene, { pendingSince }: Memory): string | undefined {
  if (pendingSince === undefined || namedHours(scene.knowledge, scene.text) === undefined) return undefined
  return [...scene.knowledge.faqs.values()].find(({ pending }) => pending)?.id
}

const isHarmless = ({ knowledge }: Scene, { id, confidence }: Guess): boolean => {
  const act = knowledge.acts.get(id)
  return act !== undefined && HARMLESS.includes(act) && confidence >= LIKELY
}

function isComplaint({ knowledge }: Scene, { offers }: Recognition): boolean {
  const isFailure = (id: string): boolean =>
    knowledge.reasons.has(id) || knowledge.categories.some((category) => category.id === id)
  const tells = (id: string): boolean => ['escalate', 'notice'].includes(knowledge.acts.get(id) ?? '')
  return offers.some(({ id, confidence }) => confidence >= MAYBE && (isFailure(id) || tells(id)))
}

const isNewCause = ({ knowledge }: Scene, { id, confidence }: Guess, current: string | undefined): boolean =>
  id !== current && knowledge.reasons.has(id) && confidence >= LIKELY

// in the middle of a talk a message is more likely about it: what might be a cause is asked for, and after a refusal taken
function inContext({ knowledge }: Scene, recognition: Recognition, memory: Memory): Recognition {
  const { decision, confidence, offers } = recognition
  const cause = offers.find(({ id, confidence }) => knowledge.reasons.has(id) && confidence >= MAYBE)
  if (!cause || decision === 'answer') return recognition
  if (memory.refused) return { ...recognition, decision: 'answer', guesses: [cause] }
  const doubtful = decision === 'none' && confidence < 0.5 && memory.tries.length > 0
  return doubtful ? { ...recognition, decision: 'ask', guesses: [cause] } : recognition
}

// asked for the cause inside an area, a guess of that area is answer enough
function isExpected({ knowledge }: Scene, { guesses }: Recognition, { state }: Memory): boolean {
  const asked = state.flow === 'diagnose' && state.at === 'category' ? state.category : undefined
  return asked !== undefined && knowledge.reasons.get(guesses[0]?.id ?? '')?.category === asked
}

function sort({ knowledge }: Scene, heard: readonly Guess[]): Meant {
  const { acts, reasons, faqs, categories } = knowledge
  const causes = heard.filter(({ id }) => reasons.has(id))
  // a notice by mail that names the cause is no scam for being a mail
  const guesses = heard.filter(
    ({ id, confidence }) => causes.length === 0 || acts.get(id) !== 'warn' || confidence >= LIKELY
  )
  const ids = guesses.map(({ id }) => id)
  return {
    causes,
    category: ids.find((id) => categories.some((category) => category.id === id)),
    questions: ids.filter((id) => faqs.has(id)),
    acts: new Set(ids.flatMap((id) => acts.get(id) ?? [])),
    doubted: guesses.some(({ id, confidence }) => acts.get(id) === 'refuse' && confidence < SURE_OF_CHEAT)
  }
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
