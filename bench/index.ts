import { cpus } from 'node:os'
import { benchCorpus } from './corpus'
import { benchCrash } from './crash'
import { benchCrowd } from './crowd'
import { benchGuards } from './guards'
import { benchHttp } from './http'
import { benchInProcess } from './inprocess'
import { benchRecognizers } from './recognizers'
import { benchSoak } from './soak'
import { benchStartup } from './startup'
import { benchState } from './state'
import { benchWeb } from './web'

// `npm run bench -- NAME` runs one of them
const BENCHES: Record<string, () => Promise<void>> = {
  http: benchHttp,
  inprocess: benchInProcess,
  startup: benchStartup,
  recognizers: benchRecognizers,
  web: benchWeb,
  crowd: benchCrowd,
  state: benchState,
  crash: benchCrash,
  guards: benchGuards
}
// an hour of work for one figure: only when it is named
const LONG: Record<string, () => Promise<void>> = { soak: benchSoak }

async function main(): Promise<void> {
  const began = performance.now()
  process.stdout.write(
    `Node ${process.version}, ${cpus().length} cores. Machines are noisy: compare the ratios.\n`
  )
  const [trainFile, testFile] = process.argv.slice(2)
  if (trainFile !== undefined && testFile !== undefined) return benchCorpus(trainFile, testFile)
  const wanted = trainFile ?? ''
  const named = LONG[wanted]
  if (named) await named()
  else for (const [name, run] of Object.entries(BENCHES)) if (name.startsWith(wanted)) await run()
  process.stdout.write(`\ntook ${((performance.now() - began) / 1000).toFixed(0)} s\n`)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
    process.exit(1)
  }
)
