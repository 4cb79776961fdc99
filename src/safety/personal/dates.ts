import { DIGIT, digits, type Rule } from './rule'

// the beginnings of the names of months in many languages; what follows them is read as the rest
const MONTHS =
  'jan|ene|gen|oca|sty|янв|feb|fev|fév|şub|sub|lut|фев|mar|mär|maa|мар|apr|abr|avr|nis|kwi|апр|may|mai|mag|mei|maj|ма[йя]|jun|juin|giu|haz|cze|июн|jul|juil|lug|tem|lip|июл|aug|ago|aoû|agu|ağu|sie|авг|sep|set|eyl|wrz|сен|oct|okt|out|ott|eki|paź|окт|nov|kas|lis|ноя|dec|dez|dic|déc|des|ara|gru|дек'
// how people say that they were born
const BORN = String.raw`\bborn|birth|\bdob|\bd\.o\.b|\bbday|nacimiento|nac[ií](?!\p{L})|nascimento|nasci|naissance|(?<!\p{L})née?(?!\p{L})|geboren|geburt|\bgeb\.|nascita|nat[oa] il|lahir|sinh|doğum|dogum|рожд|родил|urodz|janam|生年月日|出生|生日|लादत|जन्म|תאריך לידה|ميلاد|مواليد`

// nobody who may open an account was born later
const BORN_BEFORE = 2012

/** Tells whether the year of a date, of two digits or four, can be that of a birth. */
function isBirth(match: string): boolean {
  const year = /(?:19|20)\d{2}/.exec(match)?.[0]
  return year === undefined || Number(year) < BORN_BEFORE
}

/** Dates of birth: any date behind a word for it, and any whole date that lies long enough ago. */
export const DATES: readonly Rule[] = [
  {
    // "born on 12/03", "dob: 12031990", "tanggal lahir saya 17 agustus 1995", "née le 5 juillet 1979"; not "born in spring"
    kind: 'birth date',
    hint: DIGIT,
    pattern: new RegExp(
      String.raw`((?:${BORN})[^\d.!?\n]{0,24})\d{1,8}(?:\s?(?:st|nd|rd|th|er|º|[./年月日-])?\s?(?:of|de|del|den|tháng|năm)?[\s./-]{0,2}(?:(?:${MONTHS})\p{L}{0,8}|\d{1,4})[.,]?){0,2}(?:\s?(?:de|del|năm)?\s?\d{2,4})?日?`,
      'giu'
    ),
    confirm: (match) => digits(match).length >= 3 && !/^(?:19|20)\d{2}$/.test(match)
  },
  {
    // "birthday is july 4th 1976", "born march 12"; not "born in march"
    kind: 'birth date',
    hint: DIGIT,
    pattern: new RegExp(
      String.raw`((?:${BORN})[^\d.!?\n]{0,20}(?<!\p{L}))(?:${MONTHS})\p{L}{0,8}\.?\s\d{1,2}(?:st|nd|rd|th)?(?:,?\s?(?:19|20)?\d{2})?`,
      'giu'
    )
  },
  {
    // "03/12/1990", "1990-03-12", "12 / 03 / 1990"; not "3/5", "24/7", "12/05/2031"
    kind: 'birth date',
    hint: DIGIT,
    pattern:
      /(?<!\d)(?:\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:19|20)\d{2}|(?:19|20)\d{2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{1,2})(?!\d)/g,
    confirm: isBirth
  },
  {
    // "1990年3月12日"; not "3月"
    kind: 'birth date',
    hint: /年/,
    pattern: /(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日?/g,
    confirm: isBirth
  },
  {
    // "12 March 1990", "3. März 1984", "3 de mayo de 1991", "12-mar-1990"; not "12 days", "12 March"
    kind: 'birth date',
    hint: DIGIT,
    pattern: new RegExp(
      String.raw`(?<!\d)\d{1,2}(?:st|nd|rd|th|er|º)?[\s./-]{0,2}(?:(?:of|de|del)\s)?(?:${MONTHS})\p{L}{0,8}[\s.,-]{0,3}(?:(?:de|del)\s)?(?:19|20)\d{2}(?!\d)`,
      'giu'
    ),
    confirm: isBirth
  },
  {
    // "March 12, 1990", "1990 March 12"; not "March 12"
    kind: 'birth date',
    hint: DIGIT,
    pattern: new RegExp(
      String.raw`(?<!\p{L})(?:${MONTHS})\p{L}{0,8}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)\d{2}(?!\d)|(?:19|20)\d{2}[\s-](?:${MONTHS})\p{L}{0,8}[\s-]\d{1,2}(?!\d)`,
      'giu'
    ),
    confirm: isBirth
  },
  {
    // "ngày 5 tháng 9 năm 1999"; not "tháng 9"
    kind: 'birth date',
    hint: /tháng/i,
    pattern: /\d{1,2} tháng \d{1,2} năm (?:19|20)\d{2}/gi,
    confirm: isBirth
  }
]
