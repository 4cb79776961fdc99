import type { Place } from '../src/knowledge/acts'
import { diagnose } from './diagnose'
import { document } from './document'
import { escalate } from './escalate'
import { faq } from './faq'
import { feedback } from './feedback'
import { fix } from './fix'
import type { Decision, Flow, Message, Scene, State } from './flow'
import { outcome } from './outcome'
import { scam } from './scam'

/** All conversations the bot can have. */
export const flows = { diagnose, fix, outcome, faq, escalate, scam, document, feedback }

/** The name of a flow. */
export type FlowId = keyof typeof flows

// the state's own flow field picks the flow that takes such a state; the compiler cannot follow that
const flowOf = (state: State) => flows[state.flow] as Flow<State>

/** What is said in a state; the last message asks. */
export const show = (scene: Scene, state: State): Message[] => flowOf(state).show(scene, state)

/** Where a reply leads, or undefined when it is none for the state's flow. */
export const next = (scene: Scene, state: State): Decision | undefined => flowOf(state).next(scene, state)

/** The name of a state, for coming back after a digression. */
export const titleOf = (scene: Scene, state: State): string => flowOf(state).title(scene, state)

/** What the bot asked last in a state. */
export const placeOf = (state: State): Place => flowOf(state).place(state)
