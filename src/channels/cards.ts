import type { Attachment } from 'botbuilder'
import type { Choice, Message } from '../../dialogs/flow'
import { drawBar } from './bar'
import { numbered, toText } from './text'

/** What a pressed button sends back. */
export interface Press {
  /** Id of the button. */
  choice: string
  /** The mark of the card, by which the bot knows what it showed. */
  mark: string
}

const TYPE = 'application/vnd.microsoft.card.adaptive'
// Teams draws 1.5 on every device
const VERSION = '1.5'
/** More buttons than this in a row are cut off on telephones. */
const ROW = 3

type Element = Record<string, unknown>

/** Draws the messages of a turn as one Adaptive Card; it says what the plain text says, in the same order. */
export function toCard(messages: readonly Message[], mark: string): Attachment {
  const choices = messages.flatMap((message) => message.choices ?? [])
  return {
    contentType: TYPE,
    content: {
      type: 'AdaptiveCard',
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      version: VERSION,
      // for clients that cannot draw it
      fallbackText: [toText(messages), numbered(choices)].filter(Boolean).join('\n\n'),
      body: [...messages.flatMap(draw), ...rows(choices).map((row) => actionSet(row, mark))]
    }
  }
}

function draw(message: Message): Element[] {
  const { tone, copy, progress } = message
  const items = [
    ...(progress ? [steps(progress), ...current(message)] : [text(message.text, { first: true })]),
    ...(message.list ?? []).map((line, n) => bullet(line, message.shares?.[n])),
    ...(progress ? [] : (message.steps ?? []).map(({ do: todo, why }, n) => tick(`${todo} ${why}`.trim(), n)))
  ]
  if (tone === 'warning') return [container(items, 'warning')]
  if (tone === 'reminder' || copy) return [container(items, 'emphasis')]
  return items
}

const container = (items: Element[], style: string): Element => ({
  type: 'Container',
  style,
  spacing: 'Medium',
  items
})

// runs of text are never read as Markdown, which a person's own words may look like
const text = (words: string, { first = false, bold = false, subtle = false } = {}): Element => ({
  type: 'RichTextBlock',
  spacing: first ? 'Medium' : 'Small',
  inlines: [{ type: 'TextRun', text: words, ...(bold ? { weight: 'Bolder' } : {}), isSubtle: subtle }]
})

// a rate comes with its bar
const bullet = (line: string, percent: number | undefined): Element =>
  percent === undefined
    ? text(`• ${line}`)
    : {
        type: 'Container',
        spacing: 'Small',
        items: [bar(percent / 100, `${percent} %`), { ...text(line), spacing: 'None' }]
      }

const steps = ({ step, total }: { step: number; total: number }): Element =>
  bar(step / total, `${step}/${total}`)

// an image without a text of its own is read out as its address
const bar = (share: number, spoken: string): Element => ({
  type: 'Image',
  url: drawBar(share),
  altText: spoken
})

const current = ({ text: head, steps: [step] = [] }: Message): Element[] => [
  text(head, { subtle: true }),
  ...(step ? [text(step.do, { bold: true }), text(step.why)] : [])
]

// to be ticked off on the card; what is ticked is sent along with a button, and nobody looks at it
const tick = (title: string, n: number): Element => ({
  type: 'Input.Toggle',
  id: `step${n}`,
  title,
  wrap: true,
  spacing: 'Small'
})

// as even as can be: four are two and two
function rows(choices: readonly Choice[]): Choice[][] {
  const count = Math.ceil(choices.length / ROW)
  const size = Math.ceil(choices.length / count)
  return Array.from({ length: count }, (_, n) => choices.slice(n * size, (n + 1) * size))
}

const actionSet = (choices: readonly Choice[], mark: string): Element => ({
  type: 'ActionSet',
  actions: choices.map(({ label, value }) => {
    const action = { title: label, data: { choice: value, mark } satisfies Press }
    // channels that do not know how to run an action send it as a message
    return {
      type: 'Action.Execute',
      verb: 'choose',
      ...action,
      fallback: { type: 'Action.Submit', ...action }
    }
  })
})
