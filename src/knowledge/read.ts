import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { messageOf } from '../errors'

/** Gathers the problems of all files, so that they can be reported at once. */
export type Problems = string[]

/** Reads and checks one YAML file; adds what is wrong to `problems`, with the line, and then returns undefined. */
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
  const lines = new LineCounter()
  const document = parseDocument(readFileSync(full, 'utf8'), { lineCounter: lines })
  for (const error of document.errors) {
    problems.push(`knowledge/${file}: ${error.message.split('\n')[0]} Correct the YAML there.`)
  }
  if (document.errors.length > 0) return undefined
  const result = schema.safeParse(toPlain(() => document.toJS(), file, problems))
  if (result.success) return result.data
  for (const issue of result.error.issues) {
    const place = issue.path.join('.') || 'the whole file'
    problems.push(`knowledge/${file}${lineOf(issue.path)}, ${place}: ${issue.message}. Correct it there.`)
  }
  return undefined

  function lineOf(at: (string | number)[]): string {
    for (let depth = at.length; depth > 0; depth--) {
      const node = document.getIn(at.slice(0, depth), true) as
        | { range?: [number, number, number] }
        | undefined
      if (node?.range) return `:${lines.linePos(node.range[0]).line}`
    }
    return ''
  }
}

function toPlain(read: () => unknown, file: string, problems: Problems): unknown {
  try {
    return read()
  } catch (error) {
    problems.push(`knowledge/${file}: ${messageOf(error)}. Correct the YAML there.`)
    return undefined
  }
}

/** Lists the language folders of a knowledge folder, in the order of their names, English first. */
export function listLocales(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, 'phrases.yaml')))
    .map((entry) => entry.name)
    .sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b))
}
