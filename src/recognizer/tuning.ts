/** Every tunable number of the recognizer, with its range and what moving it does. */
export const TUNING = {
  /** Lengths of character n-grams, inside words; longer ones cost memory and forgive less. 2-6 */
  charFrom: 3,
  charTo: 5,
  /** Weight of word pairs beside words (1); more of it trusts word order. 0-1 */
  pairWeight: 0.6,
  /** Weight of character n-grams beside words (1); more of it forgives more slips. 0-1.5 */
  charWeight: 1,
  /** Words from this length on are repaired; shorter ones have too many neighbours. 4-6 */
  repairFromLength: 4,
  /** fuse.js threshold for a repair; higher repairs more and wrongs more. 0-0.5 */
  repairThreshold: 0.34,
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
  /** Most things one message is taken to assert. 2-5 */
  maxAsserted: 4,
  /** Most words said back as the reason for a guess. 2-6 */
  whyWords: 5,
  /** Longest text in words that may press a button by its label. 3-8 */
  labelMaxWords: 6,
  /** fuse.js threshold for a misspelt label; higher takes more texts for a press. 0-0.4 */
  labelThreshold: 0.2,
  /** How many letters a misspelt label may be longer or shorter. 1-3 */
  labelLengthSlack: 2,
  /** Longest answer in words that is read as worked, failed, yes or no. 4-15 */
  replyMaxWords: 10,
  /** Confidence from which on a short answer counts. 0.4-0.9 */
  replyConfidence: 0.5
} as const
