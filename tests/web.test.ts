import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, openPage, shoot, violationsOf } from './helpers/browser'
import { type Started, startServer } from './helpers/server'
import { fetchWebChat } from './helpers/webchat'

jest.setTimeout(60_000)

const COMPLAINT = 'the lamp left a white spot over my birth year'
const folder = mkdtempSync(path.join(tmpdir(), 'kyc-web-'))
const SECRET = 'a key that outlives the process'
let browser: Browser | undefined
/** A site of somebody else's, with pages that are set by the tests. */
const elsewhere: { url: string; pages: Record<string, string>; server: Server } = {
  url: '',
  pages: {},
  server: createServer((request, response) => {
    const name = new URL(request.url ?? '', 'http://local').pathname
    if (name === '/webchat.js') response.end(readFileSync(path.join(fetchWebChat(), 'webchat.js')))
    else response.setHeader('content-type', 'text/html').end(elsewhere.pages[name] ?? '')
  })
}
let server: Started
let env: Record<string, string>

beforeAll(async () => {
  browser = await openBrowser()
  await new Promise<void>((resolve) => elsewhere.server.listen(0, '127.0.0.1', resolve))
  elsewhere.url = `http://127.0.0.1:${(elsewhere.server.address() as AddressInfo).port}`
  env = { KYC_DATA: folder, KYC_DIRECTLINE_SECRET: SECRET, KYC_ALLOWED_ORIGINS: elsewhere.url }
  server = await startServer(env)
})
afterAll(async () => {
  await browser?.close()
  await server.stop()
  elsewhere.server.close()
  elsewhere.server.closeAllConnections()
  rmSync(folder, { recursive: true })
})

const itInBrowser = (title: string, run: (browser: Browser) => Promise<void>) =>
  it(title, async () => {
    if (!browser) return
    await run(browser)
    for (const context of browser.contexts()) await context.close()
  })

const say = async (page: Pick<Page, 'getByRole'>, text: string) => {
  const field = page.getByRole('textbox')
  await field.fill(text)
  await field.press('Enter')
}
const log = (page: Pick<Page, 'getByRole'>) => page.getByRole('log')
const press = (page: Pick<Page, 'getByRole'>, name: string) =>
  log(page).getByRole('button', { name, exact: true }).last().click()
const DOUBLE_TAP_MS = 1100
const see = (page: Pick<Page, 'getByRole'>, text: string) =>
  log(page).getByText(text).last().waitFor({ timeout: 10_000 })

describe('the chat page', () => {
  itInBrowser('goes from the greeting through a fix by buttons, and asks no other host', async (browser) => {
    const { page, errors, foreign } = await openPage(browser, [server.url])
    await page.goto(server.url)
    await see(page, "I'm a help bot, not Binance")
    await say(page, COMPLAINT)
    await see(page, 'Turn off the flash')
    await press(page, 'One step at a time')
    // the same button within a second counts once: a person reads the step first
    for (const step of [2, 3, 4, 5]) {
      await page.waitForTimeout(DOUBLE_TAP_MS)
      await press(page, 'Next')
      await see(page, `Step ${step} of 5`)
    }
    await page.waitForTimeout(DOUBLE_TAP_MS)
    await press(page, 'Next')
    await see(page, 'keep your documents safe')
    await press(page, 'It passed')
    await see(page, 'Your check went through')
    expect({ errors, foreign }).toEqual({ errors: [], foreign: [] })
  })

  itInBrowser('shows all of it after a refresh, with the ticks, and goes on', async (browser) => {
    const { page } = await openPage(browser, [server.url])
    await page.goto(server.url)
    await say(page, COMPLAINT)
    await see(page, 'Turn off the flash')
    await page.getByRole('checkbox').nth(1).check()
    await press(page, 'One step at a time')
    await see(page, 'Step 1 of 5')
    const before = await log(page).innerText()
    await page.reload()
    await see(page, 'Step 1 of 5')
    expect(await log(page).innerText()).toBe(before)
    expect(await page.getByRole('checkbox').nth(1).isChecked()).toBe(true)
    await press(page, 'Next')
    await see(page, 'Step 2 of 5')
  })

  itInBrowser('comes back in another visit, when the token of the first has expired', async (browser) => {
    const { page } = await openPage(browser, [server.url])
    await page.goto(server.url)
    await say(page, COMPLAINT)
    await see(page, 'Turn off the flash')
    await page.evaluate(() => {
      const kept = JSON.parse(localStorage.getItem('kyc-help') ?? '{}')
      localStorage.setItem('kyc-help', JSON.stringify({ ...kept, token: 'expired' }))
    })
    await page.reload()
    await see(page, 'Turn off the flash')
  })

  itInBrowser('goes on when the server was killed and started again', async (browser) => {
    const { page } = await openPage(browser, [server.url])
    await page.goto(server.url)
    await say(page, COMPLAINT)
    await see(page, 'Turn off the flash')
    await press(page, 'One step at a time')
    await see(page, 'Step 1 of 5')
    await server.stop('SIGKILL')
    await page.getByRole('alert').getByText('Connecting again').waitFor()
    await press(page, 'Next')
    server = await startServer({ ...env, PORT: new URL(server.url).port })
    await see(page, 'Step 2 of 5')
    expect(await log(page).getByText('Step 2 of 5').count()).toBe(1)
  })

  itInBrowser('says that it is offline, keeps what is written, and sends it later', async (browser) => {
    const { page } = await openPage(browser, [server.url])
    await page.goto(server.url)
    await see(page, 'not Binance')
    await page.waitForFunction(() => localStorage.getItem('kyc-help')?.includes('token'))
    await page.context().setOffline(true)
    await page.getByRole('alert').getByText('You are offline').waitFor()
    await say(page, COMPLAINT)
    await page.waitForTimeout(700)
    await page.context().setOffline(false)
    await see(page, 'Turn off the flash')
    expect(await page.locator('.mine').count()).toBe(1)
    await page.waitForFunction(() => document.querySelector('[role=alert]')?.textContent === '')
  })

  itInBrowser('can be used with the keyboard alone, and is read aloud once a turn', async (browser) => {
    const { page } = await openPage(browser, [server.url])
    await page.goto(server.url)
    await see(page, 'not Binance')
    const focused = () =>
      page.evaluate(() => `${document.activeElement?.role ?? ''} ${document.activeElement?.textContent}`)
    const tabTo = async (selector: string) => {
      for (let tabs = 0; tabs < 40; tabs++) {
        await page.keyboard.press('Tab')
        if (await page.evaluate((one) => document.activeElement?.matches(one), selector)) return
      }
      throw new Error(`${selector} is not reached, the focus is on ${await focused()}`)
    }
    await tabTo('textarea')
    await page.keyboard.type(COMPLAINT)
    await page.keyboard.press('Enter')
    await see(page, 'Turn off the flash')
    const spoken = page.getByRole('status')
    expect(await spoken.innerText()).toContain('Turn off the flash')
    expect(await log(page).getAttribute('aria-live')).toBe('off')
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await tabTo('article:last-of-type input')
    await page.keyboard.press('Space')
    expect(await page.getByRole('checkbox').first().isChecked()).toBe(true)
    await tabTo('article:last-of-type .choices button:nth-of-type(2)')
    await page.keyboard.press('Enter')
    await see(page, 'Step 1 of 5')
    expect(await spoken.innerText()).toContain('Step 1 of 5')
  })

  itInBrowser('shows what looks like HTML as text', async (browser) => {
    const { page, errors } = await openPage(browser, [server.url])
    await page.goto(server.url)
    const attack = '<img src=x onerror="document.title=1"><script>document.title=2</script> glare on my photo'
    await say(page, attack)
    await page.locator('article').nth(1).waitFor()
    expect(await page.locator('.mine').innerText()).toContain(attack)
    expect(await page.title()).toBe('KYC Help')
    expect(await page.locator('.log img, .log script').count()).toBe(0)
    expect(errors).toEqual([])
  })

  itInBrowser('lets an old button work', async (browser) => {
    const { page } = await openPage(browser, [server.url])
    await page.goto(server.url)
    await see(page, 'not Binance')
    await say(page, COMPLAINT)
    await see(page, 'Turn off the flash')
    await log(page).getByRole('button', { name: 'Face check or selfie' }).click()
    await page.locator('article').nth(2).waitFor()
    expect(await page.locator('.mine').last().innerText()).toContain('Face check or selfie')
  })

  itInBrowser('speaks the language of the browser', async (browser) => {
    const { page } = await openPage(browser, [server.url], { locale: 'es-MX' })
    await page.goto(server.url)
    await page.getByText('No pertenece a Binance').waitFor()
    await page.waitForFunction(() => localStorage.getItem('kyc-help')?.includes('token'))
    await page.getByRole('button', { name: 'Hablar con una persona' }).last().click()
    await page.locator('.mine').waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('es')
  })

  itInBrowser('is the whole guide without JavaScript', async (browser) => {
    const { page } = await openPage(browser, [server.url], { javaScriptEnabled: false })
    await page.goto(server.url)
    const text = await page.locator('main.read').innerText()
    for (const fact of [
      '85%',
      '60%',
      '3-5 business days',
      'About 90%',
      'SOC 2 Type II',
      '24 hours',
      'Turn off the flash'
    ])
      expect(text).toContain(fact)
  })
})

describe('how the page looks', () => {
  const sizes = [
    ['phone', 320, 640],
    ['desktop', 1280, 800]
  ] as const
  const talk = async (page: Page, name: string) => {
    await page.goto(server.url)
    await see(page, 'not Binance')
    await shoot(page, `${name}-start`)
    await say(page, COMPLAINT)
    await see(page, 'Turn off the flash')
    await page.waitForTimeout(500)
    await shoot(page, `${name}-list`)
    await press(page, 'One step at a time')
    await see(page, 'Step 1 of 5')
    await press(page, 'Next')
    await see(page, 'Step 2 of 5')
    await page.waitForTimeout(500)
    await shoot(page, `${name}-step`)
    await press(page, 'It failed again')
    await page.waitForTimeout(500)
    await page.getByRole('button', { name: 'Talk to a person' }).last().click()
    await see(page, 'Help Center > Live Chat')
    await page.waitForTimeout(500)
    await shoot(page, `${name}-end`)
  }
  for (const [name, width, height] of sizes)
    for (const colorScheme of ['light', 'dark'] as const)
      itInBrowser(
        `has no violation on a ${name} in ${colorScheme}, and nothing hangs over`,
        async (browser) => {
          const { page } = await openPage(browser, [server.url], { viewport: { width, height }, colorScheme })
          await talk(page, `${name}-${colorScheme}`)
          expect(await violationsOf(page)).toEqual([])
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
        }
      )

  itInBrowser('stands 400 % zoom, forced colours and right to left', async (browser) => {
    const viewport = { width: 320, height: 256 }
    const { page } = await openPage(browser, [server.url], {
      viewport,
      forcedColors: 'active'
    })
    await page.goto(server.url)
    await see(page, 'not Binance')
    await say(page, COMPLAINT)
    await see(page, 'Turn off the flash')
    await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
    await page.waitForTimeout(200)
    await shoot(page, 'zoomed')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    const targets = await page.evaluate(() =>
      Array.from(document.querySelectorAll('button, label, textarea'))
        .map((one) => ({ name: one.textContent, box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.height > 0 && box.height < 43.9)
        .map(({ name }) => name)
    )
    expect(targets).toEqual([])
  })

  for (const colorScheme of ['light', 'dark'] as const)
    itInBrowser(`has no violation without JavaScript and in the demo, in ${colorScheme}`, async (browser) => {
      const guide = await openPage(browser, [server.url], { javaScriptEnabled: false, colorScheme })
      await guide.page.goto(server.url)
      expect(await guide.page.locator('.page').isVisible()).toBe(false)
      await shoot(guide.page, `guide-${colorScheme}`)
      // axe is a script itself, so it looks at the same page with its inner part taken out of the noscript element
      const scripted = await openPage(browser, [server.url], { bypassCSP: true, colorScheme })
      await scripted.page.route('**/*.js', (route) => route.abort())
      await scripted.page.goto(server.url)
      await scripted.page.evaluate(() => {
        document.body.innerHTML = document.querySelector('noscript')?.textContent ?? ''
      })
      await scripted.page.getByText('The photo checklist').waitFor()
      expect(await violationsOf(scripted.page)).toEqual([])
      const legal = await openPage(browser, [server.url], { colorScheme })
      await legal.page.goto(`${server.url}/privacy`)
      expect(await violationsOf(legal.page)).toEqual([])
      await shoot(legal.page, `privacy-${colorScheme}`)
      const demo = await openPage(browser, [server.url], { colorScheme })
      await demo.page.goto(`${server.url}/demo`)
      await demo.page.getByRole('button', { name: 'Help with your identity check' }).waitFor()
      expect(await violationsOf(demo.page)).toEqual([])
      await demo.page.getByRole('button', { name: 'Help with your identity check' }).click()
      await see(demo.page.frameLocator('iframe') as unknown as Page, 'not Binance')
      await shoot(demo.page, `demo-${colorScheme}`)
      expect(await violationsOf(demo.page)).toEqual([])
      const [, frame] = demo.page.frames()
      expect(frame && (await violationsOf(frame))).toEqual([])
      expect(demo.errors).toEqual([])
      expect(demo.foreign).toEqual([])
    })
})

describe('the chat on a page of another origin', () => {
  const host = (
    url: string,
    start = 'KycHelp.init({ language: "en" })'
  ) => `<!doctype html><title>Help center</title>
    <style>button, div, iframe { color: red !important; font: 50px serif !important; display: none }</style>
    <h1>Our help center</h1><p id="text">Text</p>
    <script src="${url}/embed.js" async></script><script>addEventListener('load', () => ${start})</script>`

  itInBrowser('loads one script, opens by a button, takes the focus and gives it back', async (browser) => {
    elsewhere.pages['/'] = host(server.url)
    const { page, foreign, errors } = await openPage(browser, [elsewhere.url])
    await page.goto(elsewhere.url)
    const launcher = page.getByRole('button', { name: 'Help with your identity check' })
    await launcher.waitFor()
    expect(foreign).toEqual([`${server.url}/embed.js`])
    const style = () => page.evaluate(() => [document.styleSheets.length, document.adoptedStyleSheets.length])
    expect(await style()).toEqual([1, 0])
    await launcher.focus()
    await page.keyboard.press('Enter')
    const frame = page.frameLocator('iframe') as unknown as Page
    await see(frame, 'not Binance')
    const isInFrame = () => page.frames()[1]?.evaluate(() => document.hasFocus()) ?? Promise.resolve(false)
    expect(await isInFrame()).toBe(true)
    await say(frame, COMPLAINT)
    await see(frame, 'Turn off the flash')
    await shoot(page, 'embed-open')
    await page.keyboard.press('Escape')
    await page.locator('iframe').waitFor({ state: 'hidden' })
    expect(await isInFrame()).toBe(false)
    expect(await launcher.getAttribute('aria-expanded')).toBe('false')
    await page.keyboard.press('Enter')
    await see(frame, 'Turn off the flash')
    await frame.getByRole('button', { name: 'Close the chat' }).press('Enter')
    await page.locator('iframe').waitFor({ state: 'hidden' })
    await page.evaluate(() => (window as unknown as { KycHelp: { destroy(): void } }).KycHelp.destroy())
    expect(await launcher.count()).toBe(0)
    expect(errors).toEqual([])
  })

  itInBrowser('is not shown where the operator did not allow it', async (browser) => {
    const strict = await startServer({ KYC_DATA: mkdtempSync(path.join(folder, 'strict-')) })
    elsewhere.pages['/refused'] = host(strict.url, 'KycHelp.init({ open: true })')
    const { page } = await openPage(browser, [elsewhere.url, strict.url])
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'))
    await page.goto(`${elsewhere.url}/refused`)
    await refused
    expect(await page.frameLocator('iframe').getByRole('log').count()).toBe(0)
    const shared = await page.evaluate(
      (url) =>
        fetch(`${url}/v3/directline/tokens/generate`, { method: 'POST' }).then(
          () => 'shared',
          () => 'kept'
        ),
      strict.url
    )
    expect(shared).toBe('kept')
    await strict.stop()
  })
})

describe('the official Web Chat', () => {
  itInBrowser('goes through a diagnosis with buttons, unmodified', async (browser) => {
    elsewhere.pages['/webchat'] = `<!doctype html><title>t</title><div id="chat" style="height: 100vh"></div>
      <script src="webchat.js"></script>
      <script>
        const domain = '${server.url}/v3/directline'
        fetch(domain + '/tokens/generate', { method: 'POST' })
          .then((response) => response.json())
          .then(({ token }) => window.WebChat.createDirectLine({ token, domain }))
          .then((directLine) => window.WebChat.renderWebChat({ directLine }, document.getElementById('chat')))
      </script>`
    const { page, foreign } = await openPage(browser, [elsewhere.url, server.url])
    await page.goto(`${elsewhere.url}/webchat`)
    await page.getByText("I'm a help bot, not Binance").first().waitFor()
    const field = page.getByRole('textbox')
    await field.fill(COMPLAINT)
    await field.press('Enter')
    await page.getByText('Turn off the flash').first().waitFor()
    const action = (name: string) =>
      page.locator('button.webchat__suggested-action').filter({ hasText: name })
    await action('One step at a time').click()
    await page.getByText('Step 1 of 5').first().waitFor()
    await action('Next').click()
    await page.getByText('Step 2 of 5').first().waitFor()
    expect(foreign).toEqual([])
  })
})

describe('with the Direct Line service of another host', () => {
  itInBrowser('takes only the token from this server, and the secret stays there', async (browser) => {
    // another instance stands for Azure: it speaks the same protocol on another origin
    const page0 = await startServer({
      KYC_DATA: mkdtempSync(path.join(folder, 'page-')),
      KYC_DIRECTLINE: `${server.url}/v3/directline`,
      KYC_DIRECTLINE_SECRET: 'the-channel-secret'
    })
    await server.stop()
    const origins = `${elsewhere.url},${page0.url}`
    server = await startServer({ ...env, KYC_ALLOWED_ORIGINS: origins, PORT: new URL(server.url).port })
    const { page, errors, foreign } = await openPage(browser, [page0.url])
    const sent: string[] = []
    page.on('request', (request) => sent.push(`${JSON.stringify(request.headers())} ${request.postData()}`))
    await page.goto(page0.url)
    await say(page, COMPLAINT)
    await see(page, 'Turn off the flash')
    expect(foreign.length).toBeGreaterThan(0)
    expect(foreign.every((url) => url.includes(new URL(server.url).host))).toBe(true)
    expect(sent.join()).not.toContain('the-channel-secret')
    expect(errors).toEqual([])
    const own = await fetch(`${page0.url}/v3/directline/conversations`, { method: 'POST' })
    expect(own.status).toBe(404)
    await page0.stop()
  })
})
