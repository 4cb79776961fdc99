import type { Act, Place } from '../knowledge/acts'
import type { Knowledge } from '../knowledge/knowledge'
import type { RankActs } from '../recognizer/run/actmodel'
import type { RankAnswers } from '../recognizer/run/answermodel'
import type { JudgeCheat } from '../recognizer/run/cheatmodel'
import type { Guess, Recognition } from '../recognizer/run/decide'
import type { Recognize } from '../recognizer/run/recognize'
import { withoutLinks } from '../safety/links'
import { createMatcher, wordsOf } from '../text/match'
import { type Parsed, parse } from '../text/words'
import { createExtractor, type Extract } from './entities'
import type { ActGuess, AnswerGuess, CauseGuess, Interpretation, Polarity } from './interpretation'
import { createLanguageDetector } from './language'
import { createPressReader, type ReadPress } from './press'

/** What is open when a message comes in: it decides what short words mean. */
export interface Open {
  place: Place
  /** Ids of the buttons shown last, in their order. */
  offered: readonly string[]
  /** The language of the talk so far. */
  locale: string
}

/** A message after the door: personal data is gone. */
export interface Utterance {
  text: string
  /** The id of a pressed button, where the channel gives one. */
  value?: string | undefined
}

/** Understands a message in the light of what is open. */
export type Interpret = (message: Utterance, open: Open) => Interpretation

/** What understanding is built from. */
export interface Understanding {
  languages: ReadonlyMap<string, Knowledge>
  recognize: Recognize
  rankActs: RankActs
  rankAnswers: RankAnswers
  judgeCheat: JudgeCheat
  /** Words that join two statements, in all languages. */
  connectors: ReadonlySet<string>
}

/** What reads a message in one language. */
interface Reader {
  knowledge: Knowledge
  extract: Extract
  readPress: ReadPress
  quotes: (words: readonly string[]) => boolean
  asks: (words: readonly string[]) => boolean
}

/** Builds the one function that reads a person's text; nothing after it does. */
export function createInterpreter({
  languages,
  recognize,
  rankActs,
  rankAnswers,
  judgeCheat,
  connectors
}: Understanding): Interpret {
  const readers = new Map([...languages].map(([locale, knowledge]) => [locale, createReader(knowledge)]))
  const detect = createLanguageDetector(languages)
  const [first] = readers.values()
  if (!first) throw new Error('there is no language to understand')

  return ({ text, value }, { place, offered, locale: current }) => {
    const official = first.knowledge.official
    const parsed = parse(withoutLinks(text, official), connectors)
    const { words } = parsed
    const locale = detect(words, current)
    const { knowledge, extract, readPress, quotes, asks } = readers.get(locale) ?? first
    const isQuoted = quotes(words)
    const recognition = recognize(text, parsed, isQuoted)
    const acts = actsOf(rankActs, parsed, place)
    const clearly = acts[0] && acts[0].confidence >= CERTAIN_ACT ? acts[0].id : undefined
    const isQuestion = /[?？؟]/.test(text) || parsed.clauses.some(asks)
    const signs = { isQuestion, isQuoted, isFirst: place === 'start' || place === 'areas' }
    return {
      locale,
      choice: readPress(value ?? text, value === undefined ? words : [], offered, clearly),
      acts,
      causes: causesOf(knowledge, recognition, acts, signs),
      answers: answersOf(rankAnswers, parsed),
      entities: extract(words, text),
      recognition,
      cheat: judgeCheat(words),
      length: words.length,
      isQuestion
    }
  }
}

/** Confidence of an act that is not a slip in the name of another. */
const CERTAIN_ACT = 0.9
/** Confidence from which on a clause of a longer message does something on its own: "failed, now they say it is dark". */
const CLEAR_ACT = 0.6
/** What an act of a clause weighs beside those of the whole message. */
const CLAUSE_WEIGHT = 0.85

function actsOf(rank: RankActs, { words, clauses }: Parsed, place: Place): ActGuess[] {
  const best = new Map(rank(words, place).map(({ id, confidence }) => [id, confidence]))
  const [leader = 'okay'] = best.keys() as Iterable<Act>
  const parts = clauses.length > 1 ? clauses.slice(0, MOST_CLAUSES) : []
  for (const clause of parts) {
    const [first] = rank(clause, place)
    if (!first || first.confidence < CLEAR_ACT || OPENERS.includes(first.id as Act)) continue
    // "good, i done it so" is done, however good
    const weight = OPENERS.includes(leader) ? 1 : CLAUSE_WEIGHT
    best.set(first.id, Math.max(best.get(first.id) ?? 0, first.confidence * weight))
  }
  return [...best]
    .map(([id, confidence]) => ({ id: id as Act, confidence }))
    .sort((one, other) => other.confidence - one.confidence)
}

/** What people say before what they mean: "ok, made it" is no okay. */
const OPENERS: readonly Act[] = [
  'okay',
  'yes',
  'no',
  'greet',
  'thanks_bye',
  'praise',
  'tell_cause',
  'tell_have',
  'ruled_out',
  'annoyed',
  'pick'
]
/** Clauses of a message whose acts are looked at. */
const MOST_CLAUSES = 6
/** Confidence from which on a clause of a longer message asks on its own: "i will do that. spaces matter?" */
const CLEAR_CLAUSE = 0.5

function answersOf(rank: RankAnswers, { words, clauses }: Parsed): AnswerGuess[] {
  const whole = rank(words)
  const least = Math.max(whole[0]?.confidence ?? 0, CLEAR_CLAUSE)
  const parts = clauses.length > 1 ? clauses.map(rank) : []
  const best = parts
    .filter(([first]) => (first?.confidence ?? 0) > least)
    .sort(([one], [other]) => (other?.confidence ?? 0) - (one?.confidence ?? 0))[0]
  return best ?? whole
}

/** Two phrases of an official notice make a message one that was pasted. */
const NOTICE_SIGNS = 2
/** Words in which a question has to begin. */
const ASKING_REACH = 4

function createReader(knowledge: Knowledge): Reader {
  const { notice, asking } = knowledge.entities
  const findSigns = createMatcher(notice.map((sign) => [sign, true] as const))
  const openers = new Set(knowledge.entities.beforeAsking.flatMap(wordsOf))
  const findAsking = createMatcher(asking.map((words) => [words, true] as const))
  return {
    knowledge,
    extract: createExtractor(knowledge),
    readPress: createPressReader(knowledge),
    quotes: (words) => findSigns(words).length >= NOTICE_SIGNS,
    // "so can i use it": a word that changes nothing may stand before the question
    asks: (words) => {
      const [first] = findAsking(words.slice(0, ASKING_REACH))
      const isFirst = first?.from === 0 || (first?.from === 1 && openers.has(words[0] ?? ''))
      return words.length > 1 && isFirst
    }
  }
}

const POLARITIES: Partial<Record<Act, Polarity>> = {
  did_before: 'tried',
  done: 'tried',
  ask_why: 'asked',
  ask_how: 'asked',
  ask_fact: 'asked',
  ask_word: 'asked'
}

/** What beside its words tells how a message means its causes. */
interface Signs {
  isQuestion: boolean
  isQuoted: boolean
  /** True where nothing is going on yet, so that there is nothing to deny. */
  isFirst: boolean
}

const confidenceIn = (acts: readonly ActGuess[], act: Act): number =>
  acts.find(({ id }) => id === act)?.confidence ?? 0

function polarityOf(acts: readonly ActGuess[], { isQuestion, isQuoted }: Signs): Polarity {
  if (isQuoted) return 'quoted'
  const [best] = acts
  const polarity = (best && POLARITIES[best.id]) ?? 'asserted'
  // a question says so
  return polarity === 'asked' && !isQuestion ? 'asserted' : polarity
}

/** Confidence from which on an act of denial outweighs a recognizer that hears an assertion. */
const CLEAR_DENIAL = 0.8
/** Confidence from which on an act of denial backs a recognizer that hears nothing but a denial. */
const HALF_DENIAL = 0.25
/** Confidence from which on a cause is acted on that the recognizer took for a denial and the act for a complaint. */
const CLEAR_CAUSE = 0.5

// whether something is told or denied is what the person does: "not sharp" is told, "not blurry" is denied
function causesOf(
  { reasons }: Knowledge,
  { guesses, offers, ruledOut = [], denied, decision }: Recognition,
  acts: readonly ActGuess[],
  signs: Signs
): CauseGuess[] {
  const isReason = ({ id }: Guess): boolean => reasons.has(id)
  const denials = ruledOut.filter(isReason)
  const denies = confidenceIn(acts, 'ruled_out')
  const isDenial = denies >= confidenceIn(acts, 'tell_cause') || (denied === true && denies >= HALF_DENIAL)
  const polarity = polarityOf(acts, signs)
  const meant = [...guesses, ...offers].filter(
    (guess, at, all) => isReason(guess) && all.findIndex(({ id }) => id === guess.id) === at
  )
  const isDenied = ({ id }: Guess): boolean =>
    (denied === true && isDenial && denials.some((denial) => denial.id === id)) ||
    (denies >= CLEAR_DENIAL && isDenial && !signs.isFirst && !signs.isQuoted)
  const isSure = ({ id }: Guess): boolean => decision === 'answer' && guesses.some((guess) => guess.id === id)
  const told = meant.map(
    (guess): CauseGuess => ({
      id: guess.id,
      confidence: guess.confidence,
      why: guess.why,
      polarity: isDenied(guess) ? 'ruled_out' : polarity,
      sure: isSure(guess)
    })
  )
  const flipped = denials
    .filter(({ id }) => !told.some((cause) => cause.id === id))
    .map(
      (guess): CauseGuess => ({
        ...guess,
        polarity: isDenial ? 'ruled_out' : polarity,
        sure: !isDenial && guess.confidence >= CLEAR_CAUSE
      })
    )
  return [...told, ...flipped]
}
