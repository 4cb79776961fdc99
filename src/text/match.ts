import { normalise, tokenise } from './words'

/** A phrase found among the words of a message: what it stands for, and where it begins and ends (the end excluded). */
export interface Found<T> {
  value: T
  from: number
  to: number
}

/** A step of the tree of phrases: the words that may follow, and what a phrase that ends here stands for. */
interface Branch<T> {
  next: Map<string, Branch<T>>
  value?: T
}

/** Splits a phrase into words the way a message is split, so that the two can be compared. */
export const wordsOf = (phrase: string): string[] => tokenise(normalise(phrase))

/**
 * Builds the function that finds phrases in the words of a message, from left to right; of phrases that begin at the
 * same word the longest is taken, and words of a found phrase are not searched again.
 */
export function createMatcher<T>(
  entries: Iterable<readonly [phrase: string, value: T]>
): (words: readonly string[]) => Found<T>[] {
  const root: Branch<T> = { next: new Map() }
  for (const [phrase, value] of entries) plant(root, wordsOf(phrase), value)
  return (words) => {
    const found: Found<T>[] = []
    for (let from = 0; from < words.length; from++) {
      const longest = longestAt(root, words, from)
      if (!longest) continue
      found.push(longest)
      from = longest.to - 1
    }
    return found
  }
}

// of two phrases with the same words the first one listed counts
function plant<T>(root: Branch<T>, words: readonly string[], value: T): void {
  if (words.length === 0) return
  let branch = root
  for (const word of words) {
    const next = branch.next.get(word) ?? { next: new Map() }
    branch.next.set(word, next)
    branch = next
  }
  branch.value ??= value
}

function longestAt<T>(root: Branch<T>, words: readonly string[], from: number): Found<T> | undefined {
  let longest: Found<T> | undefined
  let branch: Branch<T> | undefined = root
  for (let at = from; at < words.length; at++) {
    branch = branch?.next.get(words[at] as string)
    if (!branch) break
    if (branch.value !== undefined) longest = { value: branch.value, from, to: at + 1 }
  }
  return longest
}
