import { describe, expect, test } from 'vitest'
import { patch } from '../../../src/stages/token/patch.ts'
import { patchSpectrum } from '../../../src/stages/token/patch-spectrum.ts'
import type { Table } from '../../../src/tables/table.ts'
import { tokensOf } from '../../../src/tables/tokens.ts'
import { expectClose } from '../../close.ts'
import { runStage } from '../../run-stage.ts'
import { signalInput, stored } from '../../signal-golden.ts'
import { oneWindow, tokenGolden } from '../../token-golden.ts'

const golden = tokenGolden<{ cases: { depth: number; expected: number[] }[] }>(
  'patch-spectrum.json',
)

describe('patchSpectrum', () => {
  test.each(golden.cases)('patches of $depth samples equal PyTorch', async (golden) => {
    const { depth, expected } = golden
    const windows = oneWindow(signalInput(2, 100), 2)
    const tokens = await runStage(patch, windows, { lengthS: depth / 100 })
    const found = tokensOf((await runStage(patchSpectrum, tokens, {})) as Table<'tokens'>)
    expect(found.axes.depth).toBe(Math.floor(depth / 2) + 1)
    expect(found.axes.depthHz?.[1]).toBe(100 / depth)
    expectClose(found.values, expected, stored())
  })

  test('tokens of several channels are refused', async () => {
    const windows = oneWindow(signalInput(2, 100), 2)
    const tokens = await runStage(patch, windows, { lengthS: 0.1, order: 'joint' })
    await expect(runStage(patchSpectrum, tokens, {})).rejects.toThrow(/stage-options/)
  })
})
