import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { loadKnowledge } from '../src/knowledge/load'
import { openBrowser, openPage, shoot } from './helpers/browser'
import { plain, saidBy, wordsOf } from './helpers/card'
import { chat } from './helpers/chat'
import { MENTION, type Playground, type Shown, startPlayground } from './helpers/playground'
import { type Started, startServer } from './helpers/server'

jest.setTimeout(60_000)

const folder = mkdtempSync(path.join(tmpdir(), 'kyc-playground-'))
const phrases = loadKnowledge().get('en')?.phrases
let bot: Started
beforeAll(async () => {
  bot = await startServer({ KYC_DATA: path.join(folder, 'data') })
})
afterAll(async () => {
  await bot.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A whole diagnosis, with a question in between and the ways to support at the end. */
const TALK = [
  'my passport photo is tilted',
  'One step at a time',
  'Next',
  'how long does the review take?',
  'ok continue',
  'It failed again',
  'which id is best?',
  'failed again',
  'Live chat',
  'thanks'
]

/** All that a message says, labels of its buttons included. */
const readShown = ({ text = '', suggestedActions, attachments = [] }: Shown): string =>
  plain(
    [
      text,
      ...(suggestedActions?.actions.map(({ title }) => title) ?? []),
      ...attachments.map(({ content }) => wordsOf(content))
    ].join(' ')
  )

/** What the bot says to the talk by itself, without any channel. */
async function transcript(group: boolean): Promise<string[]> {
  const say = chat()
  await say.bot.welcome({ conversation: 'test/one/person' })
  const said: string[] = []
  for (const text of TALK) {
    said.push(saidBy((await say({ text, group })).messages))
  }
  return said
}

describe.each(['emulator', 'webchat', 'directline', 'msteams'])('the Agents Playground as %s', (channel) => {
  let playground: Playground
  beforeAll(async () => {
    playground = await startPlayground(bot.url, channel, folder)
  })
  afterAll(() => playground.stop())

  it('greets, and shows in a personal chat what the transcript says', async () => {
    const { personal } = playground.places
    const welcome = await playground.install(personal)
    expect(welcome.map(readShown)).toHaveLength(1)
    expect(welcome.map(readShown)[0]).toContain(plain(phrases?.welcome ?? '?'))
    const shown: string[] = []
    for (const line of TALK) shown.push(readShown(await playground.say(personal, line)))
    expect(shown).toEqual(await transcript(false))
  })
})

describe('the Agents Playground as Teams', () => {
  let playground: Playground
  let browser: Browser | undefined
  beforeAll(async () => {
    playground = await startPlayground(bot.url, 'msteams', folder)
    browser = await openBrowser()
  })
  afterAll(async () => {
    playground.stop()
    await browser?.close()
  })

  it.each(['group', 'channel'] as const)('shows the same in a %s, and says who reads along', async (name) => {
    let place = playground.places[name]
    const welcome = await playground.install(place)
    expect(welcome.map(readShown)).toHaveLength(1)
    expect(welcome.map(readShown)[0]).toContain(plain(phrases?.groupNote ?? '?'))
    const shown: string[] = []
    for (const [n, line] of TALK.entries()) {
      const reply = await playground.say(place, `${n % 2 ? MENTION.toUpperCase() : MENTION} ${line}`)
      // in a channel the talk goes on in the thread
      place = reply.place
      shown.push(readShown(reply))
    }
    const [first = '', ...others] = await transcript(true)
    expect(shown[0]).toBe(`${plain(`${phrases?.intro} ${phrases?.groupNote}`)} ${first}`)
    expect(shown.slice(1)).toEqual(others)
  })

  it('takes the buttons off a card that was answered, while an older one still works', async () => {
    if (!browser) return
    const { page, errors } = await openPage(browser, [playground.url], {
      viewport: { width: 1200, height: 900 }
    })
    await page.goto(playground.url)
    await playground.install(playground.places.personal)
    await playground.say(playground.places.personal, 'start over')
    await playground.say(playground.places.personal, 'the lamp left a white spot')
    const button = page.getByRole('button', { name: 'One step at a time' })
    await button.waitFor()
    await shoot(page, 'teams-diagnosis')
    await button.click()
    await page.getByText('You chose: One step at a time').waitFor()
    await page.getByText('Step 1 of 5').waitFor()
    expect(await button.count()).toBe(0)
    await shoot(page, 'teams-step')
    // the talk goes on without this card
    await playground.say(playground.places.personal, 'which id is best?')
    await page.getByRole('button', { name: 'Passport', exact: true }).waitFor()
    await shoot(page, 'teams-documents')
    await page.getByRole('button', { name: 'Next', exact: true }).last().click()
    await page.getByText('Back to: Glare').waitFor()
    expect(errors).toEqual([])
  })
})
