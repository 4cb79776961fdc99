import { capital, joinTitles, type Message, type Scene, say } from './flow'
import { writeTime } from './wait'

/** A summary for support, to be copied; nothing when no failure was reported. */
export function handoff(scene: Scene): Message[] {
  const { knowledge, attempts } = scene
  if (attempts.length === 0) return []
  return [
    { ...listed(say(knowledge, 'pack'), [...whatFailed(scene), say(knowledge, 'packAttach')]), copy: true }
  ]
}

/** Everything that is kept of the person. */
export function myData(scene: Scene): Message {
  const { knowledge, followup, retentionDays } = scene
  const reminder = followup
    ? [say(knowledge, 'dataReminder', { time: writeTime(knowledge, new Date(followup.at)) })]
    : []
  const kept = say(knowledge, 'dataKept', { days: retentionDays })
  return listed(say(knowledge, 'myData'), [
    ...whatFailed(scene),
    ...reminder,
    say(knowledge, 'dataChat'),
    kept
  ])
}

// lines under a heading, with the ids of all
const listed = (head: Message, lines: readonly Message[]): Message => ({
  ...head,
  list: lines.map(({ text }) => text),
  said: [head, ...lines].flatMap(({ said = [] }) => said)
})

function whatFailed({ knowledge, attempts, tried, failedDocuments }: Scene): Message[] {
  const { reasons, documents } = knowledge
  const titlesOf = (ids: readonly string[]): string[] => ids.flatMap((id) => reasons.get(id)?.title ?? [])
  const causes = titlesOf([...new Set(attempts.flatMap(({ reason }) => reason ?? []))])
  const titles = documents.filter(({ id }) => failedDocuments.includes(id)).map(({ title }) => title)
  const write = (id: 'dataCauses' | 'dataTried' | 'dataDocuments', names: string[]): Message[] =>
    names.length > 0 ? [say(knowledge, id, { titles: capital(joinTitles(knowledge, names)) })] : []
  return [
    say(knowledge, 'dataTries', { attempts: attempts.length }),
    ...write('dataCauses', causes),
    ...write('dataTried', titlesOf(tried)),
    ...write('dataDocuments', titles)
  ]
}
