import { setTimeout as wait } from 'node:timers/promises'
import { activity } from './activity'

/** A bot that can be killed. */
export interface Victim {
  url: string
  kill: () => Promise<unknown>
}

/** What came of the crashes. */
export interface Crashes {
  acknowledged: number
  /** Turns that were acknowledged and are gone, or were sent again and counted twice. */
  wrong: string[]
}

const PEOPLE = 8
const LONGEST_MS = 600
/** The bot keeps so many tries; a person who has more goes on in a new conversation. */
const MOST_TRIES = 90

/** Kills a bot at random moments while eight people talk to it, and looks after each restart whether every acknowledged turn is kept, once. */
export async function crash(times: number, startBot: () => Promise<Victim>): Promise<Crashes> {
  const people = Array.from({ length: PEOPLE }, (_, number) => ({ number, talk: 0, count: 0, sent: 0 }))
  const result: Crashes = { acknowledged: 0, wrong: [] }
  const say = async (
    url: string,
    person: (typeof people)[number],
    text: string,
    id: string
  ): Promise<string> => {
    const conversation = { id: `talk ${person.number}.${person.talk}` }
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity({ id, text, from: { id: `p${person.number}` }, conversation }))
    })
    if (!response.ok) throw new Error(`status ${response.status}`)
    return response.text()
  }
  for (let round = 0; round < times; round++) {
    const bot = await startBot()
    for (const person of people) {
      // what was not acknowledged is sent again with the same id, as channels do
      await say(bot.url, person, 'it failed again', `m${person.number}.${person.sent}`)
      person.sent++
      person.count++
      const kept = /Failed attempts: (\d+)/.exec(
        await say(bot.url, person, 'show my data', `show${round}`)
      )?.[1]
      if (Number(kept) !== person.count)
        result.wrong.push(`round ${round}, person ${person.number}: ${kept} of ${person.count}`)
      if (person.count >= MOST_TRIES) Object.assign(person, { talk: person.talk + 1, count: 0 })
    }
    let isOver = false
    const talks = people.map(async (person) => {
      while (!isOver && person.count < MOST_TRIES) {
        const answer = await say(bot.url, person, 'it failed again', `m${person.number}.${person.sent}`)
        if (!answer.includes('"type":"message"')) throw new Error(`no answer: ${answer}`)
        person.sent++
        person.count++
        result.acknowledged++
      }
    })
    const ended = Promise.allSettled(talks)
    await wait(Math.random() * LONGEST_MS)
    await bot.kill()
    isOver = true
    await ended
  }
  return result
}
