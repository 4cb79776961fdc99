import { DIGIT, digits, type Rule, word } from './rule'

const PROVIDERS =
  'gmail|googlemail|yahoo|ymail|hotmail|outlook|icloud|proton|protonmail|yandex|gmx|qq|live|aol|mail|rediffmail|web|msn'
const AT = String.raw`(?:@|[[({]\s?(?:at|arroba)\s?[\])}]|\s(?:at|arroba|chez|bei|собака|ät)\s)`
const DOT = String.raw`(?:[.,]|[[({]\s?(?:dot|punto|punkt|\.)\s?[\])}]|\s(?:dot|punto|ponto|point|punkt|nokta|точка)\s)`

/** E-mails, telephone numbers and addresses in networks. */
export const CONTACT: readonly Rule[] = [
  {
    // "ana.b@mail.com", "иван@почта.рф"; not "@support"
    kind: 'email',
    hint: /@/,
    pattern: /[\p{L}\p{N}._%+-]{1,64}\s?@\s?[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu
  },
  {
    // "okafor @ yahoo . com", "juan arroba gmail punto com", "budi[at]gmail[dot]com", "ana@gmail"; not "look at mail"
    kind: 'email',
    hint: /@|arroba|chez|bei|собака|\bat\b/i,
    pattern: new RegExp(
      String.raw`[\p{L}\p{N}._+-]{2,64}(?:${DOT}\s?[\p{L}\p{N}_-]{1,40}){0,2}\s?${AT}\s?(?:(?:${PROVIDERS})\s?${DOT}\s?\p{L}{2,10}(?:\s?\.\s?\p{L}{2,3})?|[\p{L}\p{N}-]{2,40}\s?${DOT}\s?(?:com|net|org|co|info|[a-z]{2}))(?![\p{L}\p{N}])`,
      'giu'
    ),
    // "look at binance.com" names a site
    confirm: (match) =>
      !/^\S+ (?!@)\S+ \S+[.,]/.test(match) || new RegExp(`(?:${PROVIDERS})[.]`, 'i').test(match)
  },
  {
    // "ana@gmail"; not "me @ home"
    kind: 'email',
    hint: /@/,
    pattern: new RegExp(String.raw`[\p{L}\p{N}._+-]{2,64}@(?:${PROVIDERS})(?![\p{L}\p{N}])`, 'giu')
  },
  {
    // "192.168.10.20"; not "1.2.3", "version 12.4.0.1", nor the host of an address, which the link check must see
    kind: 'address',
    hint: DIGIT,
    pattern: /(?<![/\d.@])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b(?![./]?\w)/g,
    confirm: (_, before) =>
      !/(?:version|ver|v|app|build|release|firmware|update)\W{0,2}(?:is |to )?$/i.test(before)
  },
  {
    // "2001:db8:85a3::8a2e:370:7334", "00:1B:44:11:3A:B7"; not "12:30:45"
    kind: 'address',
    hint: /:.*:/,
    pattern: /(?<![\w:])(?:[0-9a-f]{1,4}:{1,2}){3,7}[0-9a-f]{1,4}(?![\w:])/gi,
    confirm: (match) => /[a-f]/i.test(match) || match.split(':').length > 4
  },
  {
    // "+44 20 7946 0958", "+7 (903) 123-45-67", "+49(0)151/23456789"; not "+1", "gmt +5:30"
    kind: 'phone',
    hint: DIGIT,
    pattern: /(?:\+\s?|(?<!\d ?)\b00)\d{1,3}(?:[ ./-]?\(?\d{1,9}\)?){1,6}/g,
    confirm: (match) => digits(match).length >= 8
  },
  {
    // "(415) 555-0134", "(11) 98765-4321"; not "(3) 5-7"
    kind: 'phone',
    hint: /\(\d/,
    pattern: /\(\d{2,4}\) ?\d{3,5}[ .-]?\d{3,4}\b/g
  },
  {
    // "tel: 06 12 34", "whatsapp 0917/123"; not "phone 13", "call 3 times"
    kind: 'phone',
    hint: DIGIT,
    pattern: new RegExp(
      String.raw`(${word(
        'tel|telephone|phone|mobile|cell|cel|celular|whatsapp|wa|viber|telefono|teléfono|telefone|telefon|handy|hp|sdt|số điện thoại|телефон|номер|zalo|call me|text me|contact'
      )}[\s:=#]{0,3}(?:(?:is|no|nr|number|at|on|saya|es|é)[\s.:]{1,2}){0,2})\d(?:[ ./-]?\d){5,14}`,
      'giu'
    )
  }
]
