import { existsSync } from 'node:fs'
import path from 'node:path'

/** The folder of the checkout (the one with package.json), the same from the sources and from the build. */
export const ROOT = ((): string => {
  let folder = __dirname
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder)
  return folder
})()
