import { capital, fill, joinTitles, type Message, type Scene } from './flow'
import { writeTime } from './wait'

/** A summary for support, to be copied; nothing when no failure was told of. */
export function handoff(scene: Scene): Message[] {
  const { knowledge, tries } = scene
  const { phrases } = knowledge
  if (tries.length === 0) return []
  return [{ text: phrases.pack, list: [...whatFailed(scene), phrases.packAttach], copy: true }]
}

/** Everything that is kept of the person. */
export function myData(scene: Scene): Message {
  const { knowledge, reminderAt, retentionDays } = scene
  const { phrases } = knowledge
  const reminder = reminderAt
    ? [fill(phrases.dataReminder, { time: writeTime(knowledge, new Date(reminderAt)) })]
    : []
  const kept = fill(phrases.dataKept, { days: retentionDays })
  return { text: phrases.myData, list: [...whatFailed(scene), ...reminder, phrases.dataChat, kept] }
}

function whatFailed({ knowledge, tries, tried, failedDocuments }: Scene): string[] {
  const { phrases, reasons, documents } = knowledge
  const titlesOf = (ids: readonly string[]): string[] => ids.flatMap((id) => reasons.get(id)?.title ?? [])
  const causes = titlesOf([...new Set(tries.flatMap(({ reason }) => reason ?? []))])
  const titles = documents.filter(({ id }) => failedDocuments.includes(id)).map(({ title }) => title)
  const write = (phrase: string, names: string[]): string[] =>
    names.length > 0 ? [fill(phrase, { titles: capital(joinTitles(knowledge, names)) })] : []
  return [
    fill(phrases.dataTries, { attempts: tries.length }),
    ...write(phrases.dataCauses, causes),
    ...write(phrases.dataTried, titlesOf(tried)),
    ...write(phrases.dataDocuments, titles)
  ]
}
