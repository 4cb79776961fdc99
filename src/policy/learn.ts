import { reportAttempts, type Session } from '../session/session'
import { complains, countsToEscalation } from './outcomes'
import { isClearlyAnswered } from './questions'
import { suspicionAfter } from './risks'
import { currentReason, does, isInPlace, type Situation, sureCauses } from './situation'

const HOUR_MS = 3600 * 1000
const MINUTE_MS = 60 * 1000

/** Notes what a message tells, whatever is then decided: attempts, the document, what is lacking, the review's start. */
export function learn(situation: Situation): Session {
  const { session, heard } = situation
  const isComplaint = heard.choice === undefined && (complains(situation) || countsToEscalation(situation))
  const lacking = [...new Set([...session.lacking, ...heard.entities.lacking])].filter(
    (id) => !heard.entities.documents.includes(id)
  )
  const document = isComplaint ? (heard.entities.documents[0] ?? session.document) : session.document
  const noted: Session = {
    ...session,
    lacking,
    document,
    pendingSince: pendingSince(situation),
    reported: 0,
    suspicion: heard.choice === undefined ? suspicionAfter(situation, session.suspicion) : 0
  }
  return isComplaint ? { ...noted, ...attemptsAfter(situation, noted) } : noted
}

// a complaint is about one failure at least, a question about none; a number that is told counts more
function attemptsAfter(situation: Situation, noted: Session): Partial<Session> {
  const { heard, scene } = situation
  const [cause] = sureCauses(situation).filter(({ polarity }) => polarity !== 'asked')
  const isTried = isInPlace(situation) && does(situation, ['failed'])
  const least =
    heard.entities.count ?? (isTried || isInPlace(situation) || isClearlyAnswered(situation) ? 0 : 1)
  const reported = reportAttempts(noted, least, scene.now, cause?.id)
  const reason = cause?.id ?? currentReason(situation)?.id
  const last = reported.attempts.at(-1)
  // what is told now is about the last failure
  const isLast = last !== undefined && !isTried && reason !== undefined && last.reason === undefined
  if (!isLast) return reported
  const told = { ...last, reason, ...(noted.document === undefined ? {} : { document: noted.document }) }
  return { ...reported, attempts: [...reported.attempts.slice(0, -1), told] }
}

// what the message says, or what was said before
function pendingSince({ heard, session, scene }: Situation): string | undefined {
  const { guesses } = heard.recognition
  const isPending = guesses.some(({ id }) => scene.knowledge.faqs.get(id)?.pending)
  const { hours } = heard.entities
  const isAnswer = session.pendingSince !== undefined && heard.recognition.decision !== 'answer'
  if (hours === undefined || !(isPending || isAnswer)) return session.pendingSince
  // what is told of began before: now itself means that no time was told
  return new Date(scene.now.getTime() - Math.max(hours * HOUR_MS, MINUTE_MS)).toISOString()
}
