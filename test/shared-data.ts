import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Folder of real recordings beside the checkout, or `undefined`; its tests are then skipped. */
export const sharedData: string | undefined = (() => {
  const folder = fileURLToPath(new URL('../../shared/data/', import.meta.url))
  if (existsSync(folder)) return folder
  process.stderr.write(`skipped: tests of real recordings, there is no ${folder}\n`)
  return undefined
})()
