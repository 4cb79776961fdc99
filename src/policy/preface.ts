import { type Message, reminderOf, say } from '../../dialogs/flow'
import type { Knowledge } from '../knowledge/knowledge'
import type { Phrase } from '../knowledge/words'
import type { Verdict } from '../safety/links'
import type { Session } from '../session/session'
import type { Interpretation } from '../understanding/interpretation'

/** Addresses that one answer judges. */
const MAX_LINKS = 3

const LINK_PHRASES: Record<Verdict, Phrase> = {
  official: 'linkOn',
  alike: 'linkAlike',
  hidden: 'linkHidden',
  chat: 'linkChat',
  unknown: 'linkOff'
}

/** What a message holds besides its words. */
export interface Luggage {
  files: number
  /** True when personal data was taken out of the text. */
  redacted: boolean
  group: boolean
}

/** What must be said before any answer: who speaks, hidden data, files, addresses. */
export function preface(
  knowledge: Knowledge,
  session: Session,
  { entities, choice }: Interpretation,
  { files, redacted, group }: Luggage
): Message[] {
  const { attachmentReminder } = knowledge
  const warn = (message: Message): Message => ({ ...message, tone: 'warning' })
  const links = entities.links
    .slice(0, MAX_LINKS)
    .map(({ verdict, shown }) =>
      warn({ ...say(knowledge, LINK_PHRASES[verdict], { link: shown }), ...reminderOf(knowledge)('warn') })
    )
  const isAbuse = entities.mood === 'abuse' && choice === undefined
  return [
    ...(session.greeted ? [] : [say(knowledge, 'intro')]),
    ...(!session.greeted && group ? [say(knowledge, 'groupNote')] : []),
    ...(redacted && !session.toldHidden ? [warn(say(knowledge, 'hidden'))] : []),
    ...(files > 0 ? [warn({ ...say(knowledge, 'attachment'), reminder: attachmentReminder })] : []),
    ...links,
    ...(isAbuse ? [say(knowledge, 'calm')] : [])
  ]
}
