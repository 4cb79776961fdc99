import {
  choose,
  type Decision,
  type Flow,
  type Message,
  reminderOf,
  type Scene,
  type StateOf,
  say
} from './flow'
import { handoff } from './ledger'
import { runningWait, sayWait } from './wait'

const ROUTES = ['live_chat', 'ticket', 'other_document', 'wait'] as const

/** The ways from here when it failed again and again, or when a person is wanted. */
export const escalate: Flow<StateOf<'escalate'>> = {
  show(scene, state) {
    const { knowledge, paused, queue, group } = scene
    const onwards = queue.length > 0 ? ['fix'] : [paused ? 'continue' : 'menu']
    const remind = reminderOf(knowledge)
    const more = (ids: string[]): Message => ({ ...say(knowledge, 'more'), choices: choose(knowledge, ids) })
    switch (state.at) {
      case 'routes':
        return routes(scene)
      case 'contact':
        return [
          { ...say(knowledge, 'human'), ...remind('contact') },
          ...handoff(scene),
          more(['ticket', ...onwards])
        ]
      case 'live_chat':
        return [
          { ...say(knowledge, 'liveChatMore'), ...remind('contact') },
          ...handoff(scene),
          more(['ticket', 'other_document', ...onwards])
        ]
      case 'ticket':
        return [
          { ...say(knowledge, 'ticketMore'), ...remind('escalate') },
          ...handoff(scene),
          more(['live_chat', 'other_document', ...onwards])
        ]
      case 'wait':
        return [
          { ...say(knowledge, 'waitMore'), ...remind('escalate') },
          ...sayWait(scene, 'retry'),
          more([...(runningWait(scene) && !group ? ['remind'] : []), 'checklist', 'live_chat', ...onwards])
        ]
    }
  },

  next(scene, state) {
    const { reply, knowledge, entities, queue } = scene
    if (reply === 'live_chat' || reply === 'ticket' || reply === 'wait')
      return { say: [], to: { flow: 'escalate', at: reply } }
    if (reply === 'other_document') return { say: [], to: { flow: 'document', at: 'choose' } }
    // who has waited the day may try again
    const hasWaited = (entities.hours ?? 0) >= knowledge.cooldownHours
    if (hasWaited && (reply === 'done' || reply === 'tell_have' || reply === 'did_before'))
      return { say: [say(knowledge, 'waited')] }
    if (reply === 'no' || reply === 'none')
      return { say: [say(knowledge, 'checkNotice')], to: { flow: 'feedback', at: 'end' } }
    if (reply === 'okay' || reply === 'not_yet') return { say: [say(knowledge, 'takeTimeSupport')] }
    if (reply === 'next' && queue.length === 0) return { say: [say(knowledge, 'nextSupport')] }
    if (reply === 'done' || reply === 'sent' || reply === 'did_before')
      return { say: [say(knowledge, state.at === 'ticket' ? 'ticketSent' : 'supportSent')] }
    return undefined
  },

  title: ({ knowledge }) => knowledge.phrases.placeEscalate,
  place: ({ at }) => (at === 'wait' ? 'wait' : 'routes')
}

function routes({ knowledge, attempts, queue }: Scene): Message[] {
  const remind = reminderOf(knowledge)
  const { phrases } = knowledge
  const isCounted = attempts.length >= knowledge.escalateAfter
  const head = isCounted
    ? say(knowledge, 'escalate', { attempts: attempts.length })
    : say(knowledge, 'escalateVague')
  const list = [phrases.liveChat, phrases.ticket, phrases.otherDocument, phrases.wait]
  return [
    {
      ...head,
      list,
      said: [...(head.said ?? []), 'liveChat', 'ticket', 'otherDocument', 'wait'],
      ...remind('escalate')
    },
    {
      ...say(knowledge, 'routeAsk'),
      choices: choose(knowledge, [...ROUTES, ...(queue.length > 0 ? ['fix'] : [])])
    }
  ]
}

/** Offers all ways, with the waiting time. */
export const escalateNow = (): Decision => ({ say: [], to: { flow: 'escalate', at: 'routes' } })

/** Says how to reach a person. */
export const startContact = (): Decision => ({ say: [], to: { flow: 'escalate', at: 'contact' } })
