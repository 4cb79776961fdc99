/** The longest word that is compared, in letters. */
export const MAX_LENGTH = 32

// three rows of the table that `distance` fills, one after another
const WIDTH = MAX_LENGTH + 2
const table = new Uint8Array(3 * WIDTH)

/** Counts the slips between two words (a letter too many, too few, another one, two swapped); stops above `most`. */
export function distance(a: string, b: string, most: number): number {
  for (let j = 0; j <= b.length; j++) table[j] = j
  for (let i = 1; i <= a.length; i++) {
    const row = (i % 3) * WIDTH
    const above = ((i + 2) % 3) * WIDTH
    const twoAbove = ((i + 1) % 3) * WIDTH
    const letter = a.charCodeAt(i - 1)
    table[row] = i
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = letter === b.charCodeAt(j - 1) ? 0 : 1
      const oneMore = Math.min(table[above + j] as number, table[row + j - 1] as number) + 1
      let slips = Math.min(oneMore, (table[above + j - 1] as number) + same)
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1))
        slips = Math.min(slips, (table[twoAbove + j - 2] as number) + 1)
      table[row + j] = slips
      if (slips < least) least = slips
    }
    if (least > most) return most + 1
  }
  return table[(a.length % 3) * WIDTH + b.length] as number
}
