import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { firstHole } from '../../src/kernels/first-hole.ts'
import { decodeTable } from '../../src/tables/ipc.ts'
import { listsOf } from '../../src/tables/table.ts'
import { runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const folder = fileURLToPath(new URL('../../pipelines/tokens', import.meta.url))
const cwd = temporaryFolder()

test.each(readdirSync(folder).sort())('%s runs, and leaves finite numbers', (name) => {
  const args = ['run', join(folder, name), '--subjects', subjectsOf(name), '--json']
  const ended = runCommand(args, { cwd })
  expect(ended.code, ended.stderr).toBe(0)
  const record = JSON.parse(ended.stdout)
  expect(record).toMatchObject({ status: 'done', data: { subjects: 2 } })
  if (record.certificate) {
    expect(record.certificate).toMatchObject({ clean: true })
    return
  }
  const rows = join(cwd, 'runs', `${record.pipeline}-${record.key.slice(0, 8)}`, 'rows')
  const files = readdirSync(rows)
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) {
    const table = decodeTable(readFileSync(join(rows, file)))
    const column = table.kind === 'windows' ? 'samples' : 'features'
    expect(firstHole(listsOf(table, column).values)).toBe(-1)
  }
})

/** Two people of the data set of a pipeline. */
function subjectsOf(name: string): string {
  const isFmri = readFileSync(join(folder, name), 'utf8').includes('dataset: synthetic-fmri')
  return isFmri ? 'sub-01..sub-02' : 'S01..S02'
}
