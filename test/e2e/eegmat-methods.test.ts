import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { sharedData } from '../shared-data.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'pipelines', 'eegmat')
const files = readdirSync(folder).sort()
const cwd = temporaryFolder()
const env = { NEURARROW_DATA: sharedData ?? '' }

describe('the pipelines behind bench/eegmat.md', () => {
  test('each is a method of the bench', () => {
    const bench = readFileSync(join(root, 'bench', 'eegmat-methods.ts'), 'utf8')
    const missing = files.filter((file) => !bench.includes(`'eegmat/${file.slice(0, -5)}'`))
    expect(missing).toEqual([])
  })

  test.skipIf(!sharedData).each(files)('%s runs on four people', (file) => {
    const args = ['run', join(folder, file), '--json', '--subjects', 'Subject28..Subject31']
    const ended = runCommand(args, { cwd, env })
    expect(ended.code, ended.stderr).toBe(0)
    const record = JSON.parse(ended.stdout)
    expect(record.data).toMatchObject({ rows: 172, subjects: 4 })
    expect(record.certificate).toMatchObject({ clean: true, folds: 4, transductive: [] })
    const { auroc, balancedAccuracy } = record.scores
    for (const { mean } of [auroc, balancedAccuracy]) expect(mean >= 0 && mean <= 1).toBe(true)
  })
})
