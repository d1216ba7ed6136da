import { describe, expect, test } from 'vitest'
import { icaComponents } from '../../src/encoders/ica-components.ts'
import { matrixOf } from '../../src/tables/features.ts'
import { f64Of, i32Of, type Table } from '../../src/tables/table.ts'
import { runStage } from '../run-stage.ts'
import { componentRecording, electrodes } from './component-recording.ts'
import { fixtures } from './model-folder.ts'
import { useModels } from './use-models.ts'

useModels(fixtures)

const recording = componentRecording()

describe('icaComponents', () => {
  test('describes each component in a row', async () => {
    const table = (await runStage(icaComponents, recording, {
      method: 'fastica',
      labels: { model: 'tiny-labels' },
      correlate: [{ channels: ['EOG'], above: 0.5 }],
    })) as Table<'features'>
    const classes = ['brain', 'muscle', 'eye', 'heart', 'line', 'channel', 'other']
    expect(JSON.parse(table.meta.names)).toEqual([
      ...['share', ...classes, 'correlation EOG'],
      ...electrodes.map((name) => `map ${name}`),
    ])
    const { values, rows, cols } = matrixOf(table)
    expect([rows, cols]).toEqual([8, 17])
    const shares = Array.from({ length: rows }, (_, k) => values[k * cols])
    expect(shares).toEqual([...shares].sort((a, b) => b - a))
    expect(Array.from(i32Of(table, 'window'))).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(f64Of(table, 'endS')[0]).toBe(40)
  })

  test('without a model there are shares and maps', async () => {
    const table = await runStage(icaComponents, recording, {
      channels: electrodes,
      components: 3,
      method: 'fastica',
    })
    expect(matrixOf(table as Table<'features'>)).toMatchObject({ rows: 3, cols: 9 })
  })
})
