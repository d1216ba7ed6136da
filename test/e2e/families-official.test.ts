import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { decodeTable } from '../../src/tables/ipc.ts'
import { runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const folder = fileURLToPath(new URL('../../pipelines/families', import.meta.url))
const cwd = temporaryFolder()

/** Rows and people of each; three people of 60 trials, or eight of two runs of three windows. */
const families = {
  brainbert: { rows: 180, subjects: 3 },
  neurogpt: { rows: 180, subjects: 3 },
  femba: { rows: 180, subjects: 3 },
  brainomni: { rows: 180, subjects: 3 },
  'brain-jepa': { rows: 48, subjects: 8 },
  brainlm: { rows: 48, subjects: 8 },
  swift: { rows: 48, subjects: 8 },
}

describe('a pipeline of each system whose weights its user brings, at test size', () => {
  test.each(Object.entries(families))('%s runs from its card', (name, data) => {
    const ended = runCommand(['run', join(folder, `${name}.yaml`), '--json'], { cwd })
    expect(ended.code, ended.stderr).toBe(0)
    const record = JSON.parse(ended.stdout)
    expect(record.status).toBe('done')
    expect(record.data).toMatchObject(data)
    expect(record.certificate).toMatchObject({ clean: true, contamination: [] })
    for (const { mean } of Object.values<{ mean: number }>(record.scores)) {
      expect(mean).toBeGreaterThanOrEqual(0)
      expect(mean).toBeLessThanOrEqual(1)
    }
    const run = join(cwd, 'runs', `${record.pipeline}-${record.key.slice(0, 8)}`)
    expect(decodeTable(readFileSync(join(run, 'predictions.arrow'))).rows).toBe(data.rows)
  })

  test('official weights that are not there end a run with the way to make them', () => {
    const set = ['--set', 'stages.encode.model=brainomni']
    const ended = runCommand(['run', join(folder, 'brainomni.yaml'), ...set], { cwd })
    expect(ended.code, ended.stderr).toBe(3)
    expect(ended.stderr).toContain('(model-missing)')
    expect(ended.stderr).toContain('run models/export/brainomni.py on BrainOmni.pt')
  })
})
