import { createReadStream, existsSync, statSync } from 'node:fs'
import { stdin } from 'node:process'
import { createInterface } from 'node:readline'
import { AppError } from '../errors'
import type { GoldLine } from '../recognizer/measure/evaluate'

/** A line of a file and its number, from 1. */
export interface Line {
  line: string
  number: number
}

/** Throws KYC_INPUT where a file is missing. */
export function requireFile(file: string): void {
  if (!(existsSync(file) && statSync(file).isFile()))
    throw new AppError('KYC_INPUT', `The file ${file} does not exist. Name a file, or - for standard input.`)
}

/** Reads the lines of a file, without the empty ones, or with "-" all of standard input; throws KYC_INPUT. */
export async function* readLines(file: string): AsyncGenerator<Line> {
  if (file !== '-') requireFile(file)
  let number = 0
  for await (const line of createInterface({
    input: file === '-' ? stdin : createReadStream(file),
    crlfDelay: Infinity
  })) {
    number++
    if (line.trim() !== '' || file === '-') yield { line, number }
  }
}

/** Reads a line as a JSON object; throws KYC_INPUT with the place. */
export function parseLine({ line, number }: Line, file: string): Record<string, unknown> {
  try {
    const row: unknown = JSON.parse(line)
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row as Record<string, unknown>
  } catch {
    // told below, with the place
  }
  throw malformed(file, number, 'is no JSON object')
}

/** Says what is wrong with a line. */
export const malformed = (file: string, number: number, problem: string): AppError =>
  new AppError('KYC_INPUT', `${file}, line ${number} ${problem}. Correct that line.`)

/** Reads labelled lines; throws KYC_INPUT at the first malformed one. */
export async function readGold(file: string): Promise<GoldLine[]> {
  const gold: GoldLine[] = []
  for await (const line of readLines(file)) {
    const row = parseLine(line, file)
    const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
    const labels = row.label === undefined ? list(row.labels) : [String(row.label)]
    if (typeof row.text !== 'string' || labels.length === 0)
      throw malformed(file, line.number, 'needs "text" and "labels" (or "label")')
    gold.push({
      text: row.text,
      labels,
      reasons: list(row.reasons),
      kind: String(row.kind ?? 'plain'),
      alt: list(row.alt),
      altReasons: list(row.alt_reasons)
    })
  }
  return gold
}

/** Throws that a command was used wrongly; its caller prints the usage. */
export const usage = (problem: string): never => {
  throw new AppError('KYC_USAGE', problem)
}
