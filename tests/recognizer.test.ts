import { KNOWLEDGE } from '../src/knowledge/load'
import { readExamples } from '../src/recognizer/examples'
import { createModel, pack, unpack } from '../src/recognizer/model'
import { createSpeller } from '../src/recognizer/spelling'
import { normalise, parse, stem, tokenise } from '../src/recognizer/text'
import { softmax, train } from '../src/recognizer/train'
import { NO_VECTORS } from '../src/recognizer/vectors'
import { theMind } from './helpers/chat'

const words = (text: string) => tokenise(normalise(text))
const { recognize, languages } = theMind()
const labels = languages.get('en')?.knowledge.labels

describe('text', () => {
  it.each([
    ["It's BLURRY, can't read!", ['it', 'blurry', 'can', 'not', 'read']],
    ['no coincide la dirección', ['no', 'coincide', 'la', 'direccion']],
    ["doesn't match, didnt work", ['does', 'not', 'match', 'did', 'not', 'work']],
    ['😷 on during selfie', ['😷', 'on', 'during', 'selfie']],
    ['a\uD800b', ['ab']],
    ['...', []]
  ])('of "%s" is read as words', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it.each([
    [
      'photo is sharp, but the name is wrong',
      [
        ['photo', 'is', 'sharp'],
        ['the', 'name', 'is', 'wrong']
      ]
    ],
    ['blurry and dark', [['blurry'], ['dark']]],
    ['a well-lit room', [['a', 'well', 'lit', 'room']]]
  ])('is cut into clauses: "%s"', (text, expected) => {
    expect(parse(text, new Set(['and', 'but'])).clauses).toEqual(expected)
  })

  it('is stemmed', () => {
    expect([stem('photos'), stem('rejected')]).toEqual(['photo', 'reject'])
  })
})

describe('the speller', () => {
  const repair = createSpeller(['selfie', 'passport', 'blurry', 'name'])
  it.each([
    ['pasport', 'passport'],
    ['selfi', 'selfie'],
    ['blurrry', 'blurry'],
    ['name', 'name'],
    ['banana', 'banana'],
    ['42', '42']
  ])('reads %s as %s', (word, expected) => {
    expect(repair(word)).toBe(expected)
  })
})

describe('a model', () => {
  const examples = [
    { words: ['red', 'apple'], labels: ['fruit'] },
    { words: ['green', 'apples'], labels: ['fruit'] },
    { words: ['fast', 'car'], labels: ['vehicle'] },
    { words: ['slow', 'cars'], labels: ['vehicle'] }
  ]
  const weights = train(examples)

  it('learns its examples', () => {
    const model = createModel(weights)
    expect(model.labels).toEqual(['fruit', 'vehicle'])
    const [fruit = 0, vehicle = 0] = model.score(['blue', 'car'])
    expect(vehicle).toBeGreaterThan(fruit)
    expect(model.pull('car', 'vehicle')).toBeGreaterThan(model.pull('blue', 'vehicle'))
  })

  it('is the same after every training', () => {
    expect(train(examples).weights).toEqual(weights.weights)
  })

  it('is nearly the same after it was kept in a file', () => {
    const read = unpack(pack(weights, 'f'), 'f', NO_VECTORS)
    if (!read) throw new Error('not read')
    const [a, b] = [createModel(weights), createModel(read)].map((model) =>
      softmaxOf(model.score(['red', 'car']))
    )
    expect(a?.every((value, i) => Math.abs(value - (b?.[i] ?? 9)) < 0.02)).toBe(true)
  })

  it('kept for other examples is not taken', () => {
    expect(unpack(pack(weights, 'f'), 'g', NO_VECTORS)).toBeUndefined()
  })

  const softmaxOf = (scores: Float32Array) => {
    softmax(scores, 1)
    return [...scores]
  }
})

describe('the examples', () => {
  const phrases = readExamples(KNOWLEDGE)
  const count = (id: string) => phrases.filter(({ ids }) => ids.includes(id)).length

  it('name only ids that the facts have', () => {
    const known = new Set([...(labels?.label.keys() ?? []), labels?.ruledOut])
    expect([...new Set(phrases.flatMap(({ ids }) => ids))].filter((id) => !known.has(id))).toEqual([])
  })

  it('are about a hundred for each reason', () => {
    for (const id of new Set(labels?.reason.values()))
      expect({ id, enough: count(id) >= 100 }).toEqual({ id, enough: true })
  })

  it('are at least eighty for each other label, and 400 out of scope', () => {
    for (const id of new Set(labels?.label.values()))
      expect({ id, enough: count(id) >= 80 }).toEqual({ id, enough: true })
    expect(count(labels?.outOfScope ?? '')).toBeGreaterThanOrEqual(400)
  })
})

describe('a complaint', () => {
  it.each([
    ['my photo is blurry', ['blurry_unreadable']],
    ['the photo is blurry and the name does not match', ['blurry_unreadable', 'name_mismatch']],
    ['photo is sharp, but they say my date of birth is wrong', ['dob_format']],
    ['my pasport is expird', ['expired_document']]
  ])('"%s" asserts %j', (text, ids) => {
    expect(
      recognize(text)
        .guesses.map(({ id }) => id)
        .sort()
    ).toEqual([...ids].sort())
  })

  it('comes with the words that led to it', () => {
    expect(recognize('the lamp left a white spot over my birth year').guesses[0]?.why).toMatch(
      /white|spot|lamp/
    )
  })

  it('about something else is declined', () => {
    expect(recognize('what is the price of bitcoin today')).toMatchObject({ decision: 'none', guesses: [] })
  })
})
