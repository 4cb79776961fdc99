import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../../errors'
import { ROOT } from '../../root'
import { actsOfComplaints, toActExamples } from '../run/actmodel'
import { toAnswerExamples } from '../run/answermodel'
import { toCheatExamples } from '../run/cheatmodel'
import { pack, unpack, type Weights } from '../run/model'
import { TUNING } from '../run/tuning'
import { readVectors, vectorFile, type WordVectors } from '../run/vectors'
import { readActs, readExamples, readQuestions, readRaw, toExamples } from './examples'
import { type Example, type TrainOptions, train } from './train'

/** Where the trained models are kept between starts; they are made again whenever the examples or the tuning change. */
const FILES = {
  complaints: 'model.bin',
  acts: 'acts.bin',
  answers: 'answers.bin',
  cheats: 'cheats.bin'
} as const
/** Raise when the meaning of the packed file or of the features changes. */
const FORMAT = 4

/** What was learnt from the examples: what complaints mean, what a message does in a talk, what it asks, and whether it cheats. */
export type Learnt = Record<keyof typeof FILES, Weights>

/** Gives what was learnt from a knowledge folder: the kept models where they fit the examples, else newly trained ones. */
export function loadModels(folder: string, actOf: ReadonlyMap<string, string>): Learnt {
  const fingerprint = fingerprintOf(folder, actOf)
  const vectors = readVectors(folder)
  const load = (name: keyof typeof FILES, examples: () => Example[], options?: TrainOptions): Weights =>
    loadModel(path.join(ROOT, 'dist', FILES[name]), fingerprint, vectors, () =>
      train(examples(), vectors, options)
    )
  const complaints = (): Example[] => toExamples(readExamples(folder))
  return {
    complaints: load('complaints', complaints),
    acts: load('acts', () =>
      toActExamples([...readActs(folder), ...actsOfComplaints(readExamples(folder), actOf)])
    ),
    cheats: load('cheats', () =>
      toCheatExamples(readExamples(folder), readActs(folder), readQuestions(folder), actOf)
    ),
    answers: load(
      'answers',
      () => toAnswerExamples(readQuestions(folder), readActs(folder), readExamples(folder)),
      { margins: false, epochs: TUNING.answerEpochs }
    )
  }
}

function loadModel(file: string, fingerprint: string, vectors: WordVectors, learn: () => Weights): Weights {
  if (existsSync(file)) {
    const kept = unpack(readFileSync(file), fingerprint, vectors)
    if (kept) return kept
  }
  const packed = pack(learn(), fingerprint)
  keep(file, packed)
  const weights = unpack(packed, fingerprint, vectors)
  if (!weights)
    throw new AppError('KYC_KNOWLEDGE', `The new model cannot be read back. Delete ${file} and start again.`)
  return weights
}

function keep(file: string, packed: Buffer): void {
  const draft = `${file}.${process.pid}`
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(draft, packed)
    // renamed, because another process may be reading
    renameSync(draft, file)
  } catch {
    // a read-only installation trains at every start, which costs seconds and nothing else
  }
}

function fingerprintOf(folder: string, actOf: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256').update(JSON.stringify([FORMAT, TUNING, [...actOf]]))
  if (existsSync(vectorFile(folder))) hash.update(readFileSync(vectorFile(folder)))
  for (const [file, content] of readRaw(folder)) hash.update(`\0${file}\0`).update(content)
  return hash.digest('hex')
}
