import { join } from 'node:path'
import { Option } from 'commander'
import { say } from './output.ts'

/** The option `--figures` of commands that make a page. */
export function figuresOption(): Option {
  return new Option('--figures <folder>', 'write every figure of the page as SVG and PNG')
}

/**
 * Writes the figures of a page to a folder, which is made when it is not there; files of the same
 * names are replaced.
 *
 * @throws {NeurarrowError} `store-denied`, `store-full` when the folder cannot be written
 */
export async function writeFigures(page: string, folder: string): Promise<void> {
  const { figureFiles } = await import('../reports/figure-files.ts')
  const { writeWhole } = await import('../store/write-whole.ts')
  const files = await figureFiles(page)
  for (const [name, bytes] of files) writeWhole(join(folder, name), bytes, { sync: false })
  say(`${folder}: ${files.size / 2} figures`)
}
