import { DIGIT, type Rule, word } from './rule'

// kinds of streets that stand before the name, behind it, and at its end
const BEFORE =
  'calle|c/|avenida|avda|av|plaza|paseo|carretera|jir[oó]n|rua|r|travessa|alameda|praça|rue|avenue d[eu]|boulevard|bd|bld|place d[eu]|place|chemin|impasse|allée|via|viale|corso|piazza|vicolo|jl|jln|jalan|gang|đường|duong|phố|pho|ngõ|ul|ulica|aleja|ул|улица|проспект|пр|пер|переулок|вул|вулиця'
const BEHIND =
  'street|str|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|way|court|ct|terrace|close|crescent|square|highway|hwy|parkway|estate|nagar|marg|colony|layout|sokak|sokağı|sok|sk|caddesi|cad|cd|mahallesi|mah|bulvarı'
const ENDING =
  'straße|strasse|str\\.|weg|platz|gasse|allee|ring|damm|ufer|gatan|vägen|gade|vej|veien|gata|straat|laan|plein|katu|utca|út'

// small words that no name of a street has: "12 photos in the street"
const SMALL =
  /(?:^|\s)(?:the|a|an|in|on|of|from|and|to|for|this|that|is|was|at|by|with|my|our|your|not|app|web|website|email|e-mail|mail|telegram|whatsapp|phone|sms|photos?|times?|days?|hours?|el|los|otra|mi|une|un|mon)(?=\s|$)/i
const COUNTED =
  /^\s?(?:times|days|hours|minutes|months|weeks|years|x|%|veces|vezes|días|horas|fois|mal)(?!\p{L})/iu
const TO_END = String.raw`[^.\n!?]{0,60}`

const isPlace = (match: string, _: string, after: string): boolean =>
  !(SMALL.test(match) || COUNTED.test(after))

/** Where people live. */
export const PLACES: readonly Rule[] = [
  {
    // "my address is 33 al wahda", "vivo en gran via 28"; not "address does not match", "I live in Turkey for 3 years"
    kind: 'address',
    hint: DIGIT,
    pattern: new RegExp(
      String.raw`(${word(
        '(?:my|home|full|street|postal|mailing|residential)? ?address(?: is|:)|i live (?:at|on)|living at|mi direcci[oó]n(?: es|:)|direcci[oó]n:|vivo en|resido en|moro n[ao]|meu endereço(?: é|:)|endereço:|j.habite(?: au)?|mon adresse(?: est|:)|ich wohne(?: in)?|meine adresse(?: ist|:)|alamat(?: saya)?:?|tinggal di|adresim|địa chỉ:?|живу(?: на| по)?|(?:мой )?адрес:?'
      )}|(?<!\p{L})address:)\s{0,2}[^.\n!?]{0,40}\d${TO_END}`,
      'giu'
    ),
    confirm: (match) =>
      !/\d+ ?(?:years?|months?|days?|weeks?|times?|años?|anos?|meses|días|jahre?|tahun|лет|года)/i.test(match)
  },
  {
    // "Calle Mayor 12, 3B", "Rua das Flores, 45", "ул. Ленина, д. 5", "carrera 7 # 71-21"; not "calle", "via email 2 times"
    kind: 'address',
    hint: DIGIT,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:${BEFORE})\.?\s{1,2}\p{L}[\p{L}\p{M}'’. -]{1,40},?\s?(?:n[°ºo.]{0,2}|no\.?|д\.?|дом|bud\.?)?\s?\d{1,5}(?!\d)[^.\n!?]{0,40}`,
      'giu'
    ),
    confirm: (match, before, after) =>
      isPlace(match, before, after) && !/\d+ ?(?:times|days|hours|veces)/i.test(match)
  },
  {
    // "carrera 7 # 71-21", "calle 10 no 20-30"; not "calle 10"
    kind: 'address',
    hint: DIGIT,
    pattern:
      /\b(?:calle|carrera|cra|cl|kr|diagonal|transversal|avenida|av)\.? \d{1,3} ?[a-z]? ?(?:#|no\.?|n°) ?\d{1,3}[a-z]? ?-? ?\d{0,3}/gi
  },
  {
    // "10 rue de Rivoli", "123 đường lê lợi"; not "2 rue"
    kind: 'address',
    hint: DIGIT,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])\d{1,5}[a-z]?(?:[/-]\d{1,4})?(?: ?bis| ?ter)?,?\s(?:${BEFORE})\.?\s\p{L}[\p{L}\p{M} '’-]{2,40}`,
      'giu'
    ),
    confirm: isPlace
  },
  {
    // "Hauptstraße 7", "lindenallee 45", "kungsgatan 12"; not "straße"
    kind: 'address',
    hint: DIGIT,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])\p{L}[\p{L}-]{2,30}(?:${ENDING})\s?\d{1,4}[a-z]?(?![\p{L}\p{N}])[^.\n!?]{0,40}`,
      'giu'
    ),
    confirm: (match, before, after) =>
      /^\p{L}+/u.test(match) &&
      !/^(?:during|string|bring|spring|ring|away)/i.test(match) &&
      isPlace(match, before, after)
  },
  {
    // "12 Baker Street", "flat 4, 22 elm road", "742 evergreen terrace", "9641 sunset blvd"; not "2 streets", "12 photos in the street"
    kind: 'address',
    hint: DIGIT,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}.])\d{1,5}[a-z]?(?:[/-]\d{1,4})?,?\s(?:\p{L}[\p{L}\p{N}'’.-]{1,20}\s){1,4}(?:${BEHIND})(?![\p{L}\p{N}])[^.\n!?]{0,40}`,
      'giu'
    ),
    confirm: (match) => !SMALL.test(match.split(new RegExp(`\\s(?:${BEHIND})(?![\\p{L}])`, 'iu'))[0] ?? '')
  },
  {
    // "atatürk caddesi no 12", "cumhuriyet mah. 1204 sokak no 8", "ring road 5"; not "the street 2"
    kind: 'address',
    hint: DIGIT,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])\p{L}{3,20}\s(?:${BEHIND})\.?,?\s(?:no[.:]?\s?)?\d{1,5}(?:[/-]\d{1,4})?(?!\p{N})`,
      'giu'
    ),
    confirm: isPlace
  },
  {
    // "house no 45, sector 15", "h no 12-3-456", "flat 3 block b 7", "plot 12"; not "flat 2 photos"
    kind: 'address',
    hint: DIGIT,
    pattern:
      /\b(?:house|h\.?|flat|plot|door|d\.?|apt|apartment|apto|depto|suite|unit|block|blk|sector)\.? ?(?:no|number|num|#)\.? ?\d{1,5}[^.\n!?]{0,40}|\b(?:house|plot|sector|apt|apto|depto) \d{1,5}\b[^.\n!?]{0,40}/gi
  },
  {
    // "p.o. box 1234", "po box 567", "apartado postal 9"; not "box 2"
    kind: 'address',
    hint: DIGIT,
    pattern: /\b(?:p\.? ?o\.? ?box|postfach|apartado postal|caixa postal|boîte postale|b\.?p\.?) \d{1,6}/gi
  },
  {
    // "zip code 90210", "cep 01310-100", "postcode SW1A 1AA", "plz 10115"; not "zip file"
    kind: 'address',
    hint: DIGIT,
    pattern: new RegExp(
      String.raw`(${word('zip|zip ?code|post ?code|postal ?code|pin ?code|c[oó]digo postal|cep|plz|postleitzahl|code postal|cap|kode pos|posta kodu|индекс')}[\s:=]{0,3}(?:is|es|é|ist)?\s{0,2})[A-Z0-9]{2,7}[ -]?\d?[A-Z0-9]{0,4}`,
      'giu'
    ),
    confirm: (match) => /\d{2}|\d[A-Z]/i.test(match)
  },
  {
    // "SW1A 1AA", "LS1 4AP"; not "A4 2MB"
    kind: 'address',
    hint: DIGIT,
    pattern: /\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b/g,
    confirm: (match) => !/(?:MB|GB|KB|PM|AM|MP)$/.test(match)
  }
]
