import { readFileSync } from 'node:fs'
import path from 'node:path'
import { KNOWLEDGE } from '../src/knowledge/load'
import { type GoldLine, score } from '../src/recognizer/evaluate'
import { readExamples, readReplies } from '../src/recognizer/examples'
import { toLabels } from '../src/recognizer/recognize'
import { normalise, tokenise } from '../src/recognizer/text'
import { theMind } from './helpers/chat'

/** Held-out lines, written by another hand than the examples and never trained on. */
const read = (file: string): GoldLine[] =>
  readFileSync(path.join(__dirname, 'complaints', file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { text, labels, reasons, kind, alt = [], alt_reasons: altReasons = [] } = JSON.parse(line)
      return { text, labels, reasons, kind, alt, altReasons }
    })
const gold = read('en.jsonl')
const safety = read('safety.jsonl')
const talk = read('talk.jsonl')
const spanish = read('es.jsonl')
const wordsOf = (text: string): Set<string> => new Set(tokenise(normalise(text)))

/** Share of words that two texts have in common. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length
  return shared / (a.size + b.size - shared || 1)
}

describe('the held-out complaints', () => {
  it('are not among the examples, nor nearly', () => {
    const examples = readExamples(KNOWLEDGE).map(({ text }) => wordsOf(text))
    const near = [...gold, ...safety, ...talk, ...spanish].filter(({ text }) => {
      const words = wordsOf(text)
      return words.size > 2 && examples.some((example) => likeness(words, example) >= 0.7)
    })
    expect(near.map(({ text }) => text)).toEqual([])
  })

  const { recognize, languages } = theMind()
  const labels = languages.get('en')?.knowledge.labels
  if (!labels) throw new Error('no English')
  const figuresOf = (lines: readonly GoldLine[]) => {
    const predictions = lines.map(({ text }) => {
      const { decision, guesses, offers, confidence } = recognize(text)
      const said = toLabels(
        guesses.map(({ id }) => id),
        labels
      )
      return { decision, ...said, offers: offers.map(({ id }) => labels.label.get(id) ?? id), confidence }
    })
    return score(lines, predictions, labels.outOfScope)
  }

  // each floor is two to four points below what `kyc-help evaluate tests/complaints/...` showed on 2026-11-24
  it('are understood no worse than these floors', () => {
    const figures = figuresOf(gold)
    expect(figures.top1).toBeGreaterThan(0.88)
    expect(figures.reasonAnyHit).toBeGreaterThan(0.91)
    expect(figures.allReasonsHit).toBeGreaterThan(0.7)
    expect(figures.outOfScopeRecall).toBeGreaterThan(0.81)
    expect(figures.inScopeDeclined).toBeLessThan(0.04)
    expect(figures.wrongAmongAnswered).toBeLessThan(0.05)
    expect(figures.truthAmongOffers).toBeGreaterThan(0.84)
    expect(figures.calibrationError).toBeLessThan(0.05)
    expect(figures.kinds.negation?.top1).toBeGreaterThan(0.82)
    expect(figures.kinds.indirect?.top1).toBeGreaterThan(0.76)
  })

  it('from the middle of a talk, and in Spanish, are understood no worse than these floors', () => {
    const [inTalk, inSpanish] = [figuresOf(talk), figuresOf(spanish)]
    expect(inTalk.top1).toBeGreaterThan(0.73)
    expect(inTalk.wrongAmongAnswered).toBeLessThan(0.1)
    expect(inSpanish.top1).toBeGreaterThan(0.78)
    expect(inSpanish.wrongAmongAnswered).toBeLessThan(0.08)
  })

  it('about cheating and scams are noticed no worse than these floors', () => {
    const recall = Object.fromEntries(
      figuresOf(safety).labels.map(({ id, truePositives, falseNegatives }) => [
        id,
        truePositives / (truePositives + falseNegatives)
      ])
    )
    expect(recall.evasion).toBeGreaterThan(0.86)
    expect(recall.security_scam).toBeGreaterThan(0.9)
  })
})

describe('the held-out short replies', () => {
  const lines = readFileSync(path.join(__dirname, 'complaints', 'replies.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { text: string; meaning: string; lang: string })

  it('are not among the examples', () => {
    const examples = new Set(readReplies(KNOWLEDGE).map(({ text }) => normalise(text)))
    expect(lines.filter(({ text }) => examples.has(normalise(text)))).toEqual([])
  })

  // an answer that is missed is asked for again; one that nobody gave does harm
  it('are understood no worse than these floors', () => {
    const { languages } = theMind()
    const understood = lines.map(({ text, meaning, lang }) => ({
      meaning,
      heard: languages.get(lang)?.reader.meaning(text) ?? 'other'
    }))
    const shareOf = (of: typeof understood, holds: (line: { meaning: string; heard: string }) => boolean) =>
      of.filter(holds).length / of.length
    const answers = understood.filter(({ meaning }) => meaning !== 'other')
    const remarks = understood.filter(({ meaning }) => meaning === 'other')
    expect(shareOf(answers, ({ meaning, heard }) => meaning === heard)).toBeGreaterThan(0.45)
    expect(shareOf(answers, ({ meaning, heard }) => heard !== 'other' && heard !== meaning)).toBeLessThan(
      0.09
    )
    expect(shareOf(remarks, ({ heard }) => heard !== 'other')).toBeLessThan(0.2)
  })
})
