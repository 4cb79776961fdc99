import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { load, YAMLException } from 'js-yaml'
import type { z } from 'zod'
import { messageOf } from '../errors'

/** Gathers the problems of all files, so that they can be reported at once. */
export type Problems = string[]

/** Reads and checks one YAML file; adds what is wrong to `problems`, with the place, and then returns undefined. */
export function readYaml<S extends z.ZodTypeAny>(
  folder: string,
  file: string,
  schema: S,
  problems: Problems
): z.output<S> | undefined {
  const full = path.join(folder, file)
  if (!existsSync(full)) {
    problems.push(`knowledge/${file} is missing. Create it; knowledge/README.md says what belongs in it.`)
    return undefined
  }
  let value: unknown
  try {
    value = load(readFileSync(full, 'utf8'))
  } catch (error) {
    problems.push(
      `knowledge/${file}${lineOf(error)}: ${messageOf(error).split('\n')[0]}. Correct the YAML there.`
    )
    return undefined
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  for (const issue of result.error.issues) {
    const place = issue.path.join('.') || 'the whole file'
    problems.push(`knowledge/${file}, ${place}: ${issue.message}. Correct it there.`)
  }
  return undefined
}

const lineOf = (error: unknown): string =>
  error instanceof YAMLException && error.mark ? `, line ${error.mark.line + 1}` : ''

/** Lists the language folders of a knowledge folder, in the order of their names, English first. */
export function listLocales(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, 'phrases.yaml')))
    .map((entry) => entry.name)
    .sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b))
}
