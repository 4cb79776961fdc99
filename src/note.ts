import { namedDocuments } from '../dialogs/document'
import type { Scene, Try } from '../dialogs/flow'
import type { Knowledge } from './knowledge/knowledge'
import type { Memory } from './memory'

const HOUR_MS = 3600 * 1000
const MINUTE_MS = 60 * 1000

/** What a message says, as far as it tells of the verification. */
export interface Told {
  /** Ids of the causes it names. */
  causes: string[]
  /** Ids of the questions it asks. */
  questions: string[]
  /** True when it complains of a failure. */
  complains: boolean
  /** True when it says that it failed again and again. */
  many: boolean
}

/** Notes what a message tells: that it failed, how often, why, with which document, and since when a review is open. */
export function note(scene: Scene, { causes, questions, complains, many }: Told, memory: Memory): Memory {
  const { knowledge, text, now } = scene
  const named = complains || many ? namedCount(scene) : 0
  // a number that is told counts more than the impression of many
  const least = Math.max(complains ? 1 : 0, named || (many ? knowledge.escalateAfter : 0))
  const missing = Math.max(0, least - memory.tries.length)
  const tries = [...memory.tries, ...Array.from({ length: missing }, (): Try => ({ at: now.toISOString() }))]
  const [used] = complains ? namedDocuments(knowledge, text) : []
  const document = used?.id ?? memory.document
  const [reason] = causes
  const last = tries.pop()
  // what is told now is about the last failure
  if (last && complains)
    tries.push({ ...last, ...(reason ? { reason } : {}), ...(document ? { document } : {}) })
  else if (last) tries.push(last)
  return { ...memory, tries, document, pendingSince: pendingSince(scene, questions, memory) }
}

/** How often it failed, where the message says so ("third time"); 0 where it does not. */
export function namedCount({ knowledge, text }: Pick<Scene, 'knowledge' | 'text'>): number {
  const words = ` ${text.toLowerCase()} `
  const named = Object.entries(knowledge.replies.counts).filter(([, names]) =>
    names.some((name) => words.includes(name))
  )
  return Math.max(0, ...named.map(([count]) => Number(count)))
}

// what the message says, what was said before, or now
function pendingSince({ knowledge, text, now }: Scene, questions: string[], memory: Memory) {
  if (!questions.some((id) => knowledge.faqs.get(id)?.pending)) return memory.pendingSince
  const hours = namedHours(knowledge, text)
  if (hours === undefined) return memory.pendingSince ?? now.toISOString()
  // what is told of began before: now itself means that no time was told
  return new Date(now.getTime() - Math.max(hours * HOUR_MS, MINUTE_MS)).toISOString()
}

/** How long something takes, where a text says so ("3 days", "48h"), in hours; undefined where it does not. */
export function namedHours({ replies }: Knowledge, text: string): number | undefined {
  // matches "3 days" and "48h"; not "step 3"
  for (const [, count, unit = ''] of text.toLowerCase().matchAll(/(\d{1,3})\s?(\p{L}+)/gu)) {
    const found = Object.entries(replies.hours).find(([, names]) => names.includes(unit))
    if (found) return Number(count) * Number(found[0])
  }
  return undefined
}
