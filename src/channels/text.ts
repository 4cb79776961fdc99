import type { Choice, Message } from '../../dialogs/flow'

/** Writes messages as plain text; lists become lines with a dot, so that only buttons are counted by number. */
export const toText = (messages: readonly Message[]): string =>
  messages.map(({ text, list = [] }) => [text, ...list.map((line) => `• ${line}`)].join('\n')).join('\n\n')

/** Writes choices as numbered lines. */
export const numbered = (choices: readonly Choice[]): string =>
  choices.map(({ label }, index) => `${index + 1}. ${label}`).join('\n')
