import { crash } from '../tests/helpers/crash'
import { startRedis } from '../tests/helpers/redis'
import { print } from './figures'
import { SCRIPTS, start, temporaryFolder } from './process'

const TIMES = 100

/** Kills the bot 100 times under load on each engine, and counts the acknowledged turns that are gone. */
export async function benchCrash(): Promise<void> {
  const redis = await startRedis()
  const engines: [string, Record<string, string>][] = [
    ['LMDB', { KYC_DATA: temporaryFolder() }],
    ...(redis ? [['Redis', { KYC_STORE: redis.url }] as [string, Record<string, string>]] : [])
  ]
  const rows = [['', 'kills', 'turns acknowledged', 'lost or doubled']]
  for (const [name, env] of engines) {
    const { acknowledged, wrong } = await crash(TIMES, async () => {
      const { url, stop } = await start(SCRIPTS.bot, { KYC_LOG: 'silent', ...env })
      return { url, kill: stop }
    })
    rows.push([name, String(TIMES), String(acknowledged), String(wrong.length)])
  }
  await redis?.stop()
  print('5c. SIGKILL at random moments, eight people talking', rows)
}
