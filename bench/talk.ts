import { KNOWLEDGE, loadKnowledge } from '../src/knowledge/load'
import { createSlips } from '../src/recognizer/measure/slips'
import { readExamples } from '../src/recognizer/train/examples'
import { seeded, shuffle } from '../src/recognizer/train/train'

/** How many people talk, each in a conversation of their own; so many that few texts come twice. */
const PEOPLE = 1000
const SEED = 11

// what a person says from hello to thanks: buttons as the bot labels them, and four free texts of their own
const SCRIPT = [
  'hi',
  'my id got refused',
  '{cause}',
  'One step at a time',
  'Next',
  'Next',
  '{question}',
  'ok continue',
  'Next',
  'Next',
  'it failed again',
  'Same reason',
  'I have done it',
  'failed again',
  '{cause}',
  'Show all steps',
  'I have done it',
  '{anything}',
  'thanks',
  'start over'
]

/** Writes a talk for each of 1,000 people: the script, filled with examples of the knowledge with a slip each. */
export function writeTalks(): string[][] {
  const english = loadKnowledge(KNOWLEDGE).get('en')
  const random = seeded(SEED)
  const slips = createSlips(SEED)
  const phrases = readExamples(KNOWLEDGE).filter(({ ids }) => ids.length === 1)
  const piles = {
    '{cause}': phrases.filter(({ ids: [id = ''] }) => english?.reasons.has(id)),
    '{question}': phrases.filter(({ ids: [id = ''] }) => english?.faqs.has(id)),
    '{anything}': [...phrases]
  }
  for (const pile of Object.values(piles)) shuffle(pile, random)
  const isSlot = (line: string): line is keyof typeof piles => line in piles
  const write = (line: string): string => {
    const phrase = isSlot(line) ? piles[line].shift() : undefined
    if (!isSlot(line) || !phrase) return line
    // a short pile comes round again
    piles[line].push(phrase)
    return slips(phrase.text, 1)
  }
  return Array.from({ length: PEOPLE }, () => SCRIPT.map(write))
}
