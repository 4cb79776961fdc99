import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../../src/root'

const NAME = 'botframework-webchat'
const VERSION = '4.18.1'
const INTEGRITY =
  'sha512-7jpEUJ7olT62Xm+8eh7BhhIcXVfU2xD4pZDaeBt8K4XcNy6K/83UGIxE9BFkXmHMZ4hDEVOzs5cre07GWuaXzg=='
const CACHE = path.join(ROOT, 'node_modules/.cache/webchat')

/** Gives the folder with the bundles of the official Web Chat: its package is fetched once, without its dependencies, and checked. */
export function fetchWebChat(): string {
  const packed = path.join(CACHE, `${NAME}-${VERSION}.tgz`)
  if (!existsSync(packed)) {
    mkdirSync(CACHE, { recursive: true })
    execFileSync('npm', ['pack', `${NAME}@${VERSION}`, '--pack-destination', CACHE], { stdio: 'ignore' })
  }
  const found = `sha512-${createHash('sha512').update(readFileSync(packed)).digest('base64')}`
  if (found !== INTEGRITY) throw new Error(`${packed} is not the package that was expected. Delete it.`)
  const folder = path.join(CACHE, 'package/dist')
  if (!existsSync(path.join(folder, 'webchat.js')))
    execFileSync('tar', [
      '-xzf',
      packed,
      '-C',
      CACHE,
      'package/dist/webchat.js',
      'package/dist/webchat-minimal.js'
    ])
  return folder
}
