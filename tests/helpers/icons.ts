import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { ROOT } from '../../src/root'
import { openBrowser } from './browser'

/** The folder with the drawings and pictures of the Teams icons. */
export const ICONS = path.join(ROOT, 'src', 'channels', 'teams')
/** The icons and their sides in pixels, as Teams wants them. */
export const SIDES = { color: 192, outline: 32 } as const

/** Draws an icon with a browser; what is not drawn stays transparent. */
export async function drawIcon(browser: Browser, name: keyof typeof SIDES): Promise<Buffer> {
  const side = SIDES[name]
  const page = await browser.newPage({ viewport: { width: side, height: side } })
  await page.setContent(
    `<style>body{margin:0}svg{display:block}</style>${readFileSync(path.join(ICONS, `${name}.svg`), 'utf8')}`
  )
  const picture = await page.screenshot({ omitBackground: true })
  await page.close()
  return picture
}

async function main(): Promise<void> {
  const browser = await openBrowser()
  if (!browser) throw new Error('no browser starts here')
  for (const name of ['color', 'outline'] as const)
    writeFileSync(path.join(ICONS, `${name}.png`), await drawIcon(browser, name))
  await browser.close()
}

if (require.main === module) void main()
