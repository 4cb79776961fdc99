import type { Choice, Message } from '../../dialogs/flow'

/** Writes messages as plain text; lists become lines with a dot, so that only buttons are counted by number. */
export const toText = (messages: readonly Message[]): string => messages.map(paragraph).join('\n\n')

function paragraph({ text, list = [], steps = [], progress }: Message): string {
  // a short list has no reasons
  const todo = steps.map((step) => `${step.do} ${step.why}`.trim())
  return progress
    ? [text, ...todo].join(' ')
    : [text, ...[...list, ...todo].map((line) => `• ${line}`)].join('\n')
}

/** Writes choices as numbered lines. */
export const numbered = (choices: readonly Choice[]): string =>
  choices.map(({ label }, index) => `${index + 1}. ${label}`).join('\n')
