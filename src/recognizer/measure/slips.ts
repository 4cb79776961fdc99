import { seeded } from '../train/train'

const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']

/** Builds a function that makes keyboard slips in texts; the same seed makes the same slips. */
export function createSlips(seed: number): (text: string, slips: number) => string {
  const random = seeded(seed)
  const pick = (below: number): number => Math.floor(random() * below)
  return (text, slips) => {
    const letters = [...text]
    for (let i = 0; i < slips; i++) {
      // a first letter is seldom missed, and two letters side by side can be swapped
      const places = letters.flatMap((_, at) =>
        isLetter(letters[at - 1]) && isLetter(letters[at]) ? at : []
      )
      const at = places[pick(places.length)]
      if (at === undefined) break
      slip(letters, at, pick)
    }
    return letters.join('')
  }
}

const isLetter = (character = ''): boolean => /\p{L}/u.test(character)

function slip(letters: string[], at: number, pick: (below: number) => number): void {
  const letter = letters[at] ?? ''
  switch (pick(4)) {
    case 0:
      letters.splice(at, 1)
      break
    case 1:
      letters.splice(at, 0, letter)
      break
    case 2:
      letters.splice(at - 1, 2, letter, letters[at - 1] ?? '')
      break
    default:
      letters[at] = neighbour(letter, pick)
  }
}

function neighbour(letter: string, pick: (below: number) => number): string {
  const row = ROWS.find((keys) => keys.includes(letter.toLowerCase()))
  if (!row) return ''
  const place = row.indexOf(letter.toLowerCase())
  const beside = [row[place - 1], row[place + 1]].filter((key) => key !== undefined)
  return beside[pick(beside.length)] ?? letter
}
