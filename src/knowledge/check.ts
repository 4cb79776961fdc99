import type { z } from 'zod'
import type { Knowledge } from './knowledge'
import type { Facts } from './load'
import type { Problems } from './read'
import type { Guide } from './schema'
import { BUTTONS, COMMANDS, HOLES, type Phrases } from './words'

/** Adds a problem for every citation without a bullet, and for every bullet of the guide that nothing cites. */
export function checkGuide(guide: z.output<typeof Guide>, facts: Facts, problems: Problems): void {
  const cited = new Set<string>()
  for (const [place, citation] of citations(facts)) {
    cited.add(citation)
    const [section = '', number = ''] = citation.split('.')
    if (guide[section]?.[Number(number) - 1] === undefined) {
      problems.push(
        `knowledge/facts.yaml, ${place} cites ${citation}, which guide.yaml lacks. Correct the citation.`
      )
    }
  }
  for (const [section, bullets] of Object.entries(guide)) {
    bullets.forEach((bullet, index) => {
      const citation = `${section}.${index + 1}`
      if (!cited.has(citation)) {
        problems.push(
          `knowledge/facts.yaml covers nothing of ${citation} (${bullet}). Add a fact that cites it.`
        )
      }
    })
  }
}

/** Lists all citations of the facts with the place of each. */
export function citations(facts: Facts): [place: string, citation: string][] {
  const found: [string, string][] = Object.entries(facts.phrases).map(([id, from]) => [`phrases.${id}`, from])
  const { numbers, categories, reasons, steps, faqs, answers, routes, documents, reminders } = facts
  const sections = { numbers, categories, reasons, steps, faqs, answers, routes, documents, reminders }
  for (const [section, entries] of Object.entries(sections)) {
    for (const [id, { from }] of Object.entries(entries)) if (from) found.push([`${section}.${id}`, from])
  }
  return found
}

/** Adds a problem for every id in facts.yaml that points nowhere. */
export function checkIds(facts: Facts, problems: Problems): void {
  const expect = (known: Record<string, unknown>, id: string, place: string, kind: string) => {
    if (!(id in known))
      problems.push(
        `knowledge/facts.yaml, ${place} names the ${kind} ${id}, which is not there. Add or correct it.`
      )
  }
  for (const [id, { reminder }] of [...Object.entries(facts.categories), ...Object.entries(facts.faqs)]) {
    expect(facts.reminders, reminder, id, 'reminder')
  }
  for (const [id, { beyond }] of Object.entries(facts.categories))
    for (const step of beyond) expect(facts.steps, step, `categories.${id}`, 'step')
  for (const id of facts.causeOrder) expect(facts.categories, id, 'causeOrder', 'category')
  for (const [id, { category, steps }] of Object.entries(facts.reasons)) {
    expect(facts.categories, category, `reasons.${id}`, 'category')
    for (const step of steps) expect(facts.steps, step, `reasons.${id}`, 'step')
  }
  for (const [id, { reminder }] of Object.entries(facts.intents)) {
    if (reminder) expect(facts.reminders, reminder, `intents.${id}`, 'reminder')
  }
  expect(facts.reminders, facts.attachmentReminder, 'attachmentReminder', 'reminder')
  for (const [id, { nearest, steps }] of Object.entries(facts.gaps)) {
    expect(
      { ...facts.categories, ...facts.reasons, ...facts.faqs, ...facts.intents },
      nearest,
      `gaps.${id}`,
      'label'
    )
    for (const step of steps) expect(facts.steps, step, `gaps.${id}`, 'step')
  }
  for (const step of facts.checklist) expect(facts.steps, step, 'checklist', 'step')
  for (const [id, { percent }] of Object.entries(facts.documents))
    expect(facts.numbers, percent, `documents.${id}`, 'number')
  for (const name of ['escalateAfter', 'cooldownHours', 'reviewSupportHours']) {
    if (typeof facts.numbers[name]?.value !== 'number')
      problems.push(`knowledge/facts.yaml, numbers.${name} must be a number. Add it.`)
  }
}

/** Adds a problem for every {hole} that nothing fills. */
export function checkHoles(
  phrases: z.output<typeof Phrases>,
  facts: Facts,
  locale: string,
  problems: Problems
): void {
  for (const [id, text] of Object.entries(phrases)) {
    if (typeof text !== 'string') continue
    for (const [, hole = ''] of text.matchAll(/\{(\w+)\}/g)) {
      if (hole in facts.numbers || HOLES[id]?.includes(hole)) continue
      const offered = [...(HOLES[id] ?? []), 'a number of facts.yaml'].join(', ')
      problems.push(
        `knowledge/${locale}/phrases.yaml, ${id}: nothing fills {${hole}}. Use one of: ${offered}.`
      )
    }
  }
}

/** Adds a problem for every command without words, and for two buttons of one language with the same label. */
export function checkLabels(knowledge: Knowledge, problems: Problems): void {
  const { locale, phrases, replies } = knowledge
  for (const command of COMMANDS) {
    if (!replies.commands[command]) {
      problems.push(
        `knowledge/${locale}/replies.yaml, commands lacks ${command}. Add the words people say for it.`
      )
    }
  }
  const seen = new Map<string, string>()
  for (const [id, label] of labelsOf(knowledge)) {
    const other = seen.get(label.toLowerCase())
    if (other !== undefined && other !== id) {
      problems.push(
        `knowledge/${locale}: ${other} and ${id} have the same button label "${label}". Change one of them.`
      )
    }
    seen.set(label.toLowerCase(), id)
  }
  for (const id of BUTTONS) {
    const label = phrases.buttons[id]
    if (label.length > 40)
      problems.push(`knowledge/${locale}/phrases.yaml, buttons.${id} is over 40 characters. Shorten it.`)
  }
}

/** Lists every button a language has: its id and what is written on it. */
export function labelsOf({
  phrases,
  categories,
  reasons,
  faqs,
  documents,
  scams
}: Knowledge): [id: string, label: string][] {
  return [
    ...Object.entries(phrases.buttons),
    ...[...categories, ...reasons.values(), ...faqs.values(), ...documents, ...scams].map(
      ({ id, label }): [string, string] => [id, label]
    )
  ]
}
