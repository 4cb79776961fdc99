import type { Category } from '../src/knowledge/knowledge'
import { startFix } from './fix'
import { choose, type Flow, fill, HOME, type Move, type Offer, type Scene, type StateOf } from './flow'

/** Most causes offered at once; more go to a second page. */
const PAGE = 4

/** From a complaint to its cause: guesses with the words behind them, the four areas, the causes of one area. */
export const diagnose: Flow<StateOf<'diagnose'>> = {
  show({ knowledge }, state) {
    const { phrases, categories } = knowledge
    const areas = choose(knowledge, [...categories.map(({ id }) => id), 'none'])
    switch (state.at) {
      case 'menu':
        return [{ text: phrases.menu, choices: areas }]
      case 'notice':
        return [
          { text: phrases.checkNotice, list: [phrases.common, phrases.secondPass] },
          { text: phrases.menu, choices: areas }
        ]
      case 'guess':
        return [{ text: phrases.guesses, choices: choose(knowledge, [...state.offers, 'none']) }]
      case 'category': {
        const category = categories.find(({ id }) => id === state.category)
        return [
          {
            text: category?.ask ?? phrases.menu,
            choices: choose(knowledge, pagesOf(category)[state.page] ?? [])
          }
        ]
      }
    }
  },

  next(scene, state) {
    const { choice, meaning } = scene
    if (choice === 'more' && state.at === 'category') {
      const category = scene.knowledge.categories.find(({ id }) => id === state.category)
      // an old "more" pressed on the last page begins again, so that no page is ever empty
      return { say: [], to: { ...state, page: (state.page + 1) % pagesOf(category).length } }
    }
    const offers = state.at === 'guess' ? state.offers : []
    const [only] = offers.length === 1 ? offers : []
    const said = choice ?? meaning
    if (only && said === 'yes') return startOffer(scene, only)
    if (offers.length > 0 && said === 'yes')
      return { say: [{ text: scene.knowledge.phrases.whichOne }], to: state }
    if (choice === 'all' && offers.length > 0) return startAll(scene, offers)
    if (choice === 'all') return { say: [{ text: scene.knowledge.phrases.whichOne }], to: state }
    if (choice === 'none' || choice === 'no' || (only && meaning === 'no')) return noneOf(scene, state)
    return undefined
  },

  place: ({ knowledge }) => knowledge.phrases.placeMenu
}

/** Says what led to the guesses, and asks which one it is; the person's own words are said once and not kept. */
export function startGuess({ knowledge }: Scene, offers: readonly Offer[]): Move {
  const { phrases, buttons } = knowledge
  const list = offers
    .filter(({ why }) => why !== '')
    .map(({ id, why }) => fill(phrases.guess, { title: buttons.get(id) ?? id, why }))
  return {
    say: [{ text: phrases.unsure, list }],
    to: { flow: 'diagnose', at: 'guess', offers: offers.map(({ id }) => id) }
  }
}

/** Asks for the cause inside one area. */
export const startCategory = (category: string): Move => ({
  say: [],
  to: { flow: 'diagnose', at: 'category', category, page: 0 }
})

/** Answers a complaint without a cause: the notice names it, and these are the areas. */
export const startNotice = (): Move => ({ say: [], to: { flow: 'diagnose', at: 'notice' } })

// several causes at once are worked through one after the other; of anything else the first is as good as any
function startAll(scene: Scene, offers: readonly string[]): Move | undefined {
  const reasons = offers.filter((id) => scene.knowledge.reasons.has(id))
  const [first] = offers
  if (reasons.length > 0)
    return startFix(
      scene,
      reasons.map((id) => ({ id, why: '' }))
    )
  return first === undefined ? undefined : startOffer(scene, first)
}

function startOffer(scene: Scene, id: string): Move | undefined {
  if (scene.knowledge.reasons.has(id)) return startFix(scene, [{ id, why: '' }])
  return scene.knowledge.categories.some((category) => category.id === id) ? startCategory(id) : undefined
}

// never the same fallback twice: guesses, then the areas, then the notice and a person
function noneOf({ knowledge }: Scene, state: StateOf<'diagnose'>): Move {
  const { phrases } = knowledge
  if (state.at === 'guess') return { say: [{ text: phrases.noneFirst }], to: HOME }
  if (state.at === 'category') return { say: [], to: { flow: 'diagnose', at: 'notice' } }
  return {
    say: [{ text: state.at === 'notice' ? phrases.noneAgain : phrases.checkNotice }],
    to: { flow: 'escalate', at: 'contact' }
  }
}

function pagesOf(category: Category | undefined): string[][] {
  const ids = category?.reasons.map(({ id }) => id) ?? []
  if (ids.length <= PAGE) return [[...ids, 'none']]
  const perPage = PAGE - 1
  const pages = Array.from({ length: Math.ceil(ids.length / perPage) }, (_, n) =>
    ids.slice(n * perPage, (n + 1) * perPage)
  )
  return pages.map((page, n) => [...page, ...(n + 1 < pages.length ? ['more'] : []), 'none'])
}
