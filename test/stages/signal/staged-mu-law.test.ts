import { describe, expect, test } from 'vitest'
import { stagedMuLaw } from '../../../src/stages/signal/staged-mu-law.ts'
import { listsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { runStage } from '../../run-stage.ts'
import { stored } from '../../signal-golden.ts'
import { oneWindow, tokenGolden } from '../../token-golden.ts'

const { x, beyondOne } = tokenGolden<{ x: number[]; beyondOne: number[] }>('mu-law.json')

describe('stagedMuLaw', () => {
  test('what lies beyond 1 is compressed, the rest stays', async () => {
    const input = oneWindow(
      Float32Array.from(x, (value) => 4 * value),
      1,
    )
    const { values } = listsOf(await runStage(stagedMuLaw, input, {}), 'samples')
    expectClose(values, beyondOne, stored())
  })

  test('NaN stays where it is', async () => {
    const input = oneWindow(Float32Array.of(Number.NaN, 0.5, -1), 1)
    const { values } = listsOf(await runStage(stagedMuLaw, input, { mu: 10 }), 'samples')
    expect(Array.from(values)).toEqual([Number.NaN, 0.5, -1])
  })
})
