import { parse } from 'tldts'
import type { Knowledge } from '../knowledge/knowledge'

/** An address in a message, judged against the official list. */
export interface Link {
  /** The host, broken so that no channel makes it clickable. */
  shown: string
  official: boolean
}

// "https://t.me/x", "binance-kyc.com"; not "3.5", "e.g." or "photo.jpg" (no known ending)
const ADDRESS =
  /(?:[a-z][a-z0-9+.-]{1,15}:\/\/)?(?:[^\s/@<>()[\]]{1,64}@)?(?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}-]{2,24}(?::\d{1,5})?(?:\/[^\s<>()[\]]{0,500})?/giu
const FILE = /\.(?:jpe?g|png|pdf|heic|gif|webp|docx?|txt|zip|mp4)$/i

/** Finds the addresses of a message and tells for each whether it is on the official list; only https counts as official. */
export function findLinks(text: string, { domains }: Knowledge['official']): Link[] {
  const links: Link[] = []
  for (const [match] of text.slice(0, 4000).matchAll(ADDRESS)) {
    if (FILE.test(match) && !match.includes('/')) continue
    const { hostname, domain, isIcann } = parse(match)
    if (!hostname || !domain || !isIcann) continue
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(match)?.[1]?.toLowerCase()
    const official =
      domains.includes(domain) && (scheme === undefined || scheme === 'https') && !match.includes('@')
    links.push({ shown: hostname.replaceAll('.', '[.]'), official })
  }
  return links
}

/** Takes the addresses out of a text, so that their words are not read as a complaint. */
export const withoutLinks = (text: string): string =>
  text.replace(ADDRESS, (match) =>
    parse(match).isIcann && !(FILE.test(match) && !match.includes('/')) ? ' link ' : match
  )
