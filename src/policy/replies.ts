import type { State } from '../../dialogs/flow'
import type { Act } from '../knowledge/acts'
import { currentReason, does, placeIn, type Situation } from './situation'
import { THRESHOLDS } from './thresholds'

/** What an act answers to the open question: the id of the button that does the same, where there is one. */
const REPLIES: Partial<Record<Act, string>> = {
  next: 'next',
  previous: 'back',
  repeat: 'repeat',
  slower: 'step_by_step',
  shorter: 'shorter',
  list: 'checklist',
  skip: 'skip',
  where: 'continue',
  doing: 'not_yet',
  done: 'done',
  did_before: 'did_before',
  passed: 'worked',
  failed: 'failed',
  sent: 'sent',
  yes: 'yes',
  no: 'no',
  okay: 'okay',
  dont_know: 'dont_know',
  tell_have: 'tell_have',
  ask_why: 'why',
  person: 'human',
  menu: 'menu',
  restart: 'restart',
  remind: 'remind',
  my_data: 'my_data',
  praise: 'praise'
}

/** The reply that an act gives to the open question. */
export const replyTo = (act: Act): string | undefined => REPLIES[act]

/** The button that the message presses in other words, by what the person most likely does. */
export const replyOf = ({ heard }: Situation): string | undefined => {
  const [best] = heard.acts
  return best && REPLIES[best.id]
}

const CHOICES: readonly State['flow'][] = ['diagnose', 'document', 'escalate', 'scam', 'faq']

/** Resolves "two", "the last one", "the other", "both", "the glare one" against what was offered or named. */
export function pickOf(situation: Situation): string | undefined {
  const { heard, session, scene } = situation
  const { ordinals, all, other } = heard.entities
  const isChoice = CHOICES.includes(session.state.flow)
  const among = isChoice ? session.offered.filter((id) => !ALWAYS.includes(id)) : session.named
  const waiting = asksForWaiting(situation)
  if (waiting !== undefined) return waiting
  const current = currentReason(situation)?.id
  // the one thing at hand is not chosen: "yes, last year"
  if (among.every((id) => id === current) || !isPointing(situation)) return undefined
  // "the name thing first": what is named comes before a place in the order
  const named = namedAmong(situation, among, THRESHOLDS.offer)
  if (named !== undefined && ordinals.length > 0 && heard.length > 2) return named
  const [place] = ordinals
  if (place !== undefined) return among.at(place > 0 ? place - 1 : place)
  if (other)
    return (
      among.find((id) => id !== current && !scene.tried.includes(id)) ?? among.find((id) => id !== current)
    )
  if (all && isChoice && does(situation, ['pick'])) return 'all'
  return does(situation, ['pick']) ? namedAmong(situation, among, 0) : undefined
}

// "how about the cap", while the cap waits in the queue
function asksForWaiting({ heard, session }: Situation): string | undefined {
  const [best] = heard.causes
  if (session.state.flow !== 'fix' || best === undefined || best.polarity === 'ruled_out') return undefined
  return session.queue.includes(best.id) && best.confidence >= THRESHOLDS.likely ? best.id : undefined
}

/** Words of a message that points at one thing, and says little else. */
const MOST_POINTING = 10
/** Acts that say something about the check, whatever they count: "failed the second time". */
const REPORTS: readonly Act[] = [
  'passed',
  'failed',
  'sent',
  'did_before',
  'ask_fact',
  'person',
  'cheat',
  'scam_report'
]

// "the second one i don't get": a place in the order, or "the other", in a short message that reports nothing
function isPointing(situation: Situation): boolean {
  const { entities, length } = situation.heard
  const points = entities.ordinals.length > 0 || entities.other || entities.all
  if (entities.count !== undefined || does(situation, REPORTS)) return false
  return does(situation, ['pick']) || (points && length <= MOST_POINTING)
}

// buttons that are no choice among things
const ALWAYS: readonly string[] = ['none', 'human', 'menu', 'continue', 'more', 'remind', 'checklist']

function namedAmong({ heard }: Situation, among: readonly string[], least: number): string | undefined {
  const { guesses, offers } = heard.recognition
  const { documents } = heard.entities
  const likely = [...guesses, ...offers].filter(({ confidence }) => confidence >= least)
  return [...documents, ...likely.map(({ id }) => id)].find((id) => among.includes(id))
}

/** Tells whether the open question offers things to choose from. */
export const offersChoice = (situation: Situation): boolean =>
  ['offer', 'areas', 'start', 'documents', 'routes', 'scam'].includes(placeIn(situation))
