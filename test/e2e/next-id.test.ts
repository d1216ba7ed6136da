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

test('motor-next-id.yaml: ids are told better than by guessing among 18', () => {
  const args = ['run', join(folder, 'motor-next-id.yaml'), '--json']
  const out = runCommand(args, { cwd })
  expect(out.code, out.stderr).toBe(0)
  const { pipeline, key } = JSON.parse(out.stdout) as { pipeline: string; key: string }
  const rows = join(cwd, 'runs', `${pipeline}-${key.slice(0, 8)}`, 'rows')
  const [file] = readdirSync(rows)
  const table = decodeTable(readFileSync(join(rows, file)), file) as Table<'features'>
  const { values, rows: windows } = matrixOf(table)
  expect(JSON.parse(table.meta.names)).toEqual(['crossEntropy', 'perplexity', 'idAccuracy'])
  for (let r = 0; r < windows; r++) {
    expect(values[3 * r + 1]).toBeCloseTo(Math.exp(values[3 * r]), 3)
    expect(values[3 * r + 1]).toBeLessThan(9)
    expect(values[3 * r + 2]).toBeGreaterThan(0.3)
  }
})
