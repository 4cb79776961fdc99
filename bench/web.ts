import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createSocket } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as driver, type Page } from 'playwright-core'
import { ROOT } from '../src/root'
import { fetchWebChat } from '../tests/helpers/webchat'
import { median, print } from './figures'
import { type Running, SCRIPTS, start, temporaryFolder } from './process'

const VISITS = 7
const COMPLAINT = 'the lamp left a white spot over my birth year'
const ARGUMENTS = ['--no-sandbox', '--disable-dev-shm-usage']
const CATEGORIES = ['performance', 'accessibility', 'best-practices']

/** Measures the chat page in a real browser, beside the official Web Chat on the same server. */
export async function benchWeb(): Promise<void> {
  const site = await startSite()
  const bot = await start(SCRIPTS.bot, {
    KYC_DATA: temporaryFolder(),
    KYC_LOG: 'silent',
    KYC_ALLOWED_ORIGINS: site.url
  })
  site.setBot(bot.url)
  const port = await freePort()
  const browser = await driver.launch({
    executablePath: await chromium.executablePath(),
    args: [...ARGUMENTS, `--remote-debugging-port=${port}`],
    headless: true
  })
  await printSizes(bot)
  await printHostPage(browser, site.url)
  await printTimes(browser, bot, site.url)
  await printScores(bot, port)
  await browser.close()
  await bot.stop()
  site.close()
}

const gzipBytes = (content: string | Buffer): number => gzipSync(content, { level: 9 }).length
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

async function printSizes({ url }: Running): Promise<void> {
  const get = async (route: string): Promise<string> => (await fetch(url + route)).text()
  const html = await get('/')
  const files = [...html.matchAll(/"(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, file = '']) => file)
  const page = [html, ...(await Promise.all(files.map(get)))].map(gzipBytes).reduce((sum, size) => sum + size)
  const bundle = (name: string): number => gzipBytes(readFileSync(path.join(fetchWebChat(), name)))
  print('4a. Size as gzip sends it', [
    ['chat page: HTML, style and script', kilobytes(page)],
    ['embed.js', kilobytes(gzipBytes(await get('/embed.js')))],
    ['Web Chat, the script alone', kilobytes(bundle('webchat.js'))],
    ['Web Chat minimal, the script alone', kilobytes(bundle('webchat-minimal.js'))]
  ])
}

async function printHostPage(browser: Browser, url: string): Promise<void> {
  const rows = [['page of another site', 'requests', 'bytes of bodies as sent']]
  for (const [name, route] of [
    ['without the chat', '/plain'],
    ['with the embed, closed', '/embed']
  ] as const) {
    const page = await browser.newPage()
    const sizes: Promise<number>[] = []
    page.on('requestfinished', (request) =>
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
    )
    await page.goto(url + route, { waitUntil: 'networkidle' })
    const bytes = await Promise.all(sizes)
    rows.push([name, String(bytes.length), String(bytes.reduce((sum, size) => sum + size, 0))])
    await page.close()
  }
  print('4b. What the closed embed costs a page', rows)
}

interface Contender {
  name: string
  url: string
  greeting: (page: Page) => Promise<void>
  answer: (page: Page) => Promise<void>
}

async function printTimes(browser: Browser, bot: Running, site: string): Promise<void> {
  const seen = (page: Page, text: string) => page.getByText(text).first().waitFor()
  const shared = {
    greeting: (page: Page) => seen(page, 'I am a help bot, not Binance'),
    answer: (page: Page) => seen(page, 'Turn off the flash')
  }
  const contenders: Contender[] = [
    { name: 'chat page', url: bot.url, ...shared },
    { name: 'Web Chat', url: `${site}/webchat`, ...shared },
    { name: 'Web Chat minimal', url: `${site}/minimal`, ...shared }
  ]
  const times = contenders.map(() => ({ greeting: [] as number[], answer: [] as number[] }))
  for (let visit = 0; visit <= VISITS; visit++) {
    for (const [place, { url, greeting, answer }] of contenders.entries()) {
      // a browser that has never been there, as most people's
      const context = await browser.newContext({ reducedMotion: 'reduce' })
      const page = await context.newPage()
      const began = performance.now()
      await page.goto(url, { waitUntil: 'commit' })
      await greeting(page)
      const greeted = performance.now()
      await page.waitForTimeout(500)
      await page.getByRole('textbox').fill(COMPLAINT)
      const sent = performance.now()
      await page.keyboard.press('Enter')
      await answer(page)
      const answered = performance.now()
      // the first visit warms everything up
      if (visit > 0) {
        times[place]?.greeting.push(greeted - began)
        times[place]?.answer.push(answered - sent)
      }
      await context.close()
    }
  }
  print(`4c. Time until it is seen, median of ${VISITS} first visits`, [
    ['', 'greeting ms', 'answer ms'],
    ...contenders.map(({ name }, place) => [
      name,
      median(times[place]?.greeting ?? []).toFixed(0),
      median(times[place]?.answer ?? []).toFixed(0)
    ])
  ])
}

async function printScores({ url }: Running, port: number): Promise<void> {
  const script = path.join(ROOT, 'node_modules/lighthouse/cli/index.js')
  const options = [`--port=${port}`, '--output=json', '--quiet', `--only-categories=${CATEGORIES.join()}`]
  const run = await promisify(execFile)(process.execPath, [script, `${url}/`, ...options], {
    maxBuffer: 64 * 1024 * 1024
  })
  const { categories, audits } = JSON.parse(run.stdout) as {
    categories: Record<string, { score: number }>
    audits: Record<string, { score: number | null; title: string; scoreDisplayMode: string }>
  }
  const failed = Object.values(audits).filter(
    ({ score, scoreDisplayMode }) => score === 0 && scoreDisplayMode === 'binary'
  )
  print('4d. Lighthouse, mobile profile (slow 4G, CPU four times slower)', [
    ...CATEGORIES.map((name) => [name, String(Math.round((categories[name]?.score ?? 0) * 100))]),
    ['failed audits', failed.map(({ title }) => title).join('; ') || 'none']
  ])
}

// pages of another site: nothing on it, the embed on it, and the official Web Chat
async function startSite() {
  let bot = ''
  const webChat = (): string => `<!doctype html><title>chat</title><div id="chat" style="height:100vh"></div>`
  const begin = `<script>
    const domain = 'BOT/v3/directline'
    fetch(domain + '/tokens/generate', { method: 'POST' }).then((response) => response.json())
      .then(({ token }) => WebChat.createDirectLine({ token, domain }))
      .then((directLine) => WebChat.renderWebChat({ directLine }, document.getElementById('chat')))
  </script>`
  const plain = '<!doctype html><title>help</title><link rel="icon" href="data:,"><h1>Help</h1>'
  const pages: Record<string, () => string> = {
    '/plain': () => plain,
    '/embed': () =>
      `${plain}<script src="BOT/embed.js" async></script><script>addEventListener('load', () => KycHelp.init())</script>`,
    '/webchat': () => `${webChat()}<script src="webchat.js"></script>${begin}`,
    '/minimal': () => `${webChat()}<script src="webchat-minimal.js"></script>${begin}`
  }
  const server = createServer((request, response) => {
    const page = pages[request.url ?? '']
    if (page) response.setHeader('content-type', 'text/html').end(page().replaceAll('BOT', bot))
    else if (request.url?.endsWith('.js')) {
      const script = gzipSync(readFileSync(path.join(fetchWebChat(), path.basename(request.url))))
      response.writeHead(200, { 'content-type': 'text/javascript', 'content-encoding': 'gzip' }).end(script)
    } else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setBot: (url: string) => {
      bot = url
    },
    close: () => server.closeAllConnections()
  }
}

async function freePort(): Promise<number> {
  const probe = createSocket()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
