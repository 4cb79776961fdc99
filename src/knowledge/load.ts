import path from 'node:path'
import type { z } from 'zod'
import { AppError } from '../errors'
import { ROOT } from '../root'
import { checkGuide, checkHoles, checkIds, checkLabels, labelsOf } from './check'
import type { DocumentType, Knowledge, Labels, Reason, Step } from './knowledge'
import { listLocales, type Problems, readYaml } from './read'
import * as schema from './schema'
import { Legal, Page, Teams } from './screens'
import { Phrases } from './words'

/** The folder that the bot's knowledge is read from when no other is named. */
export const KNOWLEDGE = path.join(ROOT, 'knowledge')

/** What `facts.yaml` holds once it is read. */
export type Facts = z.output<typeof schema.Facts>

/**
 * Reads the facts and every language's words and resolves all references.
 * Throws KYC_KNOWLEDGE with every problem found, each with file, place and remedy.
 */
export function loadKnowledge(folder = KNOWLEDGE): Map<string, Knowledge> {
  const { knowledge, problems } = inspectKnowledge(folder)
  if (problems.length > 0) throw new AppError('KYC_KNOWLEDGE', problems.join('\n'))
  return knowledge
}

/** Reads like `loadKnowledge`, and gives the problems back in place of throwing. */
export function inspectKnowledge(folder = KNOWLEDGE): {
  knowledge: Map<string, Knowledge>
  problems: Problems
} {
  const problems: Problems = []
  const facts = readYaml(folder, 'facts.yaml', schema.Facts, problems)
  const official = readYaml(folder, 'official.yaml', schema.Official, problems)
  const guide = readYaml(folder, 'guide.yaml', schema.Guide, problems)
  const knowledge = new Map<string, Knowledge>()
  if (!facts || !official || !guide) return { knowledge, problems }
  checkGuide(guide, facts, problems)
  checkIds(facts, problems)
  for (const locale of listLocales(folder)) {
    const words = readWords(folder, locale, problems)
    if (!words) continue
    const before = problems.length
    checkHoles(words.phrases, facts, locale, problems)
    const joined = join(locale, facts, official, words, problems)
    if (problems.length === before) checkLabels(joined, problems)
    knowledge.set(locale, joined)
  }
  return { knowledge, problems }
}

type Words = ReturnType<typeof readAllWords>
type CompleteWords = { [K in keyof Words]: NonNullable<Words[K]> }

function readAllWords(folder: string, locale: string, problems: Problems) {
  const read = <S extends z.ZodTypeAny>(file: string, shape: S) =>
    readYaml(folder, `${locale}/${file}`, shape, problems)
  return {
    reasons: read('reasons.yaml', schema.Reasons),
    steps: read('steps.yaml', schema.Steps),
    faqs: read('faqs.yaml', schema.Faqs),
    documents: read('documents.yaml', schema.Documents),
    reminders: read('reminders.yaml', schema.Reminders),
    scams: read('scams.yaml', schema.Scams),
    replies: read('replies.yaml', schema.Replies),
    entities: read('entities.yaml', schema.EntityWords),
    answers: read('answers.yaml', schema.Answers),
    phrases: read('phrases.yaml', Phrases),
    page: read('page.yaml', Page),
    teams: read('teams.yaml', Teams),
    legal: read('legal.yaml', Legal)
  }
}

function readWords(folder: string, locale: string, problems: Problems): CompleteWords | undefined {
  const words = readAllWords(folder, locale, problems)
  return Object.values(words).includes(undefined) ? undefined : (words as CompleteWords)
}

function join(
  locale: string,
  facts: Facts,
  official: Knowledge['official'],
  words: CompleteWords,
  problems: Problems
): Knowledge {
  const find = <T>(entries: Record<string, T>, id: string, file: string): T[] => {
    const found = entries[id]
    if (found === undefined) {
      problems.push(
        `knowledge/${locale}/${file} lacks ${id}. Add its words there, or remove the id from facts.yaml.`
      )
    }
    return found === undefined ? [] : [found]
  }
  const fill = (text: string) => fillNumbers(text, facts, official)
  const steps = (ids: string[]): Step[] =>
    ids.flatMap((id) =>
      find(words.steps, id, 'steps.yaml').map((said) => {
        const means = facts.steps[id]?.means
        return { id, do: fill(said.do), why: fill(said.why), ...(means ? { means } : {}) }
      })
    )

  const reasons = new Map<string, Reason>()
  for (const [id, fact] of Object.entries(facts.reasons)) {
    const reminder = facts.categories[fact.category]?.reminder ?? ''
    for (const said of find(words.reasons.reasons, id, 'reasons.yaml, under reasons,')) {
      const beyond = steps(facts.categories[fact.category]?.beyond ?? [])
      reasons.set(id, { id, ...said, ...fact, reminder, beyond, gap: false, steps: steps(fact.steps) })
    }
  }
  for (const [id, fact] of Object.entries(facts.gaps)) {
    const category = facts.reasons[fact.nearest]?.category ?? fact.nearest
    const reminder = facts.categories[category]?.reminder ?? Object.keys(facts.reminders)[0] ?? ''
    for (const said of find(words.reasons.gaps, id, 'reasons.yaml, under gaps,')) {
      const beyond = steps(facts.categories[category]?.beyond ?? [])
      const shared = { category, reminder, beyond, gap: true, otherDocument: false, symptoms: [] }
      reasons.set(id, { id, ...said, ...shared, steps: steps(fact.steps) })
    }
  }
  const guideReasons = [...reasons.values()].filter((reason) => !reason.gap)
  const knowledge: Knowledge = {
    locale,
    official,
    reasons,
    categories: Object.entries(facts.categories).flatMap(([id, { reminder }]) =>
      find(words.reasons.categories, id, 'reasons.yaml, under categories,').map((said) => ({
        id,
        ...said,
        reminder,
        reasons: guideReasons.filter((reason) => reason.category === id)
      }))
    ),
    causeOrder: facts.causeOrder,
    checklist: steps(facts.checklist),
    faqs: new Map(
      Object.entries(facts.faqs).flatMap(([id, { reminder, pending }]) =>
        find(words.faqs, id, 'faqs.yaml').map((said) => [
          id,
          { id, label: said.label, answer: fill(said.answer), reminder, pending }
        ])
      )
    ),
    documents: Object.entries(facts.documents)
      .flatMap(([id, { percent, suits }]): DocumentType[] =>
        find(words.documents, id, 'documents.yaml').map((said) => ({
          id,
          ...said,
          suits,
          about: fill(said.about),
          percent: Number(facts.numbers[percent]?.value)
        }))
      )
      .sort((a, b) => b.percent - a.percent),
    reminders: Object.keys(facts.reminders).flatMap((id) =>
      find(words.reminders, id, 'reminders.yaml').map((text) => ({ id, text: fill(text) }))
    ),
    scams: facts.scams.flatMap((id) =>
      find(words.scams, id, 'scams.yaml').map(({ steps, ...said }) => ({
        id,
        ...said,
        steps: steps.map((step, place) => ({ id: `${id}.${place}`, ...step }))
      }))
    ),
    phrases: {
      ...(Object.fromEntries(
        Object.entries(words.phrases).map(([id, text]) => [id, typeof text === 'string' ? fill(text) : text])
      ) as Knowledge['phrases'])
    },
    replies: words.replies,
    entities: words.entities,
    answers: new Map(
      Object.entries(facts.answers).flatMap(([id, { kind, from }]) =>
        find(words.answers, id, 'answers.yaml').map((said) => [id, { id, kind, from, says: fill(said.says) }])
      )
    ),
    page: words.page,
    teams: words.teams,
    legal: words.legal,
    kinds: new Map(Object.entries(facts.intents).map(([id, { kind }]) => [id, kind])),
    kindReminders: new Map(
      Object.values(facts.intents).flatMap(({ kind, reminder }) => (reminder ? [[kind, reminder]] : []))
    ),
    attachmentReminder: facts.attachmentReminder,
    buttons: new Map(),
    escalateAfter: Number(facts.numbers.escalateAfter?.value),
    cooldownHours: Number(facts.numbers.cooldownHours?.value),
    reviewSupportHours: Number(facts.numbers.reviewSupportHours?.value),
    labels: joinLabels(facts)
  }
  for (const [id, label] of labelsOf(knowledge)) knowledge.buttons.set(id, label)
  return knowledge
}

function fillNumbers(text: string, facts: Facts, official: Knowledge['official']): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) =>
    name === 'officialDomain' ? (official.domains[0] ?? hole) : String(facts.numbers[name]?.value ?? hole)
  )
}

// kinds that are no matter of their own
const MANNERS = new Set(['greet', 'bye', 'notice', 'decline'])
// kinds that protect the person
const URGENT = new Set(['refuse', 'warn'])

// causes are told, questions of the guide ask for a fact
function joinActs(facts: Facts): Labels['act'] {
  const acts: Labels['act'] = new Map([[facts.ruledOut, 'ruled_out']])
  for (const id of Object.keys({ ...facts.categories, ...facts.reasons, ...facts.gaps }))
    acts.set(id, 'tell_cause')
  for (const [id, { pending }] of Object.entries(facts.faqs)) if (!pending) acts.set(id, 'ask_fact')
  for (const [id, { act }] of Object.entries(facts.intents)) if (act) acts.set(id, act)
  return acts
}

function joinLabels(facts: Facts): Labels {
  const label = new Map<string, string>()
  const reason = new Map<string, string>()
  for (const id of [
    ...Object.keys(facts.categories),
    ...Object.keys(facts.faqs),
    ...Object.keys(facts.intents)
  ])
    label.set(id, id)
  for (const [id, { category }] of Object.entries(facts.reasons)) {
    label.set(id, category)
    reason.set(id, id)
  }
  for (const [id, { nearest }] of Object.entries(facts.gaps)) {
    label.set(id, label.get(nearest) ?? nearest)
    if (reason.has(nearest)) reason.set(id, nearest)
  }
  const ofKind = (kinds: ReadonlySet<string>): Set<string> =>
    new Set(Object.keys(facts.intents).filter((id) => kinds.has(facts.intents[id]?.kind ?? '')))
  const outOfScope = Object.keys(facts.intents).find((id) => facts.intents[id]?.kind === 'decline') ?? ''
  return {
    label,
    reason,
    act: joinActs(facts),
    manners: ofKind(MANNERS),
    urgent: ofKind(URGENT),
    ruledOut: facts.ruledOut,
    outOfScope
  }
}
