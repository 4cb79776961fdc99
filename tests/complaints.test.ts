import { readFileSync } from 'node:fs'
import path from 'node:path'
import { KNOWLEDGE } from '../src/knowledge/load'
import { type GoldLine, score } from '../src/recognizer/evaluate'
import { readExamples } from '../src/recognizer/examples'
import { toLabels } from '../src/recognizer/recognize'
import { normalise, tokenise } from '../src/recognizer/text'
import { theMind } from './helpers/chat'

/** Held-out complaints: written by another hand than the examples, never trained on. */
const gold: GoldLine[] = readFileSync(path.join(__dirname, 'complaints/en.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => {
    const { text, labels, reasons, kind, alt = [], alt_reasons: altReasons = [] } = JSON.parse(line)
    return { text, labels, reasons, kind, alt, altReasons }
  })
const wordsOf = (text: string): Set<string> => new Set(tokenise(normalise(text)))

/** Share of words that two texts have in common. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length
  return shared / (a.size + b.size - shared || 1)
}

describe('the held-out complaints', () => {
  it('are not among the examples, nor nearly', () => {
    const examples = readExamples(KNOWLEDGE).map(({ text }) => wordsOf(text))
    const near = gold.filter(({ text }) => {
      const words = wordsOf(text)
      return words.size > 2 && examples.some((example) => likeness(words, example) >= 0.7)
    })
    expect(near.map(({ text }) => text)).toEqual([])
  })

  it('are understood no worse than these floors', () => {
    const { recognize, languages } = theMind()
    const labels = languages.get('en')?.knowledge.labels
    if (!labels) throw new Error('no English')
    const predictions = gold.map(({ text }) => {
      const { decision, guesses, offers, confidence } = recognize(text)
      const said = toLabels(
        guesses.map(({ id }) => id),
        labels
      )
      return { decision, ...said, offers: offers.map(({ id }) => labels.label.get(id) ?? id), confidence }
    })
    const figures = score(gold, predictions, labels.outOfScope)
    // each floor is two points below what `kyc-help evaluate tests/complaints/en.jsonl` showed on 2026-11-23
    expect(figures.top1).toBeGreaterThan(0.83)
    expect(figures.reasonAnyHit).toBeGreaterThan(0.91)
    expect(figures.outOfScopeRecall).toBeGreaterThan(0.73)
    expect(figures.inScopeDeclined).toBeLessThan(0.05)
    expect(figures.wrongAmongAnswered).toBeLessThan(0.1)
  })
})
