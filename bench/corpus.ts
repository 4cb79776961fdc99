import { readGold } from '../src/cli/lines'
import { createSlips } from '../src/recognizer/measure/slips'
import type { Phrase } from '../src/recognizer/train/examples'
import { ANYWHERE, type Contender, labelOf } from './contenders'
import { median, print, quantile } from './figures'
import { firstOfEach, shares } from './recognizers'

const SEED = 5
const SLIPS = 2
const TIMED = 1000
const SLOW_TIMED = 15

/** Measures the recognizer beside its peers on any labelled lines, with ten examples a label and with all of them. */
export async function benchCorpus(trainFile: string, testFile: string): Promise<void> {
  const train = await readPhrases(trainFile)
  const judged = await readPhrases(testFile)
  const slips = createSlips(SEED)
  const slipped = judged.map((phrase) => ({ ...phrase, text: slips(phrase.text, SLIPS) }))
  for (const [name, learnt] of [
    ['10 examples a label', firstOfEach(train)],
    ['all examples', train]
  ] as const) {
    const rows = [['', 'right', 'right, 2 slips', 'median µs', 'p99 µs']]
    for (const contender of ANYWHERE) {
      const classify = await contender.learn(learnt)
      rows.push([
        contender.name,
        ...(await shares(classify, contender, { judged, slipped })),
        ...(await times(classify, contender, judged))
      ])
    }
    print(`${trainFile}: ${name} (${learnt.length}), judged on ${judged.length} of ${testFile}`, rows)
  }
}

const readPhrases = async (file: string): Promise<Phrase[]> =>
  (await readGold(file)).map(({ text, labels }) => ({ text, ids: labels }))

async function times(
  classify: Awaited<ReturnType<Contender['learn']>>,
  { slow }: Contender,
  judged: readonly Phrase[]
): Promise<string[]> {
  const taken: number[] = []
  for (const phrase of judged.slice(0, slow ? SLOW_TIMED : TIMED)) {
    const began = performance.now()
    if ((await classify(phrase.text)) === '') throw new Error(`no label in ${labelOf(phrase)}`)
    taken.push((performance.now() - began) * 1000)
  }
  return [median(taken).toFixed(0), quantile(taken, 0.99).toFixed(0)]
}
