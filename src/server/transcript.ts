import type { Activity } from 'botbuilder'
import { AppError } from '../errors'
import { createQueue } from '../queue'
import type { Store } from '../store/store'

/** Activities kept of a conversation; older ones are dropped. */
const MAX_KEPT = 200
const MAX_RETRIES = 20
const DIGITS = 7

/** A part of a transcript and where to go on reading. */
export interface Page {
  activities: Partial<Activity>[]
  /** The number of activities so far, as Direct Line has it: a text. */
  watermark: string
}

/** The transcripts of web chats, kept in the store. */
export interface Transcripts {
  /** Adds an activity and gives its id; one with a `clientActivityID` that is there already is not added again. */
  add(conversation: string, activity: Partial<Activity>): Promise<{ id: string; added: boolean }>
  /** Reads from a watermark on; from the beginning where it is missing or no number. */
  read(conversation: string, watermark?: string): Promise<Page>
  /** Calls back for every activity added from now on; gives the function that ends it. */
  follow(conversation: string, tell: (page: Page) => void): () => void
}

interface Kept {
  /** How many activities were dropped from the beginning. */
  dropped: number
  activities: Partial<Activity>[]
}

const keyOf = (conversation: string): string => `transcript/${conversation}`
const readKept = (value: unknown): Kept => (value as Kept | undefined) ?? { dropped: 0, activities: [] }

/** Builds the transcripts on a store. */
export function createTranscripts(store: Store, now: () => Date = () => new Date()): Transcripts {
  const followers = new Map<string, Set<(page: Page) => void>>()
  const inTurn = createQueue()

  async function append(conversation: string, activity: Partial<Activity>) {
    for (let attempt = 0; ; attempt++) {
      const { value, version } = await store.read(keyOf(conversation))
      const { dropped, activities } = readKept(value)
      const twin = activities.find((other) => isSame(other, activity))
      if (twin) return { id: twin.id ?? '', added: false }
      const place = dropped + activities.length
      const added = {
        ...activity,
        id: `${conversation}|${String(place).padStart(DIGITS, '0')}`,
        timestamp: now()
      }
      const all = [...activities, added]
      const kept = { dropped: dropped + Math.max(0, all.length - MAX_KEPT), activities: all.slice(-MAX_KEPT) }
      try {
        await store.write(keyOf(conversation), kept, version)
        const page = { activities: [added], watermark: String(place + 1) }
        for (const tell of followers.get(conversation) ?? []) tell(page)
        return { id: added.id, added: true }
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'KYC_STORE_CONFLICT') || attempt >= MAX_RETRIES)
          throw error
      }
    }
  }

  return {
    add: (conversation, activity) => inTurn(conversation, () => append(conversation, activity)),
    async read(conversation, watermark = '') {
      const { dropped, activities } = readKept((await store.read(keyOf(conversation))).value)
      const from = Math.max(0, (Number.parseInt(watermark, 10) || 0) - dropped)
      return { activities: activities.slice(from), watermark: String(dropped + activities.length) }
    },
    follow(conversation, tell) {
      const all = followers.get(conversation) ?? new Set()
      followers.set(conversation, all.add(tell))
      return () => {
        all.delete(tell)
        if (all.size === 0) followers.delete(conversation)
      }
    }
  }
}

// clients name what they send, and send it again when they are not sure
function isSame(one: Partial<Activity>, other: Partial<Activity>): boolean {
  const name = clientIdOf(one)
  return name !== undefined && name === clientIdOf(other)
}

function clientIdOf({ channelData }: Partial<Activity>): string | undefined {
  const name: unknown = channelData?.clientActivityID
  return typeof name === 'string' ? name : undefined
}
