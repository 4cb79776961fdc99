import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What is counted while the bot runs. */
export interface Metrics {
  /** Counts a turn: how it ended and how long it took, in seconds. */
  turn(outcome: 'answered' | 'repeated' | 'failed', seconds: number): void
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
  return {
    turn(outcome, took) {
      turns.inc({ outcome })
      seconds.observe(took)
    },
    text: () => registry.metrics()
  }
}
