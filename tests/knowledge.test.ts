import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { load as parse } from 'js-yaml'
import { citations } from '../src/knowledge/check'
import { inspectKnowledge, KNOWLEDGE, loadKnowledge } from '../src/knowledge/load'
import { readYaml } from '../src/knowledge/read'
import { Facts, Guide } from '../src/knowledge/schema'
import { COMMANDS } from '../src/knowledge/words'

const facts = Facts.parse(parse(readFileSync(path.join(KNOWLEDGE, 'facts.yaml'), 'utf8')))
const guide = Guide.parse(parse(readFileSync(path.join(KNOWLEDGE, 'guide.yaml'), 'utf8')))
const languages = [...loadKnowledge().entries()]

describe('the facts', () => {
  const cited = new Set(citations(facts).map(([, citation]) => citation))
  const bullets = Object.entries(guide).flatMap(([section, lines]) =>
    lines.map((line, index) => ({ citation: `${section}.${index + 1}`, line }))
  )

  it.each(bullets)('cover $citation: $line', ({ citation }) => {
    expect(cited).toContain(citation)
  })

  it('have the guide s four categories with six, four, four and four reasons', () => {
    const [, en] = languages[0] ?? []
    expect(en?.categories.map(({ reasons }) => reasons.length)).toEqual([6, 4, 4, 4])
  })

  it.each([
    ['secondPassPercent', 85],
    ['photoSharePercent', 60],
    ['escalateAfter', 3],
    ['cooldownHours', 24],
    ['ticketDays', '3-5'],
    ['reviewMostMinutes', 10],
    ['reviewHours', 24],
    ['reviewSupportHours', 48],
    ['withdrawalBtc', 100],
    ['nationalIdPercent', 90],
    ['passportPercent', 85],
    ['driverLicencePercent', 75]
  ])('say the guide s number for %s', (id, value) => {
    expect(facts.numbers[id]?.value).toBe(value)
  })
})

describe.each(languages)('the language %s', (_, knowledge) => {
  it('has words for every command', () => {
    for (const command of COMMANDS) expect(knowledge.replies.commands[command]?.length).toBeGreaterThan(0)
  })

  it('introduces itself in at most 40 words and says that it is not Binance', () => {
    expect(knowledge.phrases.welcome.split(/\s+/).length).toBeLessThanOrEqual(40)
    expect(knowledge.phrases.welcome).toMatch(/\b(not|no soy) Binance/)
  })

  it('says no sentence of more than 20 words, and none with an exclamation mark', () => {
    const { phrases, faqs, reasons, categories, reminders, checklist } = knowledge
    const texts = [
      ...Object.values(phrases).filter((text): text is string => typeof text === 'string'),
      ...[...faqs.values()].map(({ answer }) => answer),
      ...[...reasons.values()].flatMap(({ cause, steps }) => [
        cause,
        ...steps.flatMap((step) => [step.do, step.why])
      ]),
      ...categories.map(({ ask }) => ask),
      ...reminders.map(({ text }) => text),
      ...checklist.map((step) => step.do)
    ]
    const sentences = texts.flatMap((text) => text.split(/(?<=[.?:])\s+/))
    expect(sentences.filter((sentence) => sentence.split(/\s+/).length > 20)).toEqual([])
    expect(texts.filter((text) => text.includes('!'))).toEqual([])
  })

  it('never promises a pass', () => {
    expect(JSON.stringify([...knowledge.reasons.values(), knowledge.phrases])).not.toMatch(
      /you will pass|guarantee|will be approved|vas a pasar|garantiz/i
    )
  })
})

describe('a broken knowledge folder', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kyc-knowledge-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is reported with every problem at once: file, place and remedy', () => {
    cpSync(KNOWLEDGE, folder, { recursive: true })
    const edit = (file: string, from: string | RegExp, to: string) => {
      const full = path.join(folder, file)
      const text = readFileSync(full, 'utf8')
      expect(text).toMatch(from)
      writeFileSync(full, text.replace(from, to))
    }
    edit('en/steps.yaml', /^zoom:/m, 'zooom:')
    edit('en/phrases.yaml', '{attempts} failed attempts. The', '{tries} failed attempts. The')
    edit('en/phrases.yaml', 'bye: "You\'re welcome. Come back at any time."', 'bye: ""')
    const found = inspectKnowledge(folder).problems
    expect(found).toEqual(
      expect.arrayContaining([expect.stringMatching(/en\/phrases\.yaml, bye: .*Correct it there/)])
    )
    edit('en/phrases.yaml', 'bye: ""', 'bye: You are welcome.')
    edit('facts.yaml', 'from: retake.5', 'from: retake.9')
    const { problems } = inspectKnowledge(folder)
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.stringContaining('knowledge/en/steps.yaml lacks zoom. Add its words there'),
        expect.stringContaining('knowledge/en/phrases.yaml, escalate: nothing fills {tries}'),
        expect.stringContaining('steps.zoom cites retake.9, which guide.yaml lacks'),
        expect.stringContaining('steps.zoom cites retake.9')
      ])
    )
    expect(() => loadKnowledge(folder)).toThrow(expect.objectContaining({ code: 'KYC_KNOWLEDGE' }))
  })

  it('names the line of broken YAML', () => {
    const problems: string[] = []
    writeFileSync(path.join(folder, 'bad.yaml'), 'a: [1\nb: 2\n')
    expect(readYaml(folder, 'bad.yaml', Guide, problems)).toBeUndefined()
    expect(problems[0]).toMatch(/knowledge\/bad\.yaml, line \d: /)
  })
})
