import { startNextCause } from './fix'
import {
  choose,
  type Flow,
  fill,
  type Message,
  type Move,
  reminderOf,
  type Scene,
  type StateOf
} from './flow'
import { handoff } from './ledger'
import { runningWait, sayWait } from './wait'

const ROUTES = ['live_chat', 'ticket', 'other_document', 'wait'] as const

/** The ways from here when it failed again and again, or when a person is wanted. */
export const escalate: Flow<StateOf<'escalate'>> = {
  show(scene, state) {
    const { knowledge, attempts, paused, queue } = scene
    const { phrases } = knowledge
    const onwards = queue.length > 0 ? ['fix'] : [paused ? 'continue' : 'menu']
    const remind = reminderOf(knowledge)
    switch (state.at) {
      case 'routes':
        return [
          {
            text: fill(phrases.escalate, { attempts: Math.max(attempts, knowledge.escalateAfter) }),
            list: [phrases.liveChat, phrases.ticket, phrases.otherDocument, phrases.wait],
            ...remind('escalate')
          },
          {
            text: phrases.routeAsk,
            choices: choose(knowledge, [...ROUTES, ...(queue.length > 0 ? ['fix'] : [])])
          }
        ]
      case 'contact':
        return [
          { text: phrases.human, ...remind('contact') },
          ...handoff(scene),
          more(scene, ['ticket', ...onwards])
        ]
      case 'live_chat':
        return [
          { text: phrases.liveChatMore, ...remind('contact') },
          ...handoff(scene),
          more(scene, ['ticket', 'other_document', ...onwards])
        ]
      case 'ticket':
        return [
          { text: phrases.ticketMore, ...remind('escalate') },
          ...handoff(scene),
          more(scene, ['live_chat', 'other_document', ...onwards])
        ]
      case 'wait':
        return [
          { text: phrases.waitMore, ...remind('escalate') },
          ...sayWait(scene, 'retry'),
          more(scene, [
            ...(runningWait(scene) && !scene.group ? ['remind'] : []),
            'checklist',
            'live_chat',
            ...onwards
          ])
        ]
    }
  },

  next(scene) {
    const { choice, meaning, knowledge } = scene
    if (choice === 'fix') return startNextCause(scene)
    if (choice === 'live_chat' || choice === 'ticket' || choice === 'wait')
      return { say: [], to: { flow: 'escalate', at: choice } }
    if (choice === 'other_document') return { say: [], to: { flow: 'document', at: 'choose' } }
    if (choice === 'no' || meaning === 'no' || choice === 'none') {
      return { say: [{ text: knowledge.phrases.checkNotice }], to: { flow: 'feedback', at: 'end' } }
    }
    return undefined
  },

  place: ({ knowledge }) => knowledge.phrases.placeEscalate
}

/** Offers all ways, with the waiting time. */
export const startEscalation = (): Move => ({ say: [], to: { flow: 'escalate', at: 'routes' } })

/** Says how to reach a person. */
export const startContact = (): Move => ({ say: [], to: { flow: 'escalate', at: 'contact' } })

const more = ({ knowledge }: Scene, ids: string[]): Message => ({
  text: knowledge.phrases.more,
  choices: choose(knowledge, ids)
})
