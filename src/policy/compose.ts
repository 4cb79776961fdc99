import { placeOf, show, titleOf } from '../../dialogs'
import {
  choose,
  type Decision,
  HOME,
  isSame,
  type Message,
  type Scene,
  type State,
  say
} from '../../dialogs/flow'
import { runningWait } from '../../dialogs/wait'
import type { Phrase } from '../knowledge/words'
import { moveTo, newSession, restarted, type Session, type Surroundings, sceneOf } from '../session/session'
import type { Commanded } from './commands'

/** What is said, in which order, and the session after it. */
export interface Composed {
  messages: Message[]
  session: Session
  /** Ids of all that is said, in order. */
  said: string[]
}

/** Puts an answer together: what comes first, what was decided, one reminder, and the open question last. */
export function compose(
  before: Session,
  decision: Commanded,
  first: readonly Message[],
  around: Surroundings
): Composed {
  const session = sessionAfter(before, decision)
  const scene = sceneOf(session, around)
  const question = decision.to ? show(scene, session.state) : [comeBack(scene, session)]
  const whole = [...first, ...decision.say, ...question]
  const isEcho =
    decision.to !== undefined &&
    first.length === 0 &&
    isSameAsLast(before, whole) &&
    !isRepeat(decision, before)
  const shown = isEcho ? [...first, ...decision.say, comeBack(scene, session)] : whole
  const { messages, reminded } = withReminder(scene, shown, before.reminded)
  const said = messages.flatMap((message) => message.said ?? [])
  const plain = messages.map(({ said: _, reminder: __, ...message }): Message => message)
  const offered = plain.flatMap(({ choices = [] }) => choices.map(({ value }) => value))
  return { messages: plain, said, session: { ...session, offered, reminded, lastSaid: said } }
}

function sessionAfter(before: Session, { to, slots, effect }: Commanded): Session {
  if (effect === 'restart') return restarted(before)
  const isMiss = slots?.misses !== undefined
  const kept: Session = { ...before, ...slots, misses: isMiss ? (slots?.misses ?? 0) : 0 }
  const session: Session = { ...kept, refused: slots?.refused ?? false }
  if (effect === 'forget') return { ...newSession(before.locale), greeted: true, forgotten: true }
  if (effect === 'back') {
    const last = session.past.at(-1)
    // moving there would note the place we leave, and "back" would swing between two places
    return last ? { ...session, state: last, past: session.past.slice(0, -1) } : session
  }
  if (!to) return session
  const paused = slots && 'paused' in slots ? slots.paused : pausedBy(to, before)
  return moveTo({ ...session, paused }, to)
}

const PASSING: readonly State['flow'][] = ['document', 'faq', 'escalate', 'scam']

// a fix or a choice of causes that something else comes in front of is kept for "continue"
function pausedBy(to: State, { state, paused }: Session): State | undefined {
  if (!PASSING.includes(to.flow)) return undefined
  const isStarted = state.flow === 'fix' || (state.flow === 'diagnose' && state.at !== 'menu')
  return isStarted ? state : paused
}

// who asks to hear it again gets it again
const isRepeat = ({ say: lines, to }: Decision, { state }: Session): boolean =>
  lines.length === 0 && isSame(to, state)

function isSameAsLast({ lastSaid }: Session, messages: readonly Message[]): boolean {
  const ids = messages.flatMap(({ said = [] }) => said)
  return ids.length > 0 && ids.every((id) => lastSaid.includes(id))
}

const ASKING: readonly State['flow'][] = ['diagnose', 'feedback', 'faq']

const lineFor = (state: State): Phrase =>
  state.flow === 'diagnose' && state.at === 'guess' ? 'guesses' : state.flow === 'feedback' ? 'clear' : 'more'

/** The one line that comes back to what is open, with its buttons. */
function comeBack(scene: Scene, { state }: Session): Message {
  const { knowledge } = scene
  const isIdle = isSame(state, HOME) || (state.flow === 'feedback' && state.at === 'end')
  // a wait that nobody promised yet to tell the end of
  const remindable = runningWait(scene) && !scene.followup && !scene.group ? ['remind'] : []
  if (isIdle)
    return {
      ...say(knowledge, 'more'),
      choices: choose(knowledge, ['menu', ...remindable, 'checklist', 'human'])
    }
  const buttons = show(scene, state).flatMap(({ choices = [] }) => choices)
  const isAsking = ASKING.includes(state.flow)
  const line = isAsking
    ? say(knowledge, lineFor(state))
    : say(knowledge, 'resume', { place: titleOf(scene, state) })
  const extra = choose(
    knowledge,
    remindable.filter((id) => !buttons.some(({ value }) => value === id))
  )
  const onwards = ['list', 'step'].includes(placeOf(state)) ? choose(knowledge, ['continue']) : []
  return { ...line, choices: [...buttons, ...onwards, ...extra] }
}

// one reminder an answer, the one of the last message that names one, before the question, and not the same each time
function withReminder(
  { knowledge }: Scene,
  messages: readonly Message[],
  before: string | undefined
): { messages: Message[]; reminded: string | undefined } {
  const id = messages.findLast(({ reminder }) => reminder !== undefined)?.reminder
  const reminder = knowledge.reminders.find((one) => one.id === id)
  if (!reminder || id === before) return { messages: [...messages], reminded: before }
  const line: Message = {
    ...say(knowledge, 'reminder', { text: reminder.text }),
    said: [reminder.id],
    tone: 'reminder'
  }
  return { messages: [...messages.slice(0, -1), line, ...messages.slice(-1)], reminded: reminder.id }
}
