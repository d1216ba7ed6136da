import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { matrixOf } from '../../src/tables/features.ts'
import { decodeTable } from '../../src/tables/ipc.ts'
import type { Table } from '../../src/tables/table.ts'
import { runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const folder = fileURLToPath(new URL('../../pipelines', import.meta.url))
const cwd = temporaryFolder()

/** The rows of the first recording that a pipeline without an evaluation leaves. */
function firstRows(name: string): Table<'features'> {
  const out = runCommand(['run', join(folder, name), '--json'], { cwd })
  expect(out.code, out.stderr).toBe(0)
  const { pipeline, key } = JSON.parse(out.stdout) as { pipeline: string; key: string }
  const rows = join(cwd, 'runs', `${pipeline}-${key.slice(0, 8)}`, 'rows')
  const [file] = readdirSync(rows)
  return decodeTable(readFileSync(join(rows, file)), file) as Table<'features'>
}

test('synthetic-fmri-smoothness.yaml: maps are smoother than chance', () => {
  const { values, cols } = matrixOf(firstRows('synthetic-fmri-smoothness.yaml'))
  expect(cols).toBe(1)
  expect(values[0]).toBeGreaterThan(0.1)
  expect(values[0]).toBeLessThan(1)
})

test('motor-next-id.yaml: ids are told better than by guessing among 18', () => {
  const table = firstRows('motor-next-id.yaml')
  const { values, rows: windows } = matrixOf(table)
  expect(JSON.parse(table.meta.names)).toEqual(['crossEntropy', 'perplexity', 'idAccuracy'])
  for (let r = 0; r < windows; r++) {
    expect(values[3 * r + 1]).toBeCloseTo(Math.exp(values[3 * r]), 3)
    expect(values[3 * r + 1]).toBeLessThan(9)
    expect(values[3 * r + 2]).toBeGreaterThan(0.3)
  }
})
