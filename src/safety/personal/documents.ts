import { DIGIT, digits, IS, type Rule, word } from './rule'

// how people call the number of a document or an account
const NAMES = word(
  [
    'passport|passports?no|id|uid|userid|user|national id|identity|identification|document|doc|licen[cs]e|licen[cs]ia|lisen[cs]e|driving|permit|visa|card|account|acct|student id',
    'ssn|social security|nino|ni number|national insurance|aadhaa?r|adhaar|pan|voter id|bvn|nin|tin|itin|tax id|cnic|nid|nrc|ic|mykad|nric|fin|hkid|my number|iqama|emirates id|ghana card|umid|sss|philsys',
    'dni|nie|nif|ine|curp|rfc|rut|run|rg|cpf|cnh|cnpj|c[eé]dula|cuil|cuit|pasaporte|documento|cuenta|clabe|bilhete|passaporte|conta',
    'passeport|carte d.identit[eé]|num[eé]ro|nss|pass|reisepass|ausweis|personalausweis|ausweisnummer|steuer id|konto|codice fiscale|carta d.identit[aà]|passaporto|patente|bsn|pesel|dow[oó]d|cnp|personnummer|cpr',
    'ktp|nik|sim|paspor|rekening|cccd|cmnd|h[oộ] chi[eế]u|stk|tc|t c|kimlik|kimlik numaram|pasaport|ehliyet|паспорт|паспорта|серия|номер|снилс|инн|удостоверение|права|счет',
    'n[uú]mero|numero|nummer|no|number|num|nr|iban|ifsc|routing|sort code|order|ticket|case|case id|reference|ref|referral|imei|serial|teudat zehut'
  ].join('|')
)

// what a number is of, when it is none of a person
const COUNTED =
  /^\s?(?:times|x\b|attempts?|tries|people|users|words|views|followers|steps?|photos?|pictures?|pages?|mb|kb|gb|px|pixels?|dpi|fps|mp\b|hz|lux|k\b|mah|ms\b|seconds?|minutes?|hours?|days?|weeks?|months?|years?|d[ií]as|horas|años|veces|vezes|€|\$|£|₹|₦|₫|đ|usdt?|eur|euros?|gbp|dollars?|naira|ngn|rupees?|rs\b|inr|rupiah|idr|pesos?|reais|brl|btc|eth|bnb|dong|vnd|tl\b|lira|try\b|rub|руб|shillings?|ksh|cedis?|rand|yen|yuan|won|taka|baht|dirhams?|aed|coins?|satoshis?|tokens?)/i
const MONEY = /(?:[$€£₹₦₫¥]|\b(?:rp|rs|usdt?|eur|ngn|inr|idr|vnd|php|brl|r\$))\.?\s?$/i
const MADE_BY =
  /(?:version|ver|v|app|build|android|ios|iphone|windows|chrome|firefox|model|iso|error|errors?|http)\W{0,2}$/i

const YEARS = /^(?:19|20)\d\d\W{1,3}(?:19|20)\d\d$/
// a whole date that is no birth date: of a screenshot, of an expiry
const DATE = /^(?:\d{1,2}[ ./-]{1,3}\d{1,2}[ ./-]{1,3}20\d\d|20\d\d[ ./-]{1,3}\d{1,2}[ ./-]{1,3}\d{1,2})$/

/** Tells whether a number stands for a person, and not for an amount, a span of years, a version or a size. */
function isPersonal(match: string, before: string, after: string): boolean {
  if (YEARS.test(match) || DATE.test(match) || MADE_BY.test(before)) return false
  return !(COUNTED.test(after) || MONEY.test(before))
}

// "IMG_20240512", "ISO27001", "IPHONE15": names of files, of standards, of devices
const isNamed = (match: string): boolean =>
  /^(?:IMG|DSC|VID|PXL|MVI|SM|ISO|SOC|WA|KYC|SCAN|UTC|GMT)[^\p{L}]/iu.test(match) ||
  /^[A-Z]{4,}\d{1,3}$/i.test(match)

/** Tells whether a number passes the check digit of payment cards (Luhn). */
function isCard(text: string): boolean {
  const number = digits(text)
  if (number.length < 13 || number.length > 19) return false
  let sum = 0
  for (let i = 0; i < number.length; i++) {
    const digit = Number(number[number.length - 1 - i]) * (i % 2 === 0 ? 1 : 2)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}

/** Numbers of documents, of accounts and of cards. The order matters: what is certain comes before what is loose. */
export const DOCUMENTS: readonly Rule[] = [
  {
    // "P<UTOERIKSSON<<ANNA<MARIA<<<", "rossi<<bianca"; not "a << b", "<<<<"
    kind: 'document',
    hint: /<</,
    pattern: /[A-Z0-9<]{10,90}/gi,
    confirm: (match) => /<</.test(match) && match.replaceAll('<', '').length >= 6
  },
  {
    // "DE89 3704 0044 0532 0130 00", "nl91abna0417164300"; not "GB12 days"
    kind: 'account',
    hint: DIGIT,
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/gi,
    confirm: (match) => digits(match).length >= 10 && match.replaceAll(' ', '').length >= 15
  },
  {
    // "4111 1111 1111 1111", "4000.0566.5566.5556"; not "1234 5678 9012 3456", which fails the check digit
    kind: 'card',
    hint: DIGIT,
    pattern: /\b\d(?:[ .-]?\d){12,18}\b/g,
    confirm: isCard
  },
  {
    // "passport no is X4RTBPFW4", "my uid 48 291 734", "DNI: 45.678.912"; not "id photo 2", "passport 2016-2026"
    kind: 'number',
    hint: DIGIT,
    pattern: new RegExp(
      String.raw`(${NAMES}${IS})(?:\p{L}{1,3}[ -]?)?[\p{L}\d]{0,12}\d[\p{L}\d./-]{0,24}(?: (?:\p{L}{0,3}\d[\p{L}\d./-]{0,12}|[A-Z](?![\p{L}\d]))){0,10}`,
      'giu'
    ),
    confirm: (match, before, after) =>
      (digits(match).length >= 5 || /^(?=.*\d)(?=.*[A-Z])[A-Z\d]{8,}$/.test(match)) &&
      !isNamed(match) &&
      isPersonal(match, before, after)
  },
  {
    // "12.345.678-5", "35202-1234567-1", "48291734", "90 01 01 14 567"; not "2024", "4032x3024", "3-5", "1.000.000 rupiah"
    kind: 'number',
    hint: DIGIT,
    pattern: /(?<![\w.])\d(?:[ .-]?\d){5,}(?:[ -]?[A-Z]\b)?(?!\w|%)/gi,
    confirm: (match, before, after) =>
      (digits(match).length >= 7 || /^\d{6}$/.test(match)) && isPersonal(match, before, after)
  },
  {
    // "AB1234567", "ЕН123456", "X-1234567-L", "A123456(3)"; not "A4", "SOC2"
    kind: 'number',
    hint: DIGIT,
    pattern: /(?<![\p{L}\p{N}])\p{L}{1,4}[ -]?\d{6,12}(?:[ -]?\p{L})?(?:\(\d\))?(?![\p{L}\p{N}])/giu,
    confirm: (match, before, after) => !isNamed(match) && isPersonal(match, before, after)
  },
  {
    // "GHA-712345678-9", "AB-12-34567"; not "KYC-1002"
    kind: 'number',
    hint: DIGIT,
    pattern: /(?<![\w-])[A-Z]{1,4}(?:-[A-Z0-9]{1,10}){1,4}(?![\w-])/gi,
    confirm: (match) => digits(match).length >= 7 && !isNamed(match)
  },
  {
    // "RSSMRA85T10A562S", "12AB34567", "X4RTBPFW4"; not "iPhone13", "IPHONE15", "1080X2400"
    kind: 'number',
    hint: DIGIT,
    pattern: /\b(?=[A-Z]*\d[A-Z]*\d)[A-Z\d]{8,20}\b/g,
    confirm: (match, before, after) =>
      /[A-Z]/.test(match) && !/^\d+X\d+$/.test(match) && !isNamed(match) && isPersonal(match, before, after)
  },
  {
    // "rssmra85m01h501q", "gomc900514hdfmrr08": the same in small letters, with more digits; not "redmi12pro"
    kind: 'number',
    hint: DIGIT,
    pattern: /(?<![\w.@/-])(?=(?:[a-z]*\d){5})[a-z\d]{8,20}(?![\w@.-])/gi,
    confirm: (match) => /[a-z]/i.test(match) && !/^\d+x\d+$/i.test(match) && !isNamed(match)
  },
  {
    // "QQ 12 34 56 C"; not "A 4"
    kind: 'number',
    hint: DIGIT,
    pattern: /\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Z]\b/gi
  },
  {
    // five digits alone may be a code; not "10000 words"
    kind: 'number',
    hint: DIGIT,
    pattern: /^\s*\d{5}\s*$/g
  }
]
