import { z } from 'zod'
import type { Reply } from '../../src/bot'
import { says } from './chat'

/** What a reply must do, in ids, so that it holds in every wording. */
export const Expectation = z.strictObject({
  /** Ids of sentences, steps, reasons and answers that must all be said, and that must not. */
  says: z.array(z.string()).optional(),
  not: z.array(z.string()).optional(),
  /** At least one of these must be said. */
  oneOf: z.array(z.string()).optional(),
  /** Where the talk must be after it, as flow.at; one of several. */
  at: z.union([z.string(), z.array(z.string())]).optional(),
  /** Failures counted after it. */
  attempts: z.number().optional()
})

/** Lists what a reply lacks of an expectation; empty when it does all of it. */
export function missing(reply: Reply, expected: z.infer<typeof Expectation>): string[] {
  const { oneOf, attempts } = expected
  const { after } = reply.trace ?? {}
  const at = after ? `${after.state.flow}.${after.state.at}` : 'nowhere'
  const places = expected.at === undefined ? undefined : [expected.at].flat()
  return [
    ...(expected.says ?? []).filter((id) => !says(reply, id)).map((id) => `does not say ${id}`),
    ...(expected.not ?? []).filter((id) => says(reply, id)).map((id) => `says ${id}`),
    ...(oneOf && !oneOf.some((id) => says(reply, id)) ? [`says none of ${oneOf.join(', ')}`] : []),
    ...(places && !places.includes(at) ? [`is at ${at}, not ${places.join(' or ')}`] : []),
    ...(attempts !== undefined && after?.attempts !== attempts
      ? [`counts ${after?.attempts}, not ${attempts}`]
      : [])
  ]
}
