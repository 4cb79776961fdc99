import { z } from 'zod'
import { line } from './schema'
import { each } from './words'

const pageWords = [
  'brand',
  'about',
  'conversation',
  'you',
  'placeholder',
  'send',
  'typing',
  'notSent',
  'retry',
  'ticked',
  'privacy',
  'connecting',
  'reconnecting',
  'offline',
  'latest',
  'copy',
  'copied',
  'calendar',
  'erased',
  'open',
  'close',
  'noScript',
  'causes',
  'others',
  'checklist',
  'escalation',
  'documents',
  'questions',
  'safety',
  'demoTitle',
  'demoText',
  'demoCode'
] as const

/** <language>/page.yaml: the words of the chat page and what belongs to it. */
export const Page = each(pageWords).extend({ direction: z.enum(['ltr', 'rtl']) })

// Teams' own lengths
const NAME = 30
const FULL_NAME = 100
const SHORT = 80
const ABOUT = 4000
const COMMAND = 128
const MOST_COMMANDS = 12

/** <language>/teams.yaml: the words of the Teams app package. */
export const Teams = z.strictObject({
  name: line.max(NAME),
  fullName: line.max(FULL_NAME),
  short: line.max(SHORT),
  about: line.max(ABOUT),
  commands: z
    .array(z.strictObject({ say: line.max(COMMAND), does: line.max(COMMAND) }))
    .min(1)
    .max(MOST_COMMANDS)
})

/** <language>/legal.yaml: the pages on what is kept and on the terms of use. */
export const Legal = z.strictObject({
  privacyTitle: line,
  privacy: z.array(line).min(1),
  termsTitle: line,
  terms: z.array(line).min(1),
  back: line
})
