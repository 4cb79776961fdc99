import { KNOWLEDGE } from '../src/knowledge/load'
import { createSlips } from '../src/recognizer/measure/slips'
import { type Phrase, readExamples } from '../src/recognizer/train/examples'
import { seeded, shuffle } from '../src/recognizer/train/train'
import { type Classify, CONTENDERS, type Contender, labelOf, RULED_OUT } from './contenders'
import { mean, median, print, quantile } from './figures'

const SEED = 5
const LEARNT_SHARE = 0.8
const FEW = 10
const TIMED = 1000
/** Texts before the time counts, for every contender: a process that has just started is slower. */
const WARM_UP = 300
const SLIPS = 2
/** What a slow contender judges and is timed on. */
const SLOW_JUDGED = 40
const SLOW_TIMED = 15

/** The phrases of the bench: all of them, their halves for accuracy, and misspelt ones for the time. */
interface Sample {
  all: Phrase[]
  /** Ten phrases of each label. */
  few: Phrase[]
  learnt: Phrase[]
  judged: Phrase[]
  slipped: Phrase[]
  warmUp: string[]
  timed: string[]
}

/** Measures the recognizer beside natural, nlp.js and fuse.js, all on the same examples. */
export async function benchRecognizers(): Promise<void> {
  const sample = drawSample()
  const { all, few, learnt, judged } = sample
  const rows = [
    [
      '',
      '10 each',
      '2 slips',
      'training',
      'most',
      '2 slips',
      'of texts',
      'mean µs',
      'median µs',
      'p99 µs',
      'of texts'
    ]
  ]
  for (const contender of CONTENDERS)
    rows.push([
      contender.name,
      ...(await shares(await contender.learn(few), contender, sample)),
      ...(await accuracy(contender, sample)),
      ...(await speed(contender, sample))
    ])
  print(
    [
      '3. Recognizers',
      `   share of first guesses that are right: ${few.length} examples learnt (10 each), then ${learnt.length} (most) of ${all.length};`,
      `   ${judged.length} of the rest judged`,
      `   (not the ones of ${RULED_OUT}, which is no answer); training: the time for these ${learnt.length}`,
      `   µs a message: all examples learnt, examples with ${SLIPS} keyboard slips asked, each once`
    ].join('\n'),
    rows
  )
}

function drawSample(): Sample {
  const slips = createSlips(SEED)
  const random = seeded(SEED)
  const all = readExamples(KNOWLEDGE).filter(({ ids }) => ids.length === 1)
  shuffle(all, random)
  const cut = Math.floor(all.length * LEARNT_SHARE)
  const judged = all.slice(cut).filter((phrase) => labelOf(phrase) !== RULED_OUT)
  const slip = (phrase: Phrase): Phrase => ({ ...phrase, text: slips(phrase.text, SLIPS) })
  const drawn = [...all]
  shuffle(drawn, random)
  const misspelt = drawn.slice(0, WARM_UP + TIMED).map((phrase) => slip(phrase).text)
  return {
    all,
    judged,
    few: firstOfEach(all.slice(0, cut)),
    learnt: all.slice(0, cut),
    slipped: judged.map(slip),
    warmUp: misspelt.slice(0, WARM_UP),
    timed: misspelt.slice(WARM_UP)
  }
}

/** The first ten phrases of each label. */
export function firstOfEach(phrases: readonly Phrase[]): Phrase[] {
  const seen = new Map<string, number>()
  return phrases.filter((phrase) => {
    const count = (seen.get(labelOf(phrase)) ?? 0) + 1
    seen.set(labelOf(phrase), count)
    return count <= FEW
  })
}

async function accuracy(contender: Contender, sample: Sample): Promise<string[]> {
  const began = performance.now()
  const classify = await contender.learn(sample.learnt)
  const seconds = (performance.now() - began) / 1000
  const few = contender.slow ? SLOW_JUDGED : sample.judged.length
  return [`${seconds.toFixed(1)} s`, ...(await shares(classify, contender, sample)), String(few)]
}

/** Shares of right first guesses on clean and on misspelt texts. */
export async function shares(
  classify: Classify,
  { slow }: Contender,
  { judged, slipped }: Pick<Sample, 'judged' | 'slipped'>
): Promise<[clean: string, slipped: string]> {
  const few = slow ? SLOW_JUDGED : judged.length
  const clean = await shareRight(classify, judged.slice(0, few))
  const misspelt = await shareRight(classify, slipped.slice(0, few))
  return [clean.toFixed(3), misspelt.toFixed(3)]
}

async function shareRight(classify: Classify, phrases: readonly Phrase[]): Promise<number> {
  let right = 0
  for (const phrase of phrases) if ((await classify(phrase.text)) === labelOf(phrase)) right++
  return right / phrases.length
}

async function speed({ learn, whole, slow }: Contender, { all, warmUp, timed }: Sample): Promise<string[]> {
  const classify = whole ? whole() : await learn(all)
  for (const text of slow ? warmUp.slice(0, 3) : warmUp) await classify(text)
  const times: number[] = []
  for (const text of slow ? timed.slice(0, SLOW_TIMED) : timed) {
    const began = performance.now()
    await classify(text)
    times.push((performance.now() - began) * 1000)
  }
  const figures = [mean(times), median(times), quantile(times, 0.99)]
  return [...figures.map((figure) => figure.toFixed(0)), String(times.length)]
}
