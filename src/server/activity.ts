import { z } from 'zod'

const text = z.string().nullish()
const account = z.object({ id: z.string().min(1), name: text }).passthrough()

// only what the bot and the SDK read is checked; channels add fields of their own
const ActivityShape = z
  .object({
    type: z.string().min(1),
    id: text,
    channelId: z.string().min(1),
    serviceUrl: z.string().url(),
    from: account,
    recipient: account.nullish(),
    conversation: z.object({ id: z.string().min(1) }).passthrough(),
    text,
    locale: text,
    deliveryMode: text,
    attachments: z.array(z.object({ contentType: text }).passthrough()).nullish(),
    entities: z.array(z.object({ type: z.string() }).passthrough()).nullish(),
    membersAdded: z.array(account).nullish(),
    membersRemoved: z.array(account).nullish()
  })
  .passthrough()

/** Takes out what a channel sends as null, which means that it is not there. */
export function dropNulls(body: unknown): void {
  if (typeof body !== 'object' || body === null) return
  for (const [key, value] of Object.entries(body)) if (value === null) Reflect.deleteProperty(body, key)
}

/** Tells why a request body is no activity the bot can answer, or gives undefined when it is one. */
export function problemOf(body: unknown): string | undefined {
  const result = ActivityShape.safeParse(body)
  if (result.success) return undefined
  const [issue] = result.error.issues
  return `not a valid activity: ${issue?.path.join('.') || 'the body'} - ${issue?.message}`
}
