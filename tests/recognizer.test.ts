import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { KNOWLEDGE } from '../src/knowledge/load'
import { calibrationError, coverageCurve, rankingQuality } from '../src/recognizer/measure/confidence'
import { createSlips } from '../src/recognizer/measure/slips'
import { createModel, pack, unpack } from '../src/recognizer/run/model'
import { softmax } from '../src/recognizer/run/softmax'
import { createSpeller } from '../src/recognizer/run/spelling'
import { NO_VECTORS, readVectors, unpackVectors } from '../src/recognizer/run/vectors'
import { distil } from '../src/recognizer/train/distil'
import { readExamples } from '../src/recognizer/train/examples'
import { train } from '../src/recognizer/train/train'
import { distance } from '../src/text/distance'
import { normalise, parse, stem, tokenise } from '../src/text/words'
import { theMind } from './helpers/chat'

const words = (text: string) => tokenise(normalise(text))
const { recognize, languages } = theMind()
const labels = languages.get('en')?.labels

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

describe('the distance of two words', () => {
  it.each([
    ['selfie', 'selfie', 0],
    ['selfi', 'selfie', 1],
    ['sefile', 'selfie', 2],
    ['slefie', 'selfie', 1],
    ['passport', 'possport', 1],
    ['passport', 'selfie', 3]
  ])('%s and %s is %i, or above two', (a, b, expected) => {
    expect(distance(a, b, 2)).toBe(expected)
  })
})

describe('word vectors', () => {
  const source = path.join(mkdtempSync(path.join(tmpdir(), 'kyc-vectors-')), 'vectors.txt')
  // four directions; "cat" and "dog" share one
  const row = (word: string, direction: number) =>
    [
      word,
      ...Array.from({ length: 70 }, (_, i) => (i % 4 === direction ? 1 : 0.1 * ((i * 7 + word.length) % 5)))
    ].join(' ')
  const cosine = (a: number[], b: number[]) =>
    a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0) / Math.hypot(...a) / Math.hypot(...b)

  it('of a published file keep what is alike alike', async () => {
    const rows = [
      ['the', 0],
      ['cat', 1],
      ['dogs', 1],
      ['car', 2],
      ['train', 2],
      ['blue', 3]
    ] as const
    writeFileSync(source, [...rows.map(([word, direction]) => row(word, direction)), 'St. 1 2 3'].join('\n'))
    const { places, dims, table } = unpackVectors(await distil(source, 'a test'))
    const vector = (word: string) => [
      ...table.slice((places.get(word) ?? 0) * dims, ((places.get(word) ?? 0) + 1) * dims)
    ]
    expect([...places.keys()]).toEqual(rows.map(([word]) => word))
    expect(cosine(vector('cat'), vector('dogs'))).toBeGreaterThan(cosine(vector('cat'), vector('car')))
  })

  it('from a file that has none is refused', async () => {
    writeFileSync(source, 'no vectors here')
    await expect(distil(source, 'a test')).rejects.toThrow(/has no word vectors/)
  })

  it('of the knowledge know English', () => {
    const { places, dims } = readVectors(KNOWLEDGE)
    expect(dims).toBe(64)
    expect(places.has('passport')).toBe(true)
  })

  it('need not exist', () => {
    expect(readVectors('/does/not/exist')).toBe(NO_VECTORS)
  })
})

describe('keyboard slips', () => {
  it('are the same for the same seed, and leave first letters alone', () => {
    const [once, again] = [createSlips(3), createSlips(3)]
    const slipped = once('passport rejected', 2)
    expect(slipped).toBe(again('passport rejected', 2))
    expect(slipped).not.toBe('passport rejected')
    expect(slipped).toMatch(/^p.* r/)
  })
})

describe('the confidence', () => {
  const outcomes = [
    { confidence: 0.95, right: true },
    { confidence: 0.95, right: true },
    { confidence: 0.55, right: false },
    { confidence: 0.55, right: true }
  ]

  it('is off by the mean gap to the share that is right', () => {
    expect(calibrationError(outcomes)).toBeCloseTo((2 * 0.05 + 2 * 0.05) / 4)
  })

  it('trades coverage for accuracy', () => {
    expect(coverageCurve(outcomes)[6]).toEqual({ threshold: 0.6, coverage: 0.5, accuracy: 1 })
    expect(coverageCurve(outcomes)[0]).toEqual({ threshold: 0, coverage: 1, accuracy: 0.75 })
  })

  it('ranks what belongs above what does not', () => {
    expect(rankingQuality([0.9, 0.4], [0.4, 0.1])).toBe(0.875)
    expect(rankingQuality([], [0.1])).toBeUndefined()
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

  it('of two causes names both, also when it asks back', () => {
    const { guesses } = recognize('glare on the id and I wore a cap in the selfie')
    expect(guesses.map(({ id }) => id).sort()).toEqual(['face_covering', 'glare_or_shadow'])
  })

  it('that is doubtful comes with guesses of different areas', () => {
    const { offers } = recognize('the thing did not like my thing')
    const areas = offers.map(({ id }) => labels?.label.get(id) ?? id)
    expect(areas.length).toBeGreaterThan(1)
    expect(new Set(areas).size).toBe(areas.length)
  })

  it('about something else is declined', () => {
    expect(recognize('what is the price of bitcoin today')).toMatchObject({ decision: 'none', guesses: [] })
  })
})
