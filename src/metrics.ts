import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What people think of an answer, where the channel lets them show it. */
export type Feedback = 'like' | 'dislike' | 'other'

/** What is counted while the bot runs. */
export interface Metrics {
  /** Counts a turn: how it ended and how long it took, in seconds. */
  turn(outcome: 'answered' | 'repeated' | 'failed', seconds: number): void
  /** Counts a caller who was turned away, for its credentials or the service it names. */
  refused(reason: 'credentials' | 'service'): void
  /** Counts what somebody thought of an answer. */
  feedback(reaction: Feedback): void
  /** Everything counted, as Prometheus text. */
  text(): Promise<string>
}

/** Makes the counters of one process. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const turns = new Counter({
    name: 'kyc_turns_total',
    help: 'Turns by outcome',
    labelNames: ['outcome'],
    registers: [registry]
  })
  const seconds = new Histogram({
    name: 'kyc_turn_seconds',
    help: 'Time of a turn, the reply included',
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
    registers: [registry]
  })
  const feedback = new Counter({
    name: 'kyc_feedback_total',
    help: 'Thumbs and reactions to answers',
    labelNames: ['reaction'],
    registers: [registry]
  })
  const refused = new Counter({
    name: 'kyc_refused_total',
    help: 'Callers turned away',
    labelNames: ['reason'],
    registers: [registry]
  })
  return {
    refused: (reason) => refused.inc({ reason }),
    feedback: (reaction) => feedback.inc({ reaction }),
    turn(outcome, took) {
      turns.inc({ outcome })
      seconds.observe(took)
    },
    text: () => registry.metrics()
  }
}
