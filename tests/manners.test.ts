import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadKnowledge } from '../src/knowledge/load'
import { partsOf, plain, wordsOf } from './helpers/card'
import { activity, post, type Started, startConnector, startServer } from './helpers/server'

const folder = mkdtempSync(path.join(tmpdir(), 'kyc-manners-'))
const phrases = loadKnowledge().get('en')?.phrases
type Sent = { type: string; id?: string; attachments?: { content: Record<string, unknown> }[] }
let bot: Started
let teams: Awaited<ReturnType<typeof startConnector>>
beforeAll(async () => {
  bot = await startServer({ KYC_DATA: folder })
  teams = await startConnector()
})
afterAll(async () => {
  teams.close()
  await bot.stop()
  rmSync(folder, { recursive: true })
})

/** Sends something as Teams would; gives what the service was told, how, and the answer to the request itself. */
async function send(over: Record<string, unknown>) {
  const before = teams.received.length
  const message = { channelId: 'msteams', serviceUrl: teams.url, deliveryMode: undefined, ...over }
  const { status, body } = await post(bot.url, activity(message))
  const sent = teams.received.slice(before) as Sent[]
  return { status, body: body === '' ? undefined : JSON.parse(body), sent, calls: teams.calls.slice(before) }
}
const cardOf = (sent: Sent | undefined) => sent?.attachments?.[0]?.content ?? {}
const said = (sent: Sent | undefined) => plain(wordsOf(cardOf(sent)))
/** What a button of a card sends. */
const press = (sent: Sent | undefined, title: string) =>
  partsOf(cardOf(sent)).find((part) => part.title === title && 'data' in part)?.data as Record<
    string,
    unknown
  >
const actionsOf = (card: Record<string, unknown>) =>
  partsOf(card).filter(({ type }) => /^Action\./.test(String(type)))
const talk = (id: string) => ({ conversation: { id, conversationType: 'personal' } })
const group = (id: string) => ({ conversation: { id, conversationType: 'groupChat', isGroup: true } })

describe('in Teams a message', () => {
  it('is answered by one card, in the conversation or thread where it stands', async () => {
    const conversation = {
      id: '19:channel@thread.tacv2;messageid=1',
      conversationType: 'channel',
      isGroup: true
    }
    const { sent, calls } = await send({ text: 'my photo is blurry', conversation, id: 'first' })
    expect(sent).toHaveLength(1)
    expect(calls[0]).toBe(`POST /v3/conversations/${encodeURIComponent(conversation.id)}/activities/first`)
    expect(said(sent[0])).toContain('A blurred photo')
  })

  it.each([
    ['<at>KYC Help</at> my photo is blurry', '<at>KYC Help</at>'],
    ['<at>kyc help</at> my photo is blurry', '<at>KYC Help</at>'],
    ['my photo is blurry <at>KYC Help</at>', '<at>KYC Help</at>'],
    ['<at>KYC Help</at> my photo <at>KYC Help</at> is blurry', '<at>KYC Help</at>'],
    ['<at>KYC Help</at>&nbsp;my photo is blurry', '<at>KYC Help</at>'],
    ['<at>KYC Help</at> <at>Ana Example</at> my photo is blurry', '<at>KYC Help</at>'],
    ['@KYC Help my photo is blurry', '@kyc help'],
    [
      '<div><at id="0">KYC Help</at> my photo is blurry <img alt="😢" src="https://a.example/b.png"></div>',
      ''
    ],
    ['my photo is blurry &amp; &lt; 2 MB', '']
  ])('is read without the mention in "%s"', async (text, mention) => {
    const entities = [{ type: 'mention', text: mention, mentioned: { id: 'bot', name: 'KYC Help' } }]
    const { sent } = await send({ text, entities, ...group(`mention ${text.length}`) })
    expect(said(sent[0])).toMatch(/a blurred photo/i)
  })

  it('that the service sends again is not answered again', async () => {
    const message = { text: 'my photo is blurry', id: 'twice', ...talk('twice') }
    expect((await send(message)).sent).toHaveLength(1)
    expect((await send(message)).sent).toHaveLength(0)
  })
})

describe('in Teams trouble', () => {
  it('with the way back loses nothing, and does not ask for the same again', async () => {
    await send({ text: 'my photo is blurry', ...talk('lost') })
    teams.refuse(1)
    const { sent } = await send({ text: 'it failed again', ...talk('lost') })
    expect(said(sent.at(-1))).toContain(plain(phrases?.lost ?? '?'))
    expect(said((await send({ text: 'repeat', ...talk('lost') })).sent[0])).toContain('If the website fails')
    expect(said((await send({ text: 'show my data', ...talk('lost') })).sent[0])).toContain(
      'Failed attempts: 2'
    )
  })

  it('with parts that are null is none', async () => {
    const nothing = { locale: null, attachments: null, entities: null, value: null, recipient: null }
    const { sent } = await send({ text: 'my photo is blurry', ...nothing, ...talk('nulls') })
    expect(said(sent[0])).toContain('A blurred photo')
    const joined = { type: 'conversationUpdate', membersAdded: null, locale: null }
    expect((await send({ ...joined, ...talk('nulls') })).status).toBe(200)
  })
})

describe('in Teams a pressed button', () => {
  it('that runs an action is answered by a message, and takes the buttons off its card', async () => {
    const { sent } = await send({ text: 'my photo is blurry', ...talk('run') })
    const data = press(sent[0], 'One step at a time')
    const answer = await send({
      type: 'invoke',
      name: 'adaptiveCard/action',
      text: undefined,
      value: {
        action: { type: 'Action.Execute', verb: 'choose', data: { ...data, step0: 'true' } },
        trigger: 'manual'
      },
      replyToId: 'the card',
      ...talk('run')
    })
    expect(said(answer.sent[0])).toContain('Step 1 of 5')
    // the answer to an action is shown to who pressed it; the message itself is for everybody
    expect(answer.calls.map((call) => call.split(' ')[0])).toEqual(['POST', 'PUT'])
    expect(cardOf(answer.sent[1])).toEqual(answer.body.value)
    expect(answer.body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' })
    expect(actionsOf(answer.body.value)).toEqual([])
    // all else stays: what was understood, the steps and the reminder
    const buttons = actionsOf(cardOf(sent[0])).map(({ title }) => title)
    expect(plain(wordsOf(answer.body.value))).toBe(
      plain(said(sent[0]).replace(buttons.join(' '), 'You chose: One step at a time'))
    )
  })

  it('that is pressed twice counts once', async () => {
    const { sent } = await send({ text: 'my photo is blurry', ...talk('double') })
    const value = press(sent[0], 'It failed again')
    const [first, second] = [
      await send({ text: undefined, value, id: 'a', ...talk('double') }),
      await send({ text: undefined, value, id: 'b', ...talk('double') })
    ]
    expect(said(first.sent[0])).toContain('That was attempt 2')
    expect(said(second.sent[0])).toContain("We're at: A blurred photo, after the new try")
    expect(said((await send({ text: 'show my data', ...talk('double') })).sent[0])).toContain(
      'Failed attempts: 2'
    )
  })

  it('that is submitted, mention and all, does the same by an update', async () => {
    const { sent } = await send({ text: 'my photo is blurry', ...talk('submit') })
    const entities = [{ type: 'mention', text: '<at>KYC Help</at>', mentioned: { id: 'bot' } }]
    const value = press(sent[0], "I've done it")
    const answer = await send({ text: undefined, value, entities, replyToId: 'the card', ...talk('submit') })
    expect(answer.calls.map((call) => call.split(' ')[0])).toEqual(['POST', 'PUT'])
    expect(answer.calls[1]).toContain(encodeURIComponent('the card'))
    expect(said(answer.sent[1])).toContain("You chose: I've done it")
  })

  it('under an answer in passing takes the buttons off as well', async () => {
    await send({ text: 'my photo is blurry', ...talk('passing') })
    const { sent } = await send({ text: 'how long does the review take?', ...talk('passing') })
    const answer = await send({
      text: undefined,
      value: press(sent[0], 'Continue'),
      replyToId: 'passing',
      ...talk('passing')
    })
    expect(said(answer.sent[1])).toContain('Most people hear within 10 minutes')
    expect(said(answer.sent[1])).toContain('You chose: Continue')
    expect(actionsOf(cardOf(answer.sent[1]))).toEqual([])
  })

  it('that asks to be forgotten leaves nothing of the card', async () => {
    await send({ text: 'my photo is blurry', ...talk('forget') })
    const { sent } = await send({ text: 'show my data', ...talk('forget') })
    const { mark } = press(sent[0], 'Continue')
    const value = { choice: 'forget', mark }
    const answer = await send({ text: undefined, value, replyToId: 'data', ...talk('forget') })
    expect(said(answer.sent[0])).toContain("I've deleted everything")
    expect(said(answer.sent[1])).toBe('You chose: Forget me')
  })

  it('of the card of another person in the group leaves it to that person', async () => {
    const from = { id: 'other' }
    const { sent } = await send({ text: 'my photo is blurry', ...group('two') })
    await send({ text: 'my photo is blurry', from, ...group('two') })
    const value = press(sent[0], 'One step at a time')
    const answer = await send({ text: undefined, value, from, replyToId: 'not mine', ...group('two') })
    expect(answer.calls.map((call) => call.split(' ')[0])).toEqual(['POST'])
    expect(said(answer.sent[0])).toContain('Step 1 of 5')
    const failed = { text: undefined, value: press(sent[0], 'It failed again'), from }
    expect(said((await send({ ...failed, ...group('two') })).sent[0])).not.toContain('That was try')
  })

  it('of an older card still works, and leaves that card as it is', async () => {
    const { sent } = await send({ text: 'my photo is blurry', ...talk('old') })
    await send({ text: 'which id is best?', ...talk('old') })
    const value = press(sent[0], 'It failed again')
    const answer = await send({ text: undefined, value, replyToId: 'old card', ...talk('old') })
    expect(answer.calls).toHaveLength(1)
    expect(said(answer.sent[0])).toContain('That was attempt 2')
  })

  it('with a mark or an id that nobody gave does no harm', async () => {
    for (const value of [
      { choice: 'nothing', mark: 'x' },
      { choice: 5 },
      { action: null },
      { action: { data: [] } },
      []
    ]) {
      const { status, sent } = await send({ text: undefined, value, replyToId: 'a', ...talk('odd') })
      expect(status).toBe(200)
      expect(sent).toHaveLength(1)
    }
  })
})

describe('in a group of Teams', () => {
  it('the bot greets once when it comes, and nobody who joins later', async () => {
    const update = { type: 'conversationUpdate', ...group('new') }
    const come = await send({ ...update, membersAdded: [{ id: 'bot' }, { id: 'a' }, { id: 'b' }] })
    expect(come.sent).toHaveLength(1)
    expect(said(come.sent[0])).toContain(phrases?.groupNote)
    expect((await send({ type: 'installationUpdate', action: 'add', ...group('new') })).sent).toHaveLength(0)
    expect((await send({ ...update, membersAdded: [{ id: 'c' }] })).sent).toHaveLength(0)
  })

  it('promises no message of its own accord, and offers a personal chat', async () => {
    await send({ text: 'my photo is blurry, it failed three times', ...group('promise') })
    await send({ text: 'wait first', ...group('promise') })
    const { sent } = await send({ text: 'remind me', ...group('promise') })
    expect(said(sent[0])).toContain(phrases?.groupReminder)
    expect(said((await send({ text: 'show my data', ...group('promise') })).sent[0])).not.toContain(
      'A reminder on'
    )
  })
})

describe('in Teams', () => {
  it('the bot greets in the language of the client, and nobody on an upgrade', async () => {
    const update = { type: 'installationUpdate', locale: undefined, ...talk('upgrade') }
    const entities = [{ type: 'clientInfo', locale: 'es-ES' }]
    expect((await send({ ...update, action: 'add-upgrade' })).sent).toHaveLength(0)
    const { sent } = await send({ ...update, action: 'add', entities })
    expect(said(sent[0])).toContain(plain(loadKnowledge().get('es')?.phrases.welcome ?? '?'))
  })

  it('the bot greets on install, once', async () => {
    const install = { type: 'installationUpdate', action: 'add', ...talk('install') }
    const first = await send(install)
    expect(said(first.sent[0])).toContain(plain(phrases?.welcome ?? '?'))
    expect((await send({ ...install, id: 'other' })).sent).toHaveLength(0)
    const joined = { type: 'conversationUpdate', membersAdded: [{ id: 'person' }], ...talk('install') }
    expect((await send(joined)).sent).toHaveLength(0)
  })

  it.each([
    ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }], replyToId: 'm' }],
    [
      'a reaction taken back',
      { type: 'messageReaction', reactionsRemoved: [{ type: 'like' }], replyToId: 'm' }
    ],
    ['an uninstall', { type: 'installationUpdate', action: 'remove' }],
    ['a member who left', { type: 'conversationUpdate', membersRemoved: [{ id: 'x' }] }],
    ['a deleted message', { type: 'messageDelete' }],
    ['a typing sign', { type: 'typing' }]
  ])('%s is taken without an answer', async (_, over) => {
    const { status, sent } = await send({ ...over, ...talk('quiet') })
    expect([200, 202]).toContain(status)
    expect(sent).toEqual([])
  })

  it('thumbs are counted, and what is written with them is not kept', async () => {
    const actionValue = { reaction: 'like', feedback: '{"feedbackText":"my passport is AB1234567"}' }
    const value = { actionName: 'feedback', actionValue }
    expect(
      (await send({ type: 'invoke', name: 'message/submitAction', value, ...talk('thumb') })).status
    ).toBe(200)
    const metrics = await (await fetch(`${bot.url}/metrics`)).text()
    expect(metrics).toMatch(/kyc_feedback_total\{reaction="like"\} [12]/)
    expect(bot.output()).not.toContain('AB1234567')
  })

  it('an invoke that nobody knows is refused', async () => {
    expect((await send({ type: 'invoke', name: 'task/fetch', ...talk('unknown') })).status).toBe(501)
  })

  it('no card holds a link', async () => {
    const { sent } = await send({
      text: 'is https://binance.com and binance-kyc.com real?',
      ...talk('links')
    })
    expect(JSON.stringify(sent)).not.toMatch(/"url"|OpenUrl|https?:\/\/(?!adaptivecards\.io)(?!127\.)/)
  })
})
