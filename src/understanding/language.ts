import type { Knowledge } from '../knowledge/knowledge'
import { createMatcher, wordsOf } from '../text/match'

/** Tells the language of a message from its words; the current one where they do not tell. */
export type DetectLanguage = (words: readonly string[], current: string) => string

/** Builds the function that tells the language: the one that is asked for, or whose telling words are clearly ahead. */
export function createLanguageDetector(languages: ReadonlyMap<string, Knowledge>): DetectLanguage {
  const telling = [...languages].map(
    ([locale, { replies }]) => [locale, new Set(replies.words.flatMap(wordsOf))] as const
  )
  const asked = createMatcher(
    [...languages].flatMap(([locale, { replies }]) => replies.asked.map((name) => [name, locale] as const))
  )
  return (words, current) => {
    const [wish] = asked(words)
    if (wish && wish.to - wish.from === words.length) return wish.value
    let best = current
    let most = 0
    for (const [locale, known] of telling) {
      const hits = words.filter((word) => known.has(word)).length
      // of two that are level the current one counts
      if (hits > most || (hits === most && locale === current)) [best, most] = [locale, hits]
    }
    return most > 0 ? best : current
  }
}
