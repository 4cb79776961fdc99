import type { Message } from '../../dialogs/flow'
import { toText } from '../../src/channels/text'

type Part = Record<string, unknown>

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null
const childrenOf = (part: Part): Part[] =>
  Object.entries(part)
    .filter(([key]) => key !== 'fallback' && key !== 'data')
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter(isPart)

/** All objects of a card, itself included, without fallbacks and data. */
export const partsOf = (part: Part): Part[] => [part, ...childrenOf(part).flatMap(partsOf)]

/** The words that a card shows, in the order in which they are read. */
export const wordsOf = (card: Part): string =>
  partsOf(card)
    .flatMap(({ type, text, title }) => (type === 'TextRun' ? text : (title ?? [])))
    .join(' ')

// the marks of lists
const DRAWN = /[•\s]+/g

/** The words of a text alone, to be compared. */
export const plain = (text: string): string => text.replace(DRAWN, ' ').trim()

/** The words of what the bot says, labels of its buttons included. */
export const saidBy = (messages: readonly Message[]): string =>
  plain(
    [toText(messages), ...messages.flatMap(({ choices = [] }) => choices.map(({ label }) => label))].join(' ')
  )
