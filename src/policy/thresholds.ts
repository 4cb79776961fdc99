/** From which confidence on the policy believes a guess, 0..1, each with what moving it does. */
export const THRESHOLDS = {
  /** A dialogue act that is taken as it is; higher asks and stays more. 0.3-0.7 */
  act: 0.4,
  /** An act that decides against what else the message may be; higher listens more to causes. 0.5-0.9 */
  clearAct: 0.6,
  /** An act of a message of one or two words, which has little to go by. 0.2-0.5 */
  shortAct: 0.25,
  /** "It passed", said outright; below it the bot asks. 0.6-0.95 */
  passed: 0.6,
  /** "It passed", as far as it is worth asking about. 0.2-0.5 */
  maybePassed: 0.3,
  /** Most that speaks for "it failed" beside "it passed". 0.02-0.2 */
  againstPassed: 0.15,
  /** An answer from answers.yaml; higher says "the guide doesn't say" more often. 0.2-0.6 */
  answer: 0.3,
  /** An answer to what ends or begins like a question. 0.1-0.4 */
  askedAnswer: 0.12,
  /** An answer that is given although nothing else shows that something is asked. 0.5-0.95 */
  clearAnswer: 0.7,
  /** A cause that is asserted without doubt. 0.7-0.95 */
  clearCause: 0.85,
  /** A guess that is more than a hunch. 0.3-0.6 */
  likely: 0.5,
  /** One guess far ahead of the others is answered, not asked about. 0.25-0.6 */
  oneGuess: 0.22,
  /** How many times the next guess it must be. 1.5-4 */
  aheadOfNext: 1.8,
  /** How many times the next answer the best one to a question must be. 1.2-3 */
  aheadOfAnswer: 1.5,
  /** A guess worth a button. 0.05-0.3 */
  offer: 0.12,
  /** More than a trace, less than likely. 0.15-0.3 */
  hunch: 0.2,
  /** A trace of something. 0.02-0.1 */
  trace: 0.05,
  /** A message that adds something of its own to a suspicion. 0.05-0.2 */
  suspicious: 0.1,
  /** How much of a suspicion lasts until the next message. 0.4-0.8 */
  lasting: 0.8,
  /** A message about cheating that is one whatever else the person seems to do. 0.8-0.99 */
  clearCheat: 0.9,
  /** Below it the second judge hears no plea at all. 0.01-0.1 */
  unheardCheat: 0.02,
  /** What both judges must hear of cheating in the middle of a talk. 0.15-0.4 */
  inPlace: 0.3,
  /** A suspicion that is refused. 0.3-0.6 */
  refuse: 0.33,
  /** A suspicion that is refused without an "if". 0.6-0.9 */
  sureOfCheat: 0.7
} as const

/** Words of a message so short that hardly anything but the place tells what it means. */
export const FEW_WORDS = 4
