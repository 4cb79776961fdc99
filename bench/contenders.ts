import { containerBootstrap } from '@nlpjs/core'
import { LangEn } from '@nlpjs/lang-en-min'
import { NluNeural } from '@nlpjs/nlu'
import Fuse from 'fuse.js'
import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier'
import PorterStemmer from 'natural/lib/natural/stemmers/porter_stemmer'
import WinkBayes from 'wink-naive-bayes-text-classifier'
import winkUtils from 'wink-nlp-utils'
import { createMind, readLexicon } from '../src/assemble'
import { KNOWLEDGE } from '../src/knowledge/load'
import { type Lexicon, NEUTRAL } from '../src/recognizer/run/lexicon'
import { createRecognizer, type Recognize } from '../src/recognizer/run/recognize'
import { readVectors } from '../src/recognizer/run/vectors'
import { type Phrase, toExamples } from '../src/recognizer/train/examples'
import { train } from '../src/recognizer/train/train'

/** Gives the best label for a text. */
export type Classify = (text: string) => string | undefined | Promise<string | undefined>

/** A recognizer of the bench. */
export interface Contender {
  name: string
  /** Learns phrases of one label each. */
  learn(phrases: readonly Phrase[]): Classify | Promise<Classify>
  /** The one that knows all examples, where it is made in another way than by learning them now. */
  whole?: () => Classify
  /** Takes so long a text that it judges fewer. */
  slow?: boolean
}

/** The label of a phrase that has one only. */
export const labelOf = ({ ids }: Phrase): string => ids[0] ?? ''

const kyc = readLexicon(KNOWLEDGE)
/** The label of phrases that only tell what is fine ("the light is good"), which our recognizer never answers. */
export const RULED_OUT = kyc.special.ruledOut

// what the bot acts on: its first guess, and out of scope when it has none
const firstGuess =
  (recognize: Recognize): Classify =>
  (text) =>
    recognize(text).guesses[0]?.id ?? kyc.special.outOfScope

const ours = ({ special, particles }: Lexicon): Contender => ({
  name: 'this bot',
  learn: (phrases) =>
    firstGuess(createRecognizer(train(toExamples(phrases), readVectors(KNOWLEDGE)), special, particles))
})

const naturalBayes = (name: string, smoothing?: number): Contender => ({
  name,
  learn: (phrases) => {
    const bayes = new BayesClassifier(PorterStemmer, smoothing)
    for (const phrase of phrases) bayes.addDocument(phrase.text, labelOf(phrase))
    bayes.train()
    return (text) => bayes.classify(text)
  }
})

const nlpjs: Contender = {
  name: 'nlp.js (NluNeural)',
  learn: async (phrases) => {
    const container = await containerBootstrap()
    container.use(LangEn)
    const nlu = new NluNeural({ locale: 'en', container, log: false })
    await nlu.train(phrases.map((phrase) => ({ utterance: phrase.text, intent: labelOf(phrase) })))
    return async (text) => (await nlu.process(text)).classifications[0]?.intent
  }
}

const wink: Contender = {
  name: 'wink naive Bayes',
  learn: (phrases) => {
    const bayes = WinkBayes()
    const { string, tokens } = winkUtils
    bayes.definePrepTasks([string.lowerCase, string.tokenize0, tokens.propagateNegations, tokens.stem])
    bayes.defineConfig({ considerOnlyPresence: true, smoothingFactor: 0.5 })
    for (const phrase of phrases) bayes.learn(phrase.text, labelOf(phrase))
    bayes.consolidate()
    return (text) => bayes.predict(text)
  }
}

const fuse: Contender = {
  name: 'fuse.js',
  slow: true,
  learn: (phrases) => {
    const index = new Fuse(phrases, { keys: ['text'], threshold: 0.6, ignoreLocation: true })
    return (text) => {
      const [best] = index.search(text, { limit: 1 })
      return best && labelOf(best.item)
    }
  }
}

// natural also with the smoothing that suits it best here, its own being far off
const PEERS: readonly Contender[] = [
  naturalBayes('natural Bayes'),
  naturalBayes('natural Bayes, smoothing 0.01', 0.01),
  nlpjs,
  wink,
  fuse
]

/** Our recognizer and its peers on the bot's own subject. */
export const CONTENDERS: readonly Contender[] = [
  { ...ours(kyc), whole: () => firstGuess(createMind().recognize) },
  ...PEERS
]

/** Our recognizer and its peers on any other subject. */
export const ANYWHERE: readonly Contender[] = [ours(NEUTRAL), ...PEERS]
