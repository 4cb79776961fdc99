import { domainToUnicode } from 'node:url'
import { parse } from 'tldts'
import unhomoglyph from 'unhomoglyph'
import type { Knowledge } from '../knowledge/knowledge'
import { distance, MAX_LENGTH } from '../text/distance'

/**
 * How an address stands to the official list: on it; not on it, but made to look so; hiding where it leads; a place
 * where anybody can write as anybody; or none of these.
 */
export type Verdict = 'official' | 'alike' | 'hidden' | 'chat' | 'unknown'

/** An address in a message, judged against the official list. */
export interface Link {
  /** The host or name, broken so that no channel makes it clickable. */
  shown: string
  verdict: Verdict
}

type Official = Knowledge['official']

// "https://t.me/x", "binance-kyc.com", "10.0.0.1/login"; not "3.5", "e.g." or "photo.jpg" (no known ending)
const ADDRESS =
  /(?:[a-z][a-z0-9+.-]{1,15}:\/\/)?(?:[^\s/@<>()[\]]{1,64}@)?(?:(?:\d{1,3}\.){3}\d{1,3}|(?:[\p{L}\p{N}\p{M}_-]{1,63}\.){1,8}[\p{L}\p{N}-]{2,24})(?::\d{1,5})?(?:[/?#][^\s<>()[\]]{0,500})?/giu
// "@binance_support"; not the second half of "ana@mail.com"
const HANDLE = /(?<![\p{L}\p{N}._-])@[\p{L}\p{N}_.]{4,40}/gu
const FILE = /\.(?:jpe?g|png|pdf|heic|gif|webp|docx?|txt|zip|mp4|mov)$/i
// how people write an address that they were warned of: "binance[.]com", "binance dot com", "hxxps"
const DISGUISES: readonly [RegExp, string][] = [
  [/\s?[[(]\s?(?:\.|dot|punto)\s?[\])]\s?/gi, '.'],
  [/(?<=\w)\s(?:dot|punto)\s(?=\w)/gi, '.'],
  [/\bhxxp/gi, 'http'],
  // letters that are not seen
  [/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '']
]

/** Finds the addresses and names of a message and judges each; never more than it can show in one answer. */
export function findLinks(text: string, official: Official): Link[] {
  const plain = undisguise(text)
  const links = [
    ...[...plain.matchAll(ADDRESS)].flatMap(([match]) => judgeAddress(match, official) ?? []),
    ...[...plain.matchAll(HANDLE)].flatMap(([match]) => judgeHandle(match, official) ?? [])
  ]
  const seen = new Map(links.map((link) => [link.shown, link]))
  return [...seen.values()]
}

/** Takes the addresses out of a text, so that their words are not read as a complaint. */
export const withoutLinks = (text: string, official: Official): string =>
  undisguise(text).replace(ADDRESS, (match) => (judgeAddress(match, official) ? ' link ' : match))

const undisguise = (text: string): string =>
  DISGUISES.reduce((plain, [pattern, by]) => plain.replace(pattern, by), text)

function judgeAddress(match: string, official: Official): Link | undefined {
  const written = match.replace(/[.,;:!?]+$/, '')
  const isBare = !/[/@]/.test(written)
  if (isBare && FILE.test(written)) return undefined
  const { hostname, domain, isIcann, isIp } = parse(written)
  if (!hostname || !(isIp || (domain && isIcann))) return undefined
  const verdict = judge(written, hostname, domain ?? hostname, official)
  // "it was refused.so what": no address, but a full stop without a blank
  if (verdict === 'unknown' && isBare && official.wordEndings.includes(hostname.split('.').at(-1) ?? ''))
    return undefined
  return { shown: hostname.replaceAll('.', '[.]'), verdict }
}

function judge(written: string, hostname: string, domain: string, official: Official): Verdict {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(written)?.[1]?.toLowerCase()
  if (official.domains.includes(domain)) {
    const isPlain = written.split(/[/?#]/)[scheme ? 2 : 0]?.includes('@') !== true
    return isPlain && (scheme ?? 'https') === 'https' && !hostname.includes('xn--') ? 'official' : 'alike'
  }
  if (hasBrand(domainToUnicode(hostname) || hostname, official) || written.includes('@')) return 'alike'
  const isOf = (hosts: readonly string[]): boolean => hosts.includes(domain) || hosts.includes(hostname)
  // the brand behind the host is a name anybody can choose
  if (isOf(official.shorteners)) return 'hidden'
  if (isOf(official.chats)) return 'chat'
  // a number for a host: no known place has none but a number
  if (/^[\d.]+$/.test(hostname)) return 'alike'
  return hasBrand(written, official) ? 'alike' : 'unknown'
}

function judgeHandle(handle: string, official: Official): Link | undefined {
  return hasBrand(handle, official) ? { shown: handle, verdict: 'chat' } : undefined
}

/** Tells whether a name is the brand of an official domain, or made to be read as it. */
function hasBrand(name: string, { domains, ordinaryWords }: Official): boolean {
  const isOrdinary = (word: string): boolean => ordinaryWords.some((one) => skeletons(one).includes(word))
  const brands = domains.map((domain) => domain.split('.')[0] ?? '')
  return skeletons(name).some((skeleton) =>
    brands.some(
      (brand) =>
        skeleton.includes(brand) ||
        skeleton.split(/[^a-z]+/).some((word) => isNear(word, brand) && !isOrdinary(word))
    )
  )
}

// one slip anywhere, or two behind the same first letter
function isNear(word: string, brand: string): boolean {
  if (word.length < brand.length - 2 || word.length > Math.min(brand.length + 6, MAX_LENGTH)) return false
  const head = word.slice(0, brand.length + 1)
  const slips = Math.min(distance(word, brand, 2), distance(head, brand, 2))
  return slips <= 1 || (slips === 2 && word[0] === brand[0])
}

// the ways in which a name is read, when letters are taken for others that look like them
function skeletons(name: string): string[] {
  const bare = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const plain = bare(unhomoglyph(bare(name)))
    .replace(/0/g, 'o')
    .replace(/[1!|]/g, 'i')
    .replace(/3/g, 'e')
    .replace(/[4@]/g, 'a')
    .replace(/5/g, 's')
    .replace(/8/g, 'b')
    .replace(/ı/g, 'i')
  const joined = plain.replace(/rn/g, 'm').replace(/vv/g, 'w')
  return [plain, joined, plain.replace(/l/g, 'i'), plain.replace(/[-_.]/g, '')]
}
