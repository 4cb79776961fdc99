import { containerBootstrap } from '@nlpjs/core'
import { LangEn } from '@nlpjs/lang-en-min'
import { NluNeural } from '@nlpjs/nlu'
import Fuse from 'fuse.js'
import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier'
import PorterStemmer from 'natural/lib/natural/stemmers/porter_stemmer'
import { readLexicon } from '../src/assemble'
import { KNOWLEDGE } from '../src/knowledge/load'
import { type Phrase, readExamples, toExamples } from '../src/recognizer/examples'
import { createRecognizer } from '../src/recognizer/recognize'
import { seeded, shuffle, train } from '../src/recognizer/train'
import { median, print, quantile } from './figures'

/** Gives the best label for a text. */
type Classify = (text: string) => string | undefined | Promise<string | undefined>
type Train = (phrases: readonly Phrase[]) => Classify | Promise<Classify>

const SEED = 5
/** fuse.js takes tens of milliseconds a text, so it judges fewer. */
const FEW = 150

const labelOf = ({ ids }: Phrase): string => ids[0] ?? ''

const ours: Train = (phrases) => {
  const { special, particles } = readLexicon(KNOWLEDGE)
  const recognize = createRecognizer(train(toExamples(phrases)), special, particles)
  return (text) => recognize(text).guesses[0]?.id ?? special.outOfScope
}

const naturalBayes: Train = (phrases) => {
  const bayes = new BayesClassifier(PorterStemmer)
  for (const phrase of phrases) bayes.addDocument(phrase.text, labelOf(phrase))
  bayes.train()
  return (text) => bayes.classify(text)
}

const fuse: Train = (phrases) => {
  const index = new Fuse(phrases, { keys: ['text'], threshold: 0.6, ignoreLocation: true })
  return (text) => {
    const [best] = index.search(text, { limit: 1 })
    return best && labelOf(best.item)
  }
}

const nlpjs: Train = async (phrases) => {
  const container = await containerBootstrap()
  container.use(LangEn)
  const nlu = new NluNeural({ locale: 'en', container, log: false })
  await nlu.train(phrases.map((phrase) => ({ utterance: phrase.text, intent: labelOf(phrase) })))
  return async (text) => {
    const { classifications } = await nlu.process(text)
    return classifications[0]?.intent
  }
}

/** Measures the recognizer beside natural, fuse.js and nlp.js: trained on 80 % of the examples, judged on the rest. */
export async function benchRecognizers(): Promise<void> {
  const phrases = readExamples(KNOWLEDGE).filter(({ ids }) => ids.length === 1)
  shuffle(phrases, seeded(SEED))
  const cut = Math.floor(phrases.length * 0.8)
  const [learnt, judged] = [phrases.slice(0, cut), phrases.slice(cut)]
  const slipped = judged.map((phrase) => ({ ...phrase, text: withSlips(phrase.text, 2) }))
  const rows = [['', 'training', 'right', 'with two slips', 'median µs', 'p99 µs']]
  for (const [name, trainOn, few] of [
    ['ours', ours, false],
    ['natural BayesClassifier', naturalBayes, false],
    ['nlp.js', nlpjs, false],
    ['fuse.js', fuse, true]
  ] as const) {
    const began = performance.now()
    const classify = await trainOn(learnt)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    const clean = await judge(classify, few ? judged.slice(0, FEW) : judged)
    const typed = await judge(classify, few ? slipped.slice(0, FEW) : slipped)
    rows.push([
      name,
      `${seconds} s`,
      clean.right.toFixed(3),
      typed.right.toFixed(3),
      median(typed.times).toFixed(0),
      quantile(typed.times, 0.99).toFixed(0)
    ])
  }
  print(`recognizers, ${learnt.length} examples learnt, ${judged.length} judged`, rows)
}

async function judge(classify: Classify, phrases: readonly Phrase[]) {
  const times: number[] = []
  let right = 0
  for (const phrase of phrases) {
    const began = performance.now()
    const said = await classify(phrase.text)
    times.push((performance.now() - began) * 1000)
    if (said === labelOf(phrase)) right++
  }
  return { right: right / phrases.length, times }
}

/** Makes keyboard slips: a letter dropped, doubled, swapped with the next or replaced by a neighbour. */
function withSlips(text: string, slips: number): string {
  const random = seeded(text.length * 31 + text.charCodeAt(0))
  const letters = [...text]
  for (let i = 0; i < slips && letters.length > 3; i++) {
    const at = 1 + Math.floor(random() * (letters.length - 2))
    const kind = Math.floor(random() * 4)
    const letter = letters[at] ?? ''
    if (kind === 0) letters.splice(at, 1)
    else if (kind === 1) letters.splice(at, 0, letter)
    else if (kind === 2) letters.splice(at, 2, letters[at + 1] ?? '', letter)
    else letters[at] = 'qwertyuiopasdfghjklzxcvbnm'[Math.floor(random() * 26)] ?? letter
  }
  return letters.join('')
}
