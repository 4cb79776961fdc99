import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../../errors'
import { listLocales, type Problems, readYaml } from '../../knowledge/read'
import { ActExamples, Answers, Examples, SeveralExamples } from '../../knowledge/schema'
import { normalise, tokenise } from '../../text/words'
import type { Example } from './train'

const SEVERAL = 'several.yaml'

/** A phrase of the examples and the ids it is filed under. */
export interface Phrase {
  text: string
  ids: string[]
}

/** A phrase of the dialogue acts, and the place of the talk in which people say it. */
export interface ActPhrase extends Phrase {
  place: string
}

/** Lists the files of examples of all languages, as paths below the knowledge folder. */
export const exampleFiles = (folder: string): string[] => [
  ...filesIn(folder, 'examples'),
  ...filesIn(folder, 'acts'),
  ...listLocales(folder).map((locale) => path.join(locale, 'answers.yaml'))
]

/** Reads all example phrases of complaints and questions; throws KYC_KNOWLEDGE with every broken file. */
export const readExamples = (folder: string): Phrase[] =>
  reading(folder, 'examples', (file, problems) => {
    if (path.basename(file) === SEVERAL) return readYaml(folder, file, SeveralExamples, problems) ?? []
    const ids = [path.basename(file, '.yaml')]
    return (readYaml(folder, file, Examples, problems) ?? []).map((text) => ({ text, ids }))
  })

/** Reads what people say in the middle of a talk, by dialogue act and place; throws KYC_KNOWLEDGE like `readExamples`. */
export const readActs = (folder: string): ActPhrase[] =>
  reading(folder, 'acts', (file, problems) => {
    const ids = [path.basename(file, '.yaml')]
    const byPlace = readYaml(folder, file, ActExamples, problems) ?? {}
    return Object.entries(byPlace).flatMap(([place, lines]) => lines.map((text) => ({ text, ids, place })))
  })

/** Reads how people ask for each answer of `answers.yaml`, in all languages; throws KYC_KNOWLEDGE like `readExamples`. */
export function readQuestions(folder: string): Phrase[] {
  const problems: Problems = []
  const phrases = listLocales(folder).flatMap((locale) =>
    Object.entries(readYaml(folder, `${locale}/answers.yaml`, Answers, problems) ?? {}).flatMap(
      ([id, { asked }]) => asked.map((text) => ({ text, ids: [id] }))
    )
  )
  if (problems.length > 0) throw new AppError('KYC_KNOWLEDGE', problems.join('\n'))
  return phrases
}

/** Splits phrases into words, as the model wants them; the name of a label is one more phrase of it. */
export function toExamples(phrases: readonly Phrase[]): Example[] {
  const labels = new Set(phrases.flatMap(({ ids }) => ids))
  const names = [...labels].map((label) => ({ text: label.replaceAll('_', ' '), ids: [label] }))
  return [...phrases, ...names].map(({ text, ids }) => ({ words: tokenise(normalise(text)), labels: ids }))
}

/** Reads a knowledge folder's example files byte by byte, for telling whether a trained model still fits them. */
export const readRaw = (folder: string): [file: string, content: Buffer][] =>
  exampleFiles(folder)
    .filter((file) => existsSync(path.join(folder, file)))
    .map((file) => [file, readFileSync(path.join(folder, file))])

const filesIn = (folder: string, kind: string): string[] =>
  listLocales(folder).flatMap((locale) =>
    existsSync(path.join(folder, locale, kind))
      ? readdirSync(path.join(folder, locale, kind))
          .filter((file) => file.endsWith('.yaml'))
          .sort()
          .map((file) => path.join(locale, kind, file))
      : []
  )

function reading<T extends Phrase>(
  folder: string,
  kind: string,
  read: (file: string, problems: Problems) => T[]
): T[] {
  const problems: Problems = []
  const phrases = filesIn(folder, kind).flatMap((file) => read(file, problems))
  if (problems.length > 0) throw new AppError('KYC_KNOWLEDGE', problems.join('\n'))
  return phrases
}
