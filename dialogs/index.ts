import { diagnose } from './diagnose'
import { document } from './document'
import { escalate } from './escalate'
import { faq } from './faq'
import { feedback } from './feedback'
import { fix } from './fix'
import type { Flow, Message, Move, Scene, State } from './flow'
import { scam } from './scam'

/** All conversations the bot can have. */
export const flows = { diagnose, fix, faq, escalate, scam, document, feedback }

/** The name of a flow. */
export type FlowId = keyof typeof flows

// the state's own flow field picks the flow that takes such a state; the compiler cannot follow that
const flowOf = (state: State) => flows[state.flow] as Flow<State>

/** What is said in a state; the last message asks. */
export const show = (scene: Scene, state: State): Message[] => flowOf(state).show(scene, state)

/** Where an answer leads, or undefined when it is none for the state's flow. */
export const next = (scene: Scene, state: State): Move | undefined => flowOf(state).next(scene, state)

/** The name of the place, for coming back after an interruption. */
export const place = (scene: Scene, state: State): string => flowOf(state).place(scene, state)
