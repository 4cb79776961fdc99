import { median, print } from './figures'
import { SCRIPTS, start, temporaryFolder } from './process'

const STARTS = 7

/** Measures the time from the start of the process to listening, ours beside an echo bot. */
export async function benchStartup(): Promise<void> {
  const env = { KYC_DATA: temporaryFolder(), KYC_LOG: 'silent' }
  const times = { echo: [] as number[], bot: [] as number[] }
  for (let i = 0; i < STARTS; i++) {
    times.echo.push(await startOnce(SCRIPTS.echo, {}))
    times.bot.push(await startOnce(SCRIPTS.bot, env))
  }
  const [echo, bot] = [median(times.echo), median(times.bot)]
  print(`2. From process start to listening; median of ${STARTS}, alternating`, [
    ['echo', 'this bot', 'bot / echo'],
    [`${echo.toFixed(0)} ms`, `${bot.toFixed(0)} ms`, (bot / echo).toFixed(2)]
  ])
}

async function startOnce(script: string, env: Record<string, string>): Promise<number> {
  const { startMs, stop } = await start(script, env)
  await stop()
  return startMs
}
