import { describe, expect, test } from 'vitest'
import { regressorsFor } from '../../../src/stages/volume/confound-choice.ts'
import { confounds } from '../../../src/stages/volume/confounds.ts'
import { makeConfounds } from '../../../src/tables/confounds.ts'
import { makeSignals, segmentsOf } from '../../../src/tables/signals.ts'
import { expectClose } from '../../close.ts'
import { fmriprepColumns, timeseries } from '../../timeseries-golden.ts'
import { exampleRecording } from './example-volumes.ts'

const { samples, trS } = timeseries

function segmentOf(scans: number, startS = 0) {
  const segment = {
    channels: ['a'],
    startS,
    rateHz: 1 / trS,
    values: new Float32Array(scans),
    index: 0,
  }
  return segmentsOf(makeSignals(exampleRecording, [segment], 'arbitrary'))[0]
}

function chosen(options: object, segment = segmentOf(samples), columns = fmriprepColumns) {
  const table = makeConfounds(exampleRecording, columns)
  return regressorsFor('confounds', segment, table, confounds.options.parse(options))
}

describe('regressorsFor', () => {
  test.each(timeseries.strategies.map((each) => [JSON.stringify(each.ours), each] as const))(
    'takes what nilearn takes: %s',
    (_, { ours, found }) => {
      const { names, values } = chosen(ours)
      expect([...names].sort()).toEqual(found.names)
      const sums = new Map(
        names.map((name, k) => {
          const row = values.subarray(k * samples, (k + 1) * samples)
          return [name, row.reduce((sum, value) => sum + Math.abs(value), 0)]
        }),
      )
      for (const [i, name] of found.names.entries()) {
        const expected = [found.sums[i]]
        expectClose([sums.get(name) ?? 0], expected, {
          relative: 1e-4,
          why: 'made from f32 columns',
        })
      }
    },
  )

  test('a segment after dropped scans takes the later part', () => {
    const { values } = chosen({ columns: ['csf'] }, segmentOf(samples - 4, 4 * trS))
    const expected = Float32Array.from(fmriprepColumns.csf.slice(4))
    expect([...values]).toEqual([...expected])
  })

  test('refuses components that are not there', () => {
    const options = { strategy: ['compcor'], compcor: 'anatSeparated' }
    expect(() => chosen(options)).toThrow(/column-missing.*w_comp_cor/)
    expect(() => chosen({}, segmentOf(samples - 1))).toThrow(/length-mismatch/)
  })
})
