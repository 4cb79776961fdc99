import type { Act } from '../knowledge/acts'
import type { Recognition } from '../recognizer/run/decide'
import type { Link } from '../safety/links'

/** What the person does with a message, and how sure that is, 0..1. */
export interface ActGuess {
  id: Act
  confidence: number
}

/**
 * How a cause stands in a message: it is what went wrong, it is not, its steps were tried, it is asked about, or the
 * check's own message says so.
 */
export type Polarity = 'asserted' | 'ruled_out' | 'tried' | 'asked' | 'quoted'

/** A cause that a message speaks of. */
export interface CauseGuess {
  /** Id of a reason, or of a cause that the guide lacks. */
  id: string
  polarity: Polarity
  /** True where the recognizer is sure enough to act on it. */
  sure: boolean
  /** 0..1 */
  confidence: number
  /** The words that led to it; empty where none tell enough. */
  why: string
}

/** An answer that a message may ask for. */
export interface AnswerGuess {
  /** Id of an answer or of a FAQ. */
  id: string
  /** 0..1 */
  confidence: number
}

/** Small things that a message names, each found by its words. */
export interface Entities {
  /** How often it failed, where the message says so. */
  count?: number | undefined
  /** How long something takes or took, in hours. */
  hours?: number | undefined
  /** Ids of document types, in the order in which they are named. */
  documents: string[]
  /** Ids of document types that the person does not have. */
  lacking: string[]
  /** Id of the document that shall take the place of another. */
  instead?: string | undefined
  audience?: 'local' | 'international' | undefined
  /** Ids of kinds of devices. */
  devices: string[]
  /** Ids of steps. */
  steps: string[]
  /** Places in an order, from 1; -1 is the last. */
  ordinals: number[]
  /** Places in an order that are excluded: "not the first". */
  notOrdinals: number[]
  /** True for "both" and "all", and for "the other one". */
  all: boolean
  /** True for "both": all the causes, not all the steps. */
  both: boolean
  other: boolean
  /** True for "again" and "once more". */
  again: boolean
  /** Ids of scams by telling words, and by words that tell only once somebody was asked what happened. */
  scams: string[]
  scamHints: string[]
  /** The language that is asked for. */
  language?: string | undefined
  mood?: 'crisis' | 'abuse' | undefined
  links: Link[]
}

/** What a message was understood as, once and for all: nothing after it reads the person's text. */
export interface Interpretation {
  locale: string
  /** Id of the button or command that was pressed, or typed by its label or number. */
  choice?: string | undefined
  /** What the person does, the likeliest first. */
  acts: ActGuess[]
  causes: CauseGuess[]
  /** What the message may ask for, the likeliest first. */
  answers: AnswerGuess[]
  entities: Entities
  /** What the recognizer made of it: labels with their confidence, and whether to answer, to ask or to decline. */
  recognition: Recognition
  /** How likely it asks for help to cheat, 0..1, as a judge tells who knows nothing else. */
  cheat: number
  /** Words in it, 0 for a message without text. */
  length: number
  /** True where it ends like a question. */
  isQuestion: boolean
}

/** What a message names that has no words. */
export const NO_ENTITIES: Entities = {
  documents: [],
  lacking: [],
  devices: [],
  steps: [],
  ordinals: [],
  notOrdinals: [],
  all: false,
  both: false,
  other: false,
  again: false,
  scams: [],
  scamHints: [],
  links: []
}
