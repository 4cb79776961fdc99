import { KNOWLEDGE } from '../src/knowledge/load'
import { type Phrase, readExamples } from '../src/recognizer/examples'
import { createSlips } from '../src/recognizer/slips'
import { seeded, shuffle } from '../src/recognizer/train'
import { type Classify, CONTENDERS, type Contender, labelOf, RULED_OUT } from './contenders'
import { mean, median, print, quantile } from './figures'

const SEED = 5
const LEARNT_SHARE = 0.8
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
  learnt: Phrase[]
  judged: Phrase[]
  slipped: Phrase[]
  warmUp: string[]
  timed: string[]
}

/** Measures the recognizer beside natural, nlp.js and fuse.js, all on the same examples. */
export async function benchRecognizers(): Promise<void> {
  const sample = drawSample()
  const { all, learnt, judged } = sample
  const rows = [
    ['', 'training', 'right', 'right, 2 slips', 'of texts', 'mean µs', 'median µs', 'p99 µs', 'of texts']
  ]
  for (const contender of CONTENDERS)
    rows.push([contender.name, ...(await accuracy(contender, sample)), ...(await speed(contender, sample))])
  print(
    [
      '3. Recognizers',
      `   right: first guesses, ${learnt.length} of ${all.length} examples learnt, ${judged.length} of the rest judged`,
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
    learnt: all.slice(0, cut),
    slipped: judged.map(slip),
    warmUp: misspelt.slice(0, WARM_UP),
    timed: misspelt.slice(WARM_UP)
  }
}

async function accuracy({ learn, slow }: Contender, sample: Sample): Promise<string[]> {
  const began = performance.now()
  const classify = await learn(sample.learnt)
  const seconds = (performance.now() - began) / 1000
  const few = slow ? SLOW_JUDGED : sample.judged.length
  const clean = await shareRight(classify, sample.judged.slice(0, few))
  const slipped = await shareRight(classify, sample.slipped.slice(0, few))
  return [`${seconds.toFixed(1)} s`, clean.toFixed(3), slipped.toFixed(3), String(few)]
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
