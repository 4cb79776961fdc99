import type { Scene } from '../dialogs/flow'
import type { Guess, Recognition } from './recognizer/decide'

// 0.32: the lowest with fewer than 1 in 15 honest look-alikes refused, half of them with an "if", tests/safety/evasion.jsonl,
// 2026-11-24
const SUSPICIOUS = 0.32
/** The part of a suspicion that lasts until the next message. */
const LASTING = 0.6
/** What a message has to add of its own, so that no harmless one is refused for those before it. */
const LEAST = 0.1
/** What a doubtful message has to look like besides, for that to be answered too. */
const LIKELY_OTHER = 0.25

/**
 * Tells how much the messages so far together look like a request to cheat, 0..1: one said in pieces adds up over
 * several of them.
 */
export function suspect(scene: Scene, heard: Recognition, before: number): number {
  const alone = cheatOf(scene, heard)?.confidence ?? 0
  return alone < LEAST ? before * LASTING : 1 - (1 - alone) * (1 - before * LASTING)
}

/** Puts a request to cheat first where there is enough suspicion; all else that is sure stays. */
export function withSuspicion(scene: Scene, heard: Recognition, suspicion: number): Recognition {
  const cheat = cheatOf(scene, heard)
  if (!cheat || cheat.confidence < LEAST || suspicion < SUSPICIOUS) return heard
  // where it may be none, what else it may mean is answered as well
  const other = heard.offers
    .filter(({ id, confidence }) => id !== cheat.id && confidence >= LIKELY_OTHER)
    .slice(0, 1)
  const rest = heard.decision === 'answer' ? heard.guesses.filter(({ id }) => id !== cheat.id) : other
  return { ...heard, decision: 'answer', guesses: [cheat, ...rest] }
}

const cheatOf = ({ knowledge }: Scene, { guesses, offers }: Recognition): Guess | undefined =>
  [...guesses, ...offers].find(({ id }) => knowledge.acts.get(id) === 'refuse')
