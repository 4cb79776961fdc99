import { createHash } from 'node:crypto'
import type { Message } from '../../dialogs/flow'
import type { Config } from '../config'
import type { Knowledge } from '../knowledge/knowledge'
import { type Asset, createAsset, inkOn, readBundle, readLogo } from './assets'
import { chatPage } from './chat'
import { demoPage, START } from './demo'
import { type LegalPage, legalPage } from './legal'

/** What the pages are made from. */
export interface PagesParts {
  knowledge: ReadonlyMap<string, Knowledge>
  /** What the bot says first, in a language. */
  greeting: (locale: string) => Message[]
  config: Pick<Config, 'brand' | 'directLine' | 'retentionDays'>
  /** Where this server has its tokens, and its own Direct Line service. */
  service: string
}

/** Everything a browser can get, written once and kept. */
export interface Pages {
  locales: string[]
  chat(locale: string): Asset
  demo(locale: string): Asset
  legal(which: LegalPage, locale: string): Asset
  /** The script for other pages. */
  embed(): Asset
  /** A file with its hash in the name; undefined for any other name. */
  file(name: string): Asset | undefined
}

/** The inline script of the demo, as a content policy names it. */
export const DEMO_SCRIPT = `'sha256-${createHash('sha256').update(START).digest('base64')}'`

/** Where the files with a hash in their name are. */
export const FILES = '/assets/'

/** Builds the pages; each is written when it is first asked for. */
export function createPages({ knowledge, greeting, config, service }: PagesParts): Pages {
  const { brand, directLine, retentionDays } = config
  const [first] = knowledge.values()
  const find = (locale: string): Knowledge => (knowledge.get(locale) ?? first) as Knowledge
  const nameOf = ({ page }: Knowledge): string => brand.name ?? page.brand

  const files = once(() => {
    const { ending, content } = readLogo(brand)
    const colors = `:root{--accent:${brand.color};--on-accent:${inkOn(brand.color)}}`
    const script = createAsset('.js', readBundle('chat.js'))
    const style = createAsset('.css', colors + readBundle('chat.css'))
    const logo = createAsset(ending, content)
    const links = {
      script: `${FILES}chat-${script.hash}.js`,
      style: `${FILES}chat-${style.hash}.css`,
      logo: `${FILES}logo-${logo.hash}${ending}`
    }
    const byName = new Map([
      [links.script, script],
      [links.style, style],
      [links.logo, logo]
    ])
    return { links, byName }
  })
  const chats = onceEach((locale) => {
    const known = find(locale)
    const page = chatPage({
      knowledge: known,
      brand: nameOf(known),
      links: files().links,
      greeting: greeting(locale),
      tokenUrl: `${service}/tokens/generate`,
      domain: directLine === 'local' ? service : directLine
    })
    return createAsset('.html', page)
  })
  const embed = once(() => {
    const words = Object.fromEntries(
      [...knowledge].map(([locale, known]) => {
        const { open, close } = known.page
        return [locale, { open, close, title: nameOf(known) }]
      })
    )
    const settings = { color: brand.color, onColor: inkOn(brand.color), words }
    // in a scope of its own, so that the page it runs on sees nothing of it
    return createAsset(
      '.js',
      `(()=>{const SETTINGS=${JSON.stringify(settings)};${readBundle('embed.js')}})()`
    )
  })
  const legal = onceEach((key) => {
    const [which, locale = ''] = key.split('/') as [LegalPage, string]
    return createAsset('.html', legalPage(find(locale), which, files().links, retentionDays))
  })
  return {
    locales: [...knowledge.keys()],
    chat: chats,
    demo: onceEach((locale) => createAsset('.html', demoPage(find(locale), files().links))),
    legal: (which, locale) => legal(`${which}/${locale}`),
    embed,
    file: (name) => files().byName.get(FILES + name)
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function onceEach<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>()
  return (name) => {
    const value = made.get(name) ?? make(name)
    made.set(name, value)
    return value
  }
}
