import { quantile } from './figures'

/** How fast a bot was in one round. */
export interface Load {
  turns: number
  perSecond: number
  p99Ms: number
}

/** An activity as a channel posts it. */
export type Message = ReturnType<typeof activity>

/** Hands an activity to a bot; done when the bot is done with the turn. */
export type Deliver = (message: Message) => Promise<void>

/** Talks to a bot with a number of people at a time, for some milliseconds, from where the round before stopped. */
export type Talk = (parallel: number, forMs: number) => Promise<Load>

/** Builds the people who talk to one bot; nobody says two things at once, and no message has an id twice. */
export function createTalk(
  talks: readonly (readonly string[])[],
  serviceUrl: string,
  deliver: Deliver
): Talk {
  const waiting = talks.map((lines, number) => ({ lines, number, said: 0 }))
  let count = 0
  return async (parallel, forMs) => {
    const times: number[] = []
    const began = performance.now()
    const isTime = (): boolean => performance.now() - began < forMs
    const worker = async (): Promise<void> => {
      while (isTime()) {
        const person = waiting.shift()
        if (!person) throw new Error(`${talks.length} people are too few for ${parallel} at a time`)
        do {
          const text = person.lines[person.said % person.lines.length] ?? ''
          const sent = performance.now()
          await deliver(activity(person.number, `m${count++}`, text, serviceUrl))
          times.push(performance.now() - sent)
          person.said++
        } while (person.said % person.lines.length > 0 && isTime())
        waiting.push(person)
      }
    }
    await Promise.all(Array.from({ length: parallel }, worker))
    const seconds = (performance.now() - began) / 1000
    return { turns: times.length, perSecond: times.length / seconds, p99Ms: quantile(times, 0.99) }
  }
}

const activity = (person: number, id: string, text: string, serviceUrl: string) => ({
  type: 'message',
  id,
  text,
  channelId: 'emulator',
  serviceUrl,
  from: { id: `person${person}` },
  recipient: { id: 'bot' },
  conversation: { id: `talk${person}` }
})
