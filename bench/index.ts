import { cpus } from 'node:os'
import { benchHttp } from './http'
import { benchInProcess } from './inprocess'
import { benchRecognizers } from './recognizers'

async function main(): Promise<void> {
  process.stdout.write(
    `Node ${process.version}, ${cpus().length} cores. Machines are noisy: compare the ratios.\n`
  )
  await benchRecognizers()
  await benchInProcess()
  await benchHttp()
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
    process.exit(1)
  }
)
