import { randomUUID } from 'node:crypto'
import type { Activity } from 'botbuilder'
import { transcriptKey } from '../session/keys'
import { createQueue } from '../session/lock'
import { isConflict, type Store } from '../store/store'

/** Activities kept of a conversation; older ones are dropped. */
const MAX_KEPT = 200
const MAX_RETRIES = 20
const DIGITS = 7
/** How long a client that asks in place of listening can still get what is not kept. */
const WHISPER_MS = 60_000

/** A part of a transcript and where to go on reading. */
export interface Page {
  activities: Partial<Activity>[]
  /** The number of activities so far, as Direct Line has it: a text. */
  watermark: string
}

/** Who follows a conversation. */
export interface Follower {
  tell(page: Page): void
  failed(error: unknown): void
}

/** The transcripts of web chats, kept in the store. */
export interface Transcripts {
  /** Adds an activity and gives its id; one with a `clientActivityID` that is there already is not added again. */
  add(conversation: string, activity: Partial<Activity>): Promise<{ id: string }>
  /** Shows an activity to who follows or asks soon on this instance, and keeps it nowhere else; gives its id. */
  whisper(conversation: string, activity: Partial<Activity>): { id: string }
  /** Reads from a watermark on; from the beginning where it is missing, no number, or of a transcript that was erased. */
  read(conversation: string, watermark?: string): Promise<Page>
  /** Tells what comes after a watermark, and then of every activity as any instance adds it; gives the function that ends it. */
  follow(conversation: string, watermark: string, follower: Follower): () => void
}

interface Kept {
  /** How many activities were dropped from the beginning. */
  dropped: number
  activities: Partial<Activity>[]
}

const readKept = (value: unknown): Kept => (value as Kept | undefined) ?? { dropped: 0, activities: [] }
const numberOf = (watermark: string): number => Number.parseInt(watermark, 10) || 0

/** Builds the transcripts on a store. */
export function createTranscripts(store: Store, now: () => Date = () => new Date()): Transcripts {
  const inTurn = createQueue()
  /** What this instance is writing: its own followers need not read it back. */
  const adding = new Map<string, Page>()
  const whispered = new Map<string, Partial<Activity>[]>()
  const followers = new Map<string, Set<Follower>>()

  async function append(conversation: string, activity: Partial<Activity>): Promise<{ id: string }> {
    for (let attempt = 0; ; attempt++) {
      const { value, version } = await store.read(transcriptKey(conversation))
      const { dropped, activities } = readKept(value)
      const twin = activities.find((other) => isSame(other, activity))
      if (twin) return { id: twin.id ?? '' }
      const place = dropped + activities.length
      const id = `${conversation}|${String(place).padStart(DIGITS, '0')}`
      const added = { ...activity, id, timestamp: now() }
      const all = [...activities, added]
      const kept = { dropped: dropped + Math.max(0, all.length - MAX_KEPT), activities: all.slice(-MAX_KEPT) }
      adding.set(conversation, { activities: [added], watermark: String(place + 1) })
      try {
        await store.write(transcriptKey(conversation), kept, version)
        return { id }
      } catch (error) {
        if (!isConflict(error) || attempt >= MAX_RETRIES) throw error
      } finally {
        adding.delete(conversation)
      }
    }
  }

  async function read(conversation: string, watermark = ''): Promise<Page> {
    const { dropped, activities } = readKept((await store.read(transcriptKey(conversation))).value)
    const total = dropped + activities.length
    const known = numberOf(watermark)
    const from = known > total ? 0 : Math.max(0, known - dropped)
    const fleeting = total === 0 ? (whispered.get(conversation) ?? []) : []
    return { activities: [...activities.slice(from), ...fleeting], watermark: String(total) }
  }

  return {
    read,
    add: (conversation, activity) => inTurn(conversation, () => append(conversation, activity)),
    whisper(conversation, activity) {
      const shown = { ...activity, id: `${conversation}|${randomUUID()}`, timestamp: now() }
      whispered.set(conversation, [shown])
      setTimeout(() => whispered.delete(conversation), WHISPER_MS).unref()
      for (const { tell } of followers.get(conversation) ?? []) tell({ activities: [shown], watermark: '0' })
      return { id: shown.id }
    },
    follow(conversation, watermark, follower) {
      const all = followers.get(conversation) ?? new Set()
      followers.set(conversation, all.add(follower))
      const look = createQueue()
      let told = numberOf(watermark)
      const catchUp = (): void => {
        look('', async () => {
          const page = await read(conversation, String(told))
          told = Number(page.watermark)
          if (page.activities.length > 0) follower.tell(page)
        }).catch(follower.failed)
      }
      // a transcript has one more activity with every version of its row
      const stop = store.watch(transcriptKey(conversation), (version) => {
        const page = adding.get(conversation)
        if (version === 0) {
          told = 0
          follower.tell({ activities: [FORGOTTEN], watermark: '0' })
        } else if (version === told + 1 && page?.watermark === String(version)) {
          told = version
          follower.tell(page)
        } else if (version > told) catchUp()
      })
      catchUp()
      return () => {
        stop()
        all.delete(follower)
        if (all.size === 0 && followers.get(conversation) === all) followers.delete(conversation)
      }
    }
  }
}

/** Tells a client that what it shows was erased. */
const FORGOTTEN: Partial<Activity> = { type: 'event', name: 'forgotten' }

// clients name what they send, and send it again when they are not sure
function isSame(one: Partial<Activity>, other: Partial<Activity>): boolean {
  const name = clientIdOf(one)
  return name !== undefined && name === clientIdOf(other)
}

function clientIdOf({ channelData }: Partial<Activity>): string | undefined {
  const name: unknown = channelData?.clientActivityID
  return typeof name === 'string' ? name : undefined
}
