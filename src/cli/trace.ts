import type { Reply } from '../bot'

type Trace = NonNullable<Reply['trace']>

/** Writes why an answer was given, in lines for people. */
export function traceLines(trace: Trace, said: readonly string[] = []): string[] {
  const { rule, choice, acts, causes, answers, entities, before, after, hidden, language } = trace
  const sure = ({ id, confidence }: { id: string; confidence: number }): string =>
    `${id} ${confidence.toFixed(2)}`
  const line = (name: string, values: readonly string[]): string[] =>
    values.length > 0 ? [`  ${name.padEnd(9)}${values.join(', ')}`] : []
  const named = Object.entries(entities).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  return [
    ...line('rule', [rule]),
    ...line('pressed', choice === undefined ? [] : [choice]),
    ...line('acts', acts.slice(0, 3).map(sure)),
    ...line(
      'causes',
      causes.map((cause) => `${sure(cause)} ${cause.polarity}`)
    ),
    ...line('answers', answers.slice(0, 3).map(sure)),
    ...line('entities', named),
    ...line('place', [`${stateName(before.state)} -> ${stateName(after.state)}`]),
    ...line(
      'attempts',
      before.attempts === after.attempts ? [] : [`${before.attempts} -> ${after.attempts}`]
    ),
    ...line('hidden', hidden),
    ...line('language', [language]),
    ...line('said', said)
  ]
}

function stateName({ flow, at, ...rest }: Trace['before']['state']): string {
  const details = Object.values(rest).filter((value) => typeof value !== 'object')
  return [flow, at, ...details].join('.')
}
