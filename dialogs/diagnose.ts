import type { Category } from '../src/knowledge/knowledge'
import { startFix } from './fix'
import {
  choose,
  type Decision,
  type Flow,
  fill,
  HOME,
  type Message,
  type Scene,
  type State,
  type StateOf,
  say
} from './flow'

/** Most causes offered at once; more go to a second page. */
const PAGE = 4

/** A guess that is offered, and the words that led to it. */
export interface Offer {
  id: string
  why: string
}

/** From a complaint to its cause: guesses with the words behind them, the four areas, the causes of one area. */
export const diagnose: Flow<StateOf<'diagnose'>> = {
  show({ knowledge, ruledOut }, state) {
    const { phrases, categories } = knowledge
    const areas = choose(knowledge, [...categories.map(({ id }) => id), 'none'])
    const menu = { ...say(knowledge, 'menu'), choices: areas }
    switch (state.at) {
      case 'menu':
        return [menu]
      case 'notice':
        return [
          {
            ...say(knowledge, 'checkNotice'),
            list: [phrases.common, phrases.secondPass],
            said: ['checkNotice', 'common', 'secondPass']
          },
          menu
        ]
      case 'guess': {
        const left = state.offers.filter((id) => !ruledOut.includes(id))
        return [{ ...say(knowledge, 'guesses'), choices: choose(knowledge, [...left, 'none']) }]
      }
      case 'category': {
        const category = categories.find(({ id }) => id === state.category)
        const choices = choose(knowledge, pagesOf(category, ruledOut)[state.page] ?? ['none'])
        return [category ? { text: category.ask, said: [category.id], choices } : { ...menu, choices }]
      }
    }
  },

  next(scene, state) {
    const { reply, knowledge, ruledOut } = scene
    if (reply === 'more' && state.at === 'category') {
      const category = knowledge.categories.find(({ id }) => id === state.category)
      // an old "more" pressed on the last page begins again, so that no page is ever empty
      const page = (state.page + 1) % pagesOf(category, ruledOut).length
      return { say: [], to: { ...state, page } }
    }
    const offers = state.at === 'guess' ? state.offers.filter((id) => !ruledOut.includes(id)) : []
    const [only] = offers
    if (offers.length === 1 && only && reply === 'yes') return startOffer(scene, only)
    if (reply === 'all' && offers.length > 0) return startAll(scene, offers)
    if (reply === 'all' || (offers.length > 0 && reply === 'yes'))
      return { say: [say(knowledge, 'whichOne')], to: state }
    // who goes on without choosing takes the likeliest
    if (only && GOING_ON.includes(reply ?? '')) return takeFirst(scene, only)
    if (reply === 'none' || reply === 'no') return noneOf(scene, state)
    if (reply === 'dont_know') return dontKnow(scene, state)
    return undefined
  },

  title: ({ knowledge }) => knowledge.phrases.placeMenu,
  place: ({ at }) => (at === 'menu' ? 'start' : at === 'guess' ? 'offer' : 'areas')
}

/** Says what led to the guesses, and asks which one it is; the person's own words are said once and not kept. */
export function startGuess({ knowledge }: Scene, offers: readonly Offer[]): Decision {
  const { phrases, buttons } = knowledge
  const list = offers
    .filter(({ why }) => why !== '')
    .map(({ id, why }) => fill(phrases.guess, { title: buttons.get(id) ?? id, why }))
  return {
    say: [{ ...say(knowledge, 'unsure'), list }],
    to: { flow: 'diagnose', at: 'guess', offers: offers.map(({ id }) => id) }
  }
}

/** Asks for the cause inside one area. */
export const startCategory = (category: string, first: Message[] = []): Decision => ({
  say: first,
  to: { flow: 'diagnose', at: 'category', category, page: 0 }
})

/** Answers a complaint without a cause: the message from Binance names it, and these are the areas. */
export const startNotice = (): Decision => ({ say: [], to: { flow: 'diagnose', at: 'notice' } })

// several causes at once are worked through one after the other; of anything else the first is as good as any
function startAll(scene: Scene, offers: readonly string[]): Decision | undefined {
  const reasons = offers.filter((id) => scene.knowledge.reasons.has(id))
  const [first] = offers
  if (reasons.length > 0) return startFix(scene, reasons)
  return first === undefined ? undefined : startOffer(scene, first)
}

const GOING_ON: readonly string[] = [
  'next',
  'okay',
  'done',
  'not_yet',
  'did_before',
  'checklist',
  'step_by_step',
  'why'
]

function takeFirst(scene: Scene, id: string): Decision | undefined {
  const started = startOffer(scene, id)
  if (!started || !scene.knowledge.reasons.has(id)) return undefined
  const to: State =
    scene.reply === 'step_by_step'
      ? { flow: 'fix', at: 'step', reason: id, step: 0 }
      : { flow: 'fix', at: 'plan', reason: id }
  return { ...started, to, slots: { ...started.slots, guessed: true } }
}

function startOffer(scene: Scene, id: string): Decision | undefined {
  if (scene.knowledge.reasons.has(id)) return startFix(scene, [id])
  return scene.knowledge.categories.some((category) => category.id === id) ? startCategory(id) : undefined
}

// never the same fallback twice: guesses, then the areas, then the message from Binance and a person
function noneOf({ knowledge }: Scene, state: StateOf<'diagnose'>): Decision {
  if (state.at === 'guess') return { say: [say(knowledge, 'noneFirst')], to: HOME }
  if (state.at === 'category') return startNotice()
  return {
    say: [say(knowledge, state.at === 'notice' ? 'noneAgain' : 'checkNotice')],
    to: { flow: 'escalate', at: 'contact' }
  }
}

// who cannot say which is told where the reason stands, and what fails most often
function dontKnow({ knowledge }: Scene, { at }: StateOf<'diagnose'>): Decision {
  const to: State = at === 'notice' ? HOME : { flow: 'diagnose', at: 'notice' }
  return { say: [say(knowledge, at === 'notice' ? 'photoFirst' : 'dontKnow')], to }
}

function pagesOf(category: Category | undefined, ruledOut: readonly string[]): string[][] {
  const ids = category?.reasons.map(({ id }) => id).filter((id) => !ruledOut.includes(id)) ?? []
  if (ids.length <= PAGE) return [[...ids, 'none']]
  const perPage = PAGE - 1
  const pages = Array.from({ length: Math.ceil(ids.length / perPage) }, (_, n) =>
    ids.slice(n * perPage, (n + 1) * perPage)
  )
  return pages.map((page, n) => [...page, ...(n + 1 < pages.length ? ['more'] : []), 'none'])
}
