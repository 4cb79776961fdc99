import type { Knowledge } from '../knowledge/knowledge'

/** How somebody is, where words tell it: in danger of themselves, or abusive. */
export type Mood = 'crisis' | 'abuse'

const plain = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `

/** Reads the mood of a message from the words that `replies.yaml` lists; undefined for all others. */
export function readMood(text: string, { replies }: Pick<Knowledge, 'replies'>): Mood | undefined {
  const said = plain(text)
  const has = (words: readonly string[]): boolean => words.some((word) => said.includes(plain(word)))
  if (has(replies.crisis)) return 'crisis'
  return has(replies.abuse) ? 'abuse' : undefined
}
