import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadModelCard } from '../../src/encoders/card.ts'
import { goldenRuns, holdsRuns } from '../../src/encoders/golden-runs.ts'
import { preflight } from '../../src/encoders/preflight.ts'
import { decodeTable } from '../../src/tables/ipc.ts'
import { listsOf } from '../../src/tables/table.ts'
import { expectClose } from '../close.ts'
import { copyModel, fixtures } from './model-folder.ts'

const goldenOf = (name: string) => decodeTable(readFileSync(join(fixtures, name, 'golden.arrow')))

describe('golden runs', () => {
  test('a row is a whole run, with fewer rows of output than were fed', async () => {
    const { graphs } = await preflight(loadModelCard('tiny-labels', [fixtures]))
    const table = goldenOf('tiny-labels')
    expect(holdsRuns(table)).toBe(true)
    const found = await goldenRuns(graphs[0], table)
    const expected = listsOf(table, 'embedding').values
    expect(found.length).toBe(2 * 2 * 7)
    expectClose(found, expected, { absolute: 1e-6, why: 'f32' })
  })

  test('what does not agree within the tolerance is found', async () => {
    const model = copyModel('tiny-labels', fixtures)
    model.editCard((text) => text.replace('tolerance: 1.0e-6', 'tolerance: 1.0e-12'))
    const failure = await preflight(loadModelCard('tiny-labels', model.roots)).catch((e) => e)
    expect(failure.code).toBe('model-golden')
  })

  test('other golden tables hold windows', () => {
    expect(holdsRuns(goldenOf('montage-encoder'))).toBe(false)
  })
})
