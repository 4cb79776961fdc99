import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Place } from '../src/knowledge/acts'
import { KNOWLEDGE } from '../src/knowledge/load'
import { type GoldLine, score } from '../src/recognizer/measure/evaluate'
import { toLabels } from '../src/recognizer/run/recognize'
import { readActs, readExamples, readQuestions } from '../src/recognizer/train/examples'
import { normalise, tokenise } from '../src/text/words'
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
  const labels = languages.get('en')?.labels
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

/** A short reply, what its author did with it, and what was open. */
interface ShortReply {
  text: string
  act: string
  place: Place
}

const readShort = <T>(file: string): T[] =>
  readFileSync(path.join(__dirname, 'acts', file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)

describe('the held-out short replies', () => {
  const { interpret } = theMind()
  const hear = ({ text, place }: ShortReply, locale: string) =>
    interpret({ text }, { place, offered: [], locale })

  it('are not among the examples', () => {
    const examples = new Set(readActs(KNOWLEDGE).map(({ text }) => normalise(text)))
    const isLong = ({ text }: ShortReply): boolean => wordsOf(text).size > 1
    const lines = [...readShort<ShortReply>('en.jsonl'), ...readShort<ShortReply>('es.jsonl')].filter(isLong)
    expect(lines.filter(({ text }) => examples.has(normalise(text))).length).toBeLessThanOrEqual(1)
  })

  // 0.93 and 0.93 on 2026-11-25
  it.each(['en', 'es'])('are understood no worse than these floors in %s', (locale) => {
    const lines = readShort<ShortReply>(`${locale}.jsonl`)
    const right = lines.filter((line) => hear(line, locale).acts[0]?.id === line.act)
    expect(right.length / lines.length).toBeGreaterThan(0.9)
  })

  // who asks or remarks something has not said that it passed, failed or was sent
  it('are no outcome when they are side remarks', () => {
    const OUTCOMES = ['passed', 'failed', 'sent', 'done', 'did_before']
    const remarks = readShort<ShortReply>('en.jsonl').filter(({ act }) => !OUTCOMES.includes(act))
    const wrong = remarks.filter((line) => {
      const [best] = hear(line, 'en').acts
      return best !== undefined && OUTCOMES.includes(best.id) && best.confidence >= 0.4
    })
    expect(wrong.length / remarks.length).toBeLessThan(0.05)
  })
})

describe('the held-out questions', () => {
  const lines = readShort<{ text: string; answer: string | null; also: string[]; place: Place }>(
    'questions.jsonl'
  )
  const { interpret } = theMind()
  const SURE = 0.3

  it('are not among the examples', () => {
    const examples = new Set(readQuestions(KNOWLEDGE).map(({ text }) => normalise(text)))
    expect(lines.filter(({ text }) => examples.has(normalise(text))).map(({ text }) => text)).toEqual([])
  })

  // 0.92 right and none wrong on 2026-11-25; of those without an answer 3 of 40 found one
  it('find their answer no worse than these floors', () => {
    const found = lines.map((line) => {
      const [best] = interpret({ text: line.text }, { place: line.place, offered: [], locale: 'en' }).answers
      const id = best && best.confidence >= SURE ? best.id : undefined
      const isRight = id !== undefined && [line.answer, ...(line.also ?? [])].includes(id)
      return { isKnown: line.answer !== null, isRight, isWrong: id !== undefined && !isRight }
    })
    const known = found.filter(({ isKnown }) => isKnown)
    expect(known.filter(({ isRight }) => isRight).length / known.length).toBeGreaterThan(0.88)
    expect(known.filter(({ isWrong }) => isWrong).length / known.length).toBeLessThan(0.05)
    const others = found.filter(({ isKnown }) => !isKnown)
    expect(others.filter(({ isWrong }) => isWrong).length / others.length).toBeLessThan(0.11)
  })
})
