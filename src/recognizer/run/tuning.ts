/** Every tunable number of the recognizer, with its range and what moving it does. */
export const TUNING = {
  /** Lengths of character n-grams, inside words; longer ones cost memory and forgive less. 2-6 */
  charFrom: 3,
  charTo: 5,
  /** Weight of word pairs beside words (1); more of it trusts word order. 0-1 */
  pairWeight: 0.6,
  /** Weight of character n-grams beside words (1); more of it forgives more slips. 0-1.5 */
  charWeight: 1,
  /** Weight of the words' meaning (word vectors) beside words (1); more of it trusts words never seen. 0-2 */
  meaningWeight: 1.3,
  /** Words from this length on are repaired; shorter ones have too many neighbours. 4-6 */
  repairFromLength: 4,
  /** Words from this length on may have two slips, shorter ones one. 6-10 */
  twoSlipsFromLength: 8,
  /** Passes of the support vector machine over the examples; it stops earlier when nothing moves. 5-40 */
  svmEpochs: 20,
  /** Cost of an example on the wrong side of the margin; higher fits the examples closer. 0.1-10 */
  svmCost: 1,
  /** Passes of the softmax regression. 10-60 */
  softmaxEpochs: 30,
  /** Step width of the softmax regression. 0.05-0.5 */
  softmaxRate: 0.1,
  /** How much the margins of the support vector machine weigh against the softmax scores. 1-10 */
  svmSharpness: 4,
  /** Words of a message that are read as a whole; the rest of a very long one is left out. 100-500 */
  maxWords: 250,
  /** Clauses of a message that vote on their own. 5-50 */
  maxClauses: 20,
  /** Labels below this are not considered. 0-0.01 */
  leastConfidence: 0.001,
  /** How much a plea to cheat or a scam is preferred to a harmless reading of the same words; higher warns more. 1-4 */
  vigilance: 1.4,
  /** How much "out of scope" is preferred to a cause it ties with; higher declines more of both. 1-4 */
  caution: 2,
  /** Least of (probability in the whole message) x (in its clause) for a further label: a clause alone is not enough. 0-0.02 */
  furtherSupport: 0.005,
  /** Words of a clause that is enough on its own for a further label. 3-8 */
  furtherWords: 4,
  /** Confidence of a clause that names a cause plainly; two of them make a list of causes. 0.6-0.95 */
  plainClause: 0.8,
  /** Confidence from which on a message is declined without asking back. 0.3-0.8 */
  declineConfidence: 0.5,
  /** Most things one message is taken to assert. 2-5 */
  maxAsserted: 4,
  /** Most words said back as the reason for a guess. 2-6 */
  whyWords: 5,
  /** Only the most frequent words of the examples are said back: names of people begin at about 1,500. 500-1500 */
  quotableWords: 1400,
  /** Longest text in words that may press a button by its label. 3-8 */
  labelMaxWords: 6,
  /** fuse.js threshold for a misspelt label; higher takes more texts for a press. 0-0.4 */
  labelThreshold: 0.2,
  /** How many letters a misspelt label may be longer or shorter. 1-3 */
  labelLengthSlack: 2,
  /** How much the best dialogue act stands out; chosen so that confidence and accuracy agree on folds. 0.2-1 */
  actSharpness: 0.5,
  /** How much the likelier of cheating and honest stands out. 0.3-1.5 */
  cheatSharpness: 0.5,
  /** How much the best answer to a question stands out. 0.2-1 */
  answerSharpness: 0.8,
  /** Passes of the softmax regression over the questions, which have many labels. 8-30 */
  answerEpochs: 12,
  /** Acts and answers below this are not considered. 0.001-0.05 */
  leastActConfidence: 0.01,
  /** Complaints of each id that also teach what a person does who says them; more of them weigh causes above moves. 5-30 */
  complaintsPerAct: 14,
  /** The same as a share, for ids with a great many. 0.02-0.3 */
  complaintShare: 0.12,
  /** Of how many complaints one is learnt as asking nothing; fewer find an answer to more complaints. 5-40 */
  complaintsPerNothing: 20
} as const
