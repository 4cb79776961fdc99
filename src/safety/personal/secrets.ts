import { wordlist as english } from '@scure/bip39/wordlists/english'
import { wordlist as french } from '@scure/bip39/wordlists/french'
import { wordlist as italian } from '@scure/bip39/wordlists/italian'
import { wordlist as portuguese } from '@scure/bip39/wordlists/portuguese'
import { wordlist as spanish } from '@scure/bip39/wordlists/spanish'
import { DIGIT, type Rule, word } from './rule'

const bare = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
// the words that seed phrases are made of
const SEED = new Set([english, french, italian, portuguese, spanish].flat().map(bare))

/** Tells whether nearly all words of a list are those of seed phrases; a complaint has many that are not. */
function isSeed(match: string): boolean {
  const said = bare(match).match(/\p{L}+/gu) ?? []
  // a seed phrase hardly repeats itself, a person in a rage does
  const isVaried = new Set(said).size > said.length / 2
  return isVaried && said.filter((one) => SEED.has(one)).length >= said.length * 0.85
}

const PASSWORD =
  'passwor[dt]s?|passcode|passphrase|passwd|psw|pswd|pwd|pw|pass|contraseña|contrasena|clave|senha|palavra.passe|mot de passe|mdp|passwort|kennwort|parola|şifrem?|sifrem?|(?:kata )?sandi|mật khẩu|mat khau|пароль|hasło|haslo|पासवर्ड'
const CODE =
  'code|codes|otp|2fa|mfa|tan|sms|authenticator|verification|one.time password|código|codigo|kode|kodu?|mã|ma|код|codice|token|pin|pin code|pincode|cvv2?|cvc|nip'
const BETWEEN = String.raw`(?:\s{0,2}(?:[:=>→-]{1,2}|${word('was|is|it.?s|es|era|é|est|ist|lautet|adalah|saya|là|của tôi|tôi|my|i said|i gave|i sent|number|no|of|de|verificaci[oó]n|google|sms')})){0,4}\s{0,2}`
// what people say of a password instead of telling it
const TOLD_OF =
  /^(?:not?|wrong|(?:in)?correct(?:ly|o|a)?|right|safe|secure|ok(?:ay)?|good|bad|fine|weak|strong|same|new|old|lost|long|short|different|mine|invalid|the|this|that|there|what|really|needed|required|secret|private|still|also|too|very|gone|known|unknown|stolen|hacked|hidden|real|enough|never|always|only|just|for|from|in|on|to|by|la|el|una?|no|mal[ao]?|segur[ao]|mi|minha|\p{L}+(?:ed|ada|ido|ida|ado|é|ing|ten|able))\p{P}*$/iu
const ENDS = /^\s*(?:$|[.,;!?)\n]|and\b|but\b|y\b|e\b)/i

/** What opens an account: passwords, codes, keys, seed phrases, and where the money is. */
export const SECRETS: readonly Rule[] = [
  {
    // "my seed phrase is apple ... zoo", "frase semilla: ..." (6 words and more); not "my seed phrase is safe"
    kind: 'secret',
    hint: /seed|recover|secret|mnemonic|12 words|24 words|semilla|semente|recupera|words are/i,
    pattern:
      /((?:\b(?:seed|recovery|secret|mnemonic|backup)(?: (?:phrase|words?|key))?|\b(?:12|24|twelve) words|frase (?:semilla|semente|de recupera\p{L}+)|words are)[\s:=-]{1,3}(?:(?:is|are|es|é)[\s:]{1,2})?)(?:(?:\d{1,2}[.):]?\s?)?\p{L}{3,10}[\s,]{1,2}){5,23}(?:\d{1,2}[.):]?\s?)?\p{L}{3,10}/giu,
    confirm: (match) => isSeed(match) || match.split(/[\s,]+/).length === 12
  },
  {
    // ten words and more of the lists that wallets use, with nothing else between: nobody complains like that
    kind: 'secret',
    hint: /(?:\p{L}{3,10}[\s,\d.):-]{1,6}){9}/u,
    pattern: /(?:\p{L}{3,10}[\s,]{1,2}(?:\d{1,2}[.):]?\s?)?){9,23}\p{L}{3,10}/gu,
    confirm: (match) => isSeed(match) || (match.match(/\d{1,2}[.):]/g)?.length ?? 0) >= 8
  },
  {
    // "password is hunter2", "contraseña: abc", "pass Summer!23"; not "password reset", "the password was changed", "pass 100%?"
    kind: 'secret',
    hint: new RegExp(PASSWORD, 'i'),
    pattern: new RegExp(String.raw`(${word(PASSWORD)}${BETWEEN})[^\s\[]{4,64}`, 'giu'),
    confirm: (match, before, after) => {
      if (
        /[\d!@#$%^&*+=?]/.test(match.slice(0, -1)) &&
        !/^(?:19|20)\d\d\W?$|^https?:|^\d{1,3}\s?%/.test(match)
      )
        return true
      const isGiven = /(?:[:=]|(?<!\p{L})(?:is|es|é|est|ist|lautet|adalah|là))\s{0,2}$/iu.test(before)
      return isGiven && !TOLD_OF.test(match) && ENDS.test(after)
    }
  },
  {
    // "code 482913", "my otp is 1234", "code: G-482913", "cvv is 737"; not "error code 4032", "zip code 90210"
    kind: 'secret',
    hint: DIGIT,
    pattern: new RegExp(
      String.raw`(${word(CODE)}(?:[^\d\p{L}]|${word('is|was|es|era|é|est|ist|là|of|de|saya|the|it|i|said|gave|sent|him|them|her|and|shows?|verificaci[oó]n|из|от|from|google|binance|number|sms|смс|my|number|code|g')}){1,12})\d{2,4}[ -]?\d{1,4}(?!\d|[.,]\d)`,
      'giu'
    ),
    confirm: (match, before, after) =>
      !/(?:error|bar|qr|zip|post|postal|status|http|country|dress|area)\p{P}?\s?(?:code|kode|codigo|código)\P{L}{0,4}(?:is )?$/iu.test(
        before
      ) &&
      !/(?:error|fail)\p{L}*\P{L}{1,3}(?:code|código|codigo)\P{L}{0,4}$/iu.test(before) &&
      !/^\s?(?:times|days|hours|minutes|min|x|veces|months)/i.test(after) &&
      (match.replace(/\D/g, '').length >= 4 || /cv[vc]|pin/i.test(before.slice(-20)))
  },
  {
    // "backup key is JBSWY3DPEHPK3PXP", "api key vmPUZE6mv9"; not "key is lost"
    kind: 'secret',
    hint: /key|clave|llave|chave/i,
    pattern:
      /((?:backup|auth|authenticator|secret|private|api|2fa|recovery|clave|llave|chave)[ -](?:key|privada|secreta)?[\s:=]{1,3}(?:(?:is|es|é)[\s:]{1,2})?)[\w/+=-]{12,120}/gi,
    confirm: (match) => /\d/.test(match) || /^[A-Z2-7]{16,}$/.test(match)
  },
  {
    // "0x52908400098527886E0F7030069857D2E4169EE7"; not "0x12"
    kind: 'wallet',
    hint: /0x/i,
    pattern: /(?<!\w)0x[0-9a-f]{38,66}(?!\w)/gi
  },
  {
    // "EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q2": the wallets of one chain have signs in between
    kind: 'wallet',
    hint: /[EUk]Q/,
    pattern: /(?<!\w)[EUk]Q[\w-]{46}(?![\w-])/g
  },
  {
    // wallets, keys and tokens are long and of letters and digits; no word is, and no name of a site
    kind: 'wallet',
    hint: /\w{25}/,
    pattern: /(?<![\w@-])[A-Za-z0-9]{25,128}(?![\w-]*\.[a-z]{2}|\w)/g,
    confirm: (match) => /\d/.test(match) && /[a-z]/i.test(match) && !/^([a-z0-9])\1+$/i.test(match)
  }
]
