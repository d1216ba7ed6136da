import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { decodeTable } from '../../src/tables/ipc.ts'
import { runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const folder = fileURLToPath(new URL('../../pipelines/families', import.meta.url))
const cwd = temporaryFolder()

/** Families of braindecode; each pipeline takes the sixty trials of three subjects. */
const braindecode = [
  ...['atcnet', 'bendr', 'biot', 'cbramod', 'eeg-conformer', 'eegnet', 'eegpt', 'labram', 'luna'],
  ...['reve', 'shallow-fbcsp', 'signal-jepa', 'usleep'],
].map((name) => `${name}.yaml`)

describe('a pipeline of each family of braindecode, at test size, runs from its card', () => {
  test.each(braindecode)('%s', (name) => {
    const ended = runCommand(['run', join(folder, name), '--json'], { cwd })
    expect(ended.code, ended.stderr).toBe(0)
    const record = JSON.parse(ended.stdout)
    expect(record.status).toBe('done')
    expect(record.data).toMatchObject({ rows: 180, subjects: 3 })
    expect(record.certificate).toMatchObject({ clean: true, contamination: [] })
    for (const { mean } of Object.values<{ mean: number }>(record.scores)) {
      expect(Number.isFinite(mean)).toBe(true)
    }
    const tested = record.folds.map(({ testRows }: { testRows: number }) => testRows)
    const run = join(cwd, 'runs', `${record.pipeline}-${record.key.slice(0, 8)}`)
    const predictions = decodeTable(readFileSync(join(run, 'predictions.arrow')))
    expect(predictions.rows).toBe(tested.reduce((sum: number, rows: number) => sum + rows, 0))
    expect(tested).toEqual([60, 60, 60])
  })
})
