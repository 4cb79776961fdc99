import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../errors'
import { listLocales, type Problems, readYaml } from '../knowledge/read'
import { Examples, SeveralExamples } from '../knowledge/schema'
import { ROOT } from '../root'
import { pack, unpack, type Weights } from './model'
import { normalise, tokenise } from './text'
import { type Example, train } from './train'
import { TUNING } from './tuning'
import { readVectors, vectorFile, type WordVectors } from './vectors'

/** Where the trained models are kept between starts; they are made again whenever the examples or the tuning change. */
const MODEL = path.join(ROOT, 'dist', 'model.bin')
const REPLY_MODEL = path.join(ROOT, 'dist', 'replies.bin')
/** Raise when the meaning of the packed file or of the features changes. */
const FORMAT = 3
const SEVERAL = 'several.yaml'
const REPLY = 'reply_'

/** Lists the example files of all languages, as paths below the knowledge folder. */
const exampleFiles = (folder: string): string[] =>
  listLocales(folder).flatMap((locale) =>
    readdirSync(path.join(folder, locale, 'examples'))
      .filter((file) => file.endsWith('.yaml'))
      .sort()
      .map((file) => path.join(locale, 'examples', file))
  )

/** A phrase of the examples and the ids it is filed under. */
export interface Phrase {
  text: string
  ids: string[]
}

/** Reads all example phrases of complaints and questions; throws KYC_KNOWLEDGE with every broken file. */
export function readExamples(folder: string): Phrase[] {
  const problems: Problems = []
  const phrases = exampleFiles(folder)
    .filter((file) => !path.basename(file).startsWith(REPLY))
    .flatMap((file): Phrase[] => {
      if (path.basename(file) === SEVERAL) return readYaml(folder, file, SeveralExamples, problems) ?? []
      const ids = [path.basename(file, '.yaml')]
      return (readYaml(folder, file, Examples, problems) ?? []).map((text) => ({ text, ids }))
    })
  if (problems.length > 0) throw new AppError('KYC_KNOWLEDGE', problems.join('\n'))
  return phrases
}

/** Reads the short replies of all languages ("still refused"), each with its meaning ("failed"). */
export function readReplies(folder: string): Phrase[] {
  const problems: Problems = []
  const replies = exampleFiles(folder)
    .filter((file) => path.basename(file).startsWith(REPLY))
    .flatMap((file): Phrase[] => {
      const ids = [path.basename(file, '.yaml').slice(REPLY.length)]
      return (readYaml(folder, file, Examples, problems) ?? []).map((text) => ({ text, ids }))
    })
  if (problems.length > 0) throw new AppError('KYC_KNOWLEDGE', problems.join('\n'))
  return replies
}

/** Splits phrases into words, as the model wants them; the name of a label is one more phrase of it. */
export function toExamples(phrases: readonly Phrase[]): Example[] {
  const labels = new Set(phrases.flatMap(({ ids }) => ids))
  const names = [...labels].map((label) => ({ text: label.replaceAll('_', ' '), ids: [label] }))
  return [...phrases, ...names].map(({ text, ids }) => ({ words: tokenise(normalise(text)), labels: ids }))
}

/** What was learnt from the examples: what complaints and questions mean, and what short replies mean. */
export interface Learnt {
  complaints: Weights
  replies: Weights
}

/** Gives what was learnt from a knowledge folder: the kept models where they fit the examples, else newly trained ones. */
export function loadModels(folder: string): Learnt {
  const fingerprint = fingerprintOf(folder)
  const vectors = readVectors(folder)
  const repliesOf = (): Example[] =>
    readReplies(folder).map(({ text, ids }) => ({ words: tokenise(normalise(text)), labels: ids }))
  return {
    complaints: loadModel(MODEL, fingerprint, vectors, () => toExamples(readExamples(folder))),
    replies: loadModel(REPLY_MODEL, fingerprint, vectors, repliesOf)
  }
}

function loadModel(
  file: string,
  fingerprint: string,
  vectors: WordVectors,
  examples: () => Example[]
): Weights {
  if (existsSync(file)) {
    const kept = unpack(readFileSync(file), fingerprint, vectors)
    if (kept) return kept
  }
  const packed = pack(train(examples(), vectors), fingerprint)
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

function fingerprintOf(folder: string): string {
  const hash = createHash('sha256').update(JSON.stringify([FORMAT, TUNING]))
  if (existsSync(vectorFile(folder))) hash.update(readFileSync(vectorFile(folder)))
  for (const file of exampleFiles(folder))
    hash.update(`\0${file}\0`).update(readFileSync(path.join(folder, file)))
  return hash.digest('hex')
}
