import { describe, expect, test } from 'vitest'
import { connectivity } from '../../../src/stages/feature/connectivity.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { segmentsOf, withChannels } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { connectivityGolden } from '../../connectivity-golden.ts'
import { exampleTable } from '../../fixtures/tables.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalInput, stored } from '../../signal-golden.ts'

const window = (() => {
  const one = exampleTable('windows', {
    pieces: 1,
    channels: ['a', 'b', 'c'],
    rateHz: 100,
    lengthS: 4,
  })
  return withChannels(
    one,
    segmentsOf(one).map((s) => ({ ...s, values: signalInput(3, 400) })),
  )
})()
const bandsHz: [number, number][] = [
  [4, 12],
  [12, 30],
]

describe('connectivity', () => {
  test.each(['coherence', 'imaginaryCoherence', 'plv', 'wpli'] as const)(
    'a feature for each pair and band: %s',
    async (measure) => {
      const out = await runStage(connectivity, window, { measure, bandsHz, segmentS: 0.5 })
      expectClose(matrixOf(out as Table<'features'>).values, connectivityGolden[measure], stored())
      expect(JSON.parse(out.meta.names).slice(0, 3)).toEqual([
        'a~b 4-12Hz',
        'a~b 12-30Hz',
        'a~c 4-12Hz',
      ])
    },
  )

  test('envelopes of channels as they are', async () => {
    const out = await runStage(connectivity, window, { measure: 'envelopeCorrelation' })
    const { values } = matrixOf(out as Table<'features'>)
    expectClose(values, connectivityGolden.envelopeCorrelation, stored())
    expect(out.meta.names).toBe('["a~b","a~c","b~c"]')
  })

  test('bands go with spectra only, and must hold a frequency', () => {
    const refused = [{ measure: 'plv' }, { measure: 'envelopeCorrelation', bandsHz }]
    for (const options of refused) {
      expect(connectivity.options.safeParse(options).success).toBe(false)
    }
    const shape = { kind: 'windows', rateHz: 50, channels: ['a', 'b'] } as const
    const given = {
      measure: 'plv',
      bandsHz: [
        [4, 8],
        [8.2, 8.8],
        [20, 40],
      ],
    } as never
    expect(issuesOf(connectivity, shape, given)).toEqual(['bandsHz.1', 'bandsHz.2'])
  })

  test('one segment alone says nothing and is refused', async () => {
    const run = runStage(connectivity, window, { measure: 'plv', bandsHz, segmentS: 4 })
    await expect(run).rejects.toMatchObject({ code: 'signal-too-short', facts: { needed: 600 } })
  })
})
