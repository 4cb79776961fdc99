/** One kind of personal data: what replaces it, how it looks, and a second look at a match where the pattern is loose. */
interface Rule {
  kind: string
  pattern: RegExp
  /** Gives false for a match that is harmless. */
  confirm?: (match: string) => boolean
}

const digits = (text: string): string => text.replace(/\D/g, '')

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

// words that every complaint has, and no list of secret words has together
const COMMON = /\b(?:the|and|was|not|they|this|with|que|para|the|refused|rejected|photo|passport)\b/

const NAMES =
  'passport|pasaporte|passaporte|national id|id|uid|dni|nie|nif|nid|ine|curp|cpf|rg|cccd|cmnd|ktp|nik|aadhaar|aadhar|pan|ssn|nino|bvn|nin|licen[cs]e|permit|card|cedula|cédula|account|document|ticket|case'

// The order matters: what is certain comes before what is loose. Each line: a match, and what it leaves alone.
const RULES: readonly Rule[] = [
  // "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<"; not "a << b"
  { kind: 'document', pattern: /[A-Z0-9<]{25,46}/g, confirm: (match) => match.split('<').length > 3 },
  // "ana.b@mail.com", "ana @ mail.com"; not "@support"
  { kind: 'email', pattern: /[\p{L}\p{N}._%+-]{1,64}\s?@\s?[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu },
  // "0x52908400098527886E0F7030069857D2E4169EE7"; not "0x12"
  {
    kind: 'wallet',
    pattern: /\b(?:0x[0-9a-f]{40}|(?:bc1|ltc1|addr1)[a-z0-9]{25,100}|T[1-9A-HJ-NP-Za-km-z]{33})\b/gi
  },
  // "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa" and longer ones of base 58; not a long word
  {
    kind: 'wallet',
    pattern: /\b[1-9A-HJ-NP-Za-km-z]{26,48}\b/g,
    confirm: (match) => /\d/.test(match) && /[a-z]/.test(match) && /[A-Z]/.test(match)
  },
  // "DE89 3704 0044 0532 0130 00"; not "GB12 days"
  {
    kind: 'account',
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b/g,
    confirm: (match) => digits(match).length >= 8
  },
  // "4111 1111 1111 1111"; not "1234 5678 9012 3456", which fails the check digit and is caught below as a number
  { kind: 'card', pattern: /\b\d(?:[ -]?\d){12,18}\b/g, confirm: isCard },
  // "ana dot b at mail dot com"; not "look at mail"
  {
    kind: 'email',
    pattern:
      /[\p{L}\p{N}._-]{2,64}(?: ?[[(]?(?:dot|punto)[\])]? ?[\p{L}\p{N}_-]{1,40}){0,2} ?[[(]?\b(?:at|arroba)\b[\])]? ?[\p{L}\p{N}-]{2,40}(?: ?[[(]?\b(?:dot|punto)\b[\])]? ?[\p{L}]{2,12}|\.(?:com|net|org|co|es|de|fr|ru|br|in|uk|mx|io)\b){1,2}/giu
  },
  // "192.168.10.20"; not "1.2.3", nor the host of an address, which the link check must see
  {
    kind: 'address',
    pattern: /(?<![/\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b(?![./]?\w)/g
  },
  // "2001:db8:85a3::8a2e:370:7334"; not "12:30:45"
  {
    kind: 'address',
    pattern: /(?<![\w:])(?:[0-9a-f]{1,4}:{1,2}){3,7}[0-9a-f]{1,4}(?![\w:])/gi,
    confirm: (match) => /[a-f]/i.test(match) || match.split(':').length > 4
  },
  // "my seed phrase is apple ... zoo" (12 words and more); not "my seed phrase is safe"
  {
    kind: 'secret',
    pattern:
      /\b(?:seed|recovery|secret|mnemonic)(?: (?:phrase|words?|key))?[ :=]{1,3}(?:is )?(?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8}\b/gi
  },
  // twelve short words and more with nothing else between: nobody complains like that
  {
    kind: 'secret',
    pattern: /(?<=^|[:\n(] ?)(?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8}(?=$|[\n.)])/g,
    confirm: (match) => !COMMON.test(match)
  },
  // "password is hunter2", "contraseña: abc"; not "password reset"
  {
    kind: 'secret',
    pattern:
      /(?:passwor[dt]|passcode|passwd|pwd|pass|contraseña|clave|senha|mot de passe|mdp|passwort|parola|şifre|sifre|sandi|mật khẩu|mat khau|пароль)\s{0,3}(?:was|is|:|=|es|é|ist|est|là|la|adalah)\s{0,3}(?!(?:not|wrong|safe|incorrect|the|forgotten|ok|right|correct|weak)\b)\S{3,64}/gi
  },
  // "code 482913", "my otp is 1234"; not "error code 4032"
  {
    kind: 'secret',
    pattern:
      /\b(?:error )?(?:code|otp|2fa|pin|sms|authenticator|código|codigo|kode|kod|mã|ma|код)(?=\W)\D{0,12}\b\d{3}[ -]?\d{1,5}\b/gi,
    confirm: (match) => !/^error/i.test(match)
  },
  // "born 12/03/1990", "dob: 1990-03-12"; not "born in spring"
  {
    kind: 'birth date',
    pattern:
      /(?:\bborn|birth|birthday|\bdob|d\.o\.b|bday|nacimiento|nací|\bnaci|nascimento|nasci|naissance|geboren|geburts|sinh|lahir|doğum|dogum|рожд|janam)\S{0,8}\D{0,16}\d{1,4}[/. -]\d{1,2}[/. -]\d{2,4}/gi
  },
  // "03/12/1990", "1990-03-12"; not "3/5" or "24/7"
  {
    kind: 'birth date',
    pattern: /\b(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}|(?:19|20)\d{2}[/.-]\d{1,2}[/.-]\d{1,2})\b/g
  },
  // "born 12 March 1990", "12 march 1990"; not "12 days"
  {
    kind: 'birth date',
    pattern:
      /\b\d{1,2}(?:st|nd|rd|th)?(?: of| de)? (?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|ene|abr|ago|dic|janv|févr|fev|fév|juin|juil|aoû|mär|ocak|mart|nisan|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)[\p{L}]{0,7}\.?,?(?: de)? (?:19|20)\d{2}\b/giu
  },
  // "March 12, 1990"; not "March 12"
  {
    kind: 'birth date',
    pattern:
      /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,7}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2}\b/gi
  },
  // "Calle Mayor 12, 3B", "Rua das Flores, 45", "Hauptstr. 7"; not "calle"
  {
    kind: 'address',
    pattern:
      /\b(?:calle|c\/|avenida|avda?\.?|rua|r\.|travessa|rue|via|viale|piazza|jl\.?|jalan|đường|duong|ул\.?|улица|plaza|carrera|cra\.?)\s{1,2}[\p{L}][\p{L}\p{N}'. -]{1,40},? ?(?:n[°ºo.]{0,2} ?)?\d{1,5}\b[^.\n]{0,40}/giu
  },
  // "Hauptstraße 7", "Gartenweg 12a"; not "straße"
  {
    kind: 'address',
    pattern:
      /\b\p{Lu}[\p{L}-]{2,30}(?:straße|strasse|str\.|weg|platz|gasse|allee|sokak|caddesi) ?\d{1,4}[a-z]?\b[^.\n]{0,40}/gu
  },
  // "flat 4, 22 elm road", "12 rue de la paix"; not "2 streets"
  {
    kind: 'address',
    pattern: /\b\d{1,5}[a-z]?,? (?:rue|avenue de|boulevard|bd|via|calle) [\p{L}][\p{L} '-]{2,40}/giu
  },
  {
    kind: 'address',
    pattern:
      /\b\d{1,5}[a-z]?,? (?:[a-z][\w'.-]{1,20} ){1,3}(?:street|road|avenue|lane|drive|boulevard|nagar|marg|colony)\b[^.\n]{0,40}/gi
  },
  // "12 Baker Street", "4 Elm Rd"; not "2 streets"
  {
    kind: 'address',
    pattern:
      /\b\d{1,5}[A-Za-z]?,? (?:[A-Z][\w'.-]{0,20} ){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Court|Ct)\b[^.\n]{0,40}/g
  },
  // "passport AB1234567", "my uid is 48291734"; not "id photo 2"
  {
    kind: 'number',
    pattern: new RegExp(
      `\\b(?:${NAMES})\\b(?: (?:card|number|no\\.?|num|id))?\\s{0,2}(?:is|es|:|=|#|nr\\.?)?\\s{0,2}#?[A-Z0-9][A-Z0-9./-]{0,20}(?: ?[A-Z0-9./-]{2,12}){0,4}`,
      'gi'
    ),
    confirm: (match) => /\d[\d ./-]{3,}\d/.test(match) && digits(match).length >= 5
  },
  // "+44 20 7946 0958"; not "+1"
  { kind: 'phone', pattern: /(?:\+|\b00)\d{1,3}(?:[ .-]?\(?\d{2,4}\)?){2,5}/g },
  // "(415) 555-0134"; not "(3) 5-7"
  { kind: 'phone', pattern: /\(\d{2,4}\) ?\d{3,4}[ .-]?\d{3,4}\b/g },
  // "48291734", "123-45-6789"; not "2024", "4032x3024" or "3-5"
  { kind: 'number', pattern: /(?<![\w.])\d(?:[ .-]?\d){6,}(?!\w)/g },
  // "AB1234567", "X1234567L"; not "A4" or "SOC2"
  {
    kind: 'number',
    pattern: /\b[A-Z]{1,3}-?\d{6,10}[A-Z]?\b/gi,
    confirm: (match) => !/^(?:IMG|DSC|VID|PXL|MVI|SM)/i.test(match)
  },
  // "RSSMRA85T10A562S", "12AB34567", "ABCPE1234F"; not "iPhone13"
  {
    kind: 'number',
    pattern: /\b(?=[A-Z\d]{8,20}\b)(?=(?:[A-Z]{0,12}\d){4})[A-Z\d]{8,20}\b/g,
    confirm: (match) => /[A-Z]/.test(match) && !/^\d+X\d+$/.test(match)
  },
  // "QQ 12 34 56 C", "12 345 678 Z"; not "A 4"
  { kind: 'number', pattern: /\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Z]\b/g },
  // five or six digits alone may be a code; not "10000 words"
  { kind: 'number', pattern: /^\s*\d{5,6}\s*$/g }
]

/** A text without personal data. */
export interface Redacted {
  text: string
  /** Kinds of personal data that were taken out, each once. */
  kinds: string[]
}

/** Replaces personal data (numbers, e-mails, dates, addresses, secrets) by its kind in brackets. */
export function redact(text: string): Redacted {
  const kinds = new Set<string>()
  let clean = text
  for (const { kind, pattern, confirm } of RULES) {
    clean = clean.replace(pattern, (match) => {
      if (confirm && !confirm(match)) return match
      kinds.add(kind)
      return `[${kind}]`
    })
  }
  return { text: clean, kinds: [...kinds] }
}
