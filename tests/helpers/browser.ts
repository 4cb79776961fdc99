import { mkdirSync } from 'node:fs'
import path from 'node:path'
import chromium from '@sparticuz/chromium'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium as driver, type Page } from 'playwright-core'
import { ROOT } from '../../src/root'

const SHOTS = path.join(ROOT, 'tests/shots')

/** Starts a Chromium; undefined where none can run, which is said in one line, and an error with CI=true. */
export async function openBrowser(): Promise<Browser | undefined> {
  try {
    // the package's own arguments put all pages into one process, where they share what they keep
    const args = ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb']
    return await driver.launch({ executablePath: await chromium.executablePath(), args, headless: true })
  } catch (error) {
    if (process.env.CI) throw error
    console.warn(`No browser can start here, so its tests do nothing: ${error}`)
    return undefined
  }
}

/** A page that notes every error of its scripts and every request to a host that is not among `hosts`. */
export async function openPage(
  browser: Browser,
  hosts: readonly string[],
  options: BrowserContextOptions = {}
): Promise<{ page: Page; errors: string[]; foreign: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 400, height: 700 },
    // with motion every press waits until the page stands still
    reducedMotion: 'reduce',
    ...options
  })
  const page = await context.newPage()
  const errors: string[] = []
  const foreign: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('request', (request) => {
    if (!hosts.includes(new URL(request.url()).origin)) foreign.push(request.url())
  })
  page.on('websocket', (socket) => {
    if (!hosts.includes(new URL(socket.url()).origin.replace(/^ws/, 'http'))) foreign.push(socket.url())
  })
  return { page, errors, foreign }
}

/** What axe finds wrong with a page or one of its frames, in one line each. */
export async function violationsOf(target: Pick<Page, 'evaluate'>): Promise<string[]> {
  await target.evaluate(axe.source)
  const found = await target.evaluate(async () => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe
    return (await run.run()).violations
  })
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

/** Takes a picture of a page into tests/shots. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`) })
}
