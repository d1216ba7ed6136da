import { describe, expect, test } from 'vitest'
import { maskTokens } from '../../../src/stages/token/mask-tokens.ts'
import { muLaw } from '../../../src/stages/token/mu-law.ts'
import { tokenReport } from '../../../src/stages/token/token-report.ts'
import { listsOf, type Table, wordsOf } from '../../../src/tables/table.ts'
import { axesOf, withTokens } from '../../../src/tables/tokens.ts'
import { exampleTable } from '../../fixtures/tables.ts'
import { fitApply, runStage } from '../../run-stage.ts'

const report = async (input: Table, options: object = {}) => {
  const table = await runStage(tokenReport, input, options)
  const { values, size } = listsOf(table, 'features')
  const names = JSON.parse(table.meta.names) as string[]
  const rows = Array.from({ length: table.rows }, (_, r) =>
    Object.fromEntries(names.map((name, k) => [name, values[r * size + k]])),
  )
  return { rows, names, table }
}
const line = (values: number[], more: object = {}) => {
  const table = exampleTable('tokens', { channels: ['a'], rateHz: 1, pieces: 1 })
  const axes = { ...axesOf(table), time: values.length, codes: { levels: 1, size: 4 } }
  return withTokens(table, { values: Float32Array.from(values), axes, ...more })
}

describe('tokenReport', () => {
  test('more levels of the mu-law explain more of the signal', async () => {
    const windows = exampleTable('windows')
    const explained = async (levels: number) => {
      const coded = fitApply(muLaw, { levels, keepOriginal: true }, { train: windows })
      const { rows } = await report(coded, { over: 'recording' })
      return rows[0]
    }
    const [few, many] = [await explained(8), await explained(256)]
    expect(many.explained).toBeGreaterThan(99.9)
    expect(many.explained).toBeGreaterThan(few.explained)
    expect(few.perplexity).toBeLessThanOrEqual(8)
    expect(few.usage).toBeGreaterThan(0.5)
  })

  test('only hidden tokens are compared where there is a mask', async () => {
    const original = Float32Array.of(1, 2, 3, 4)
    const mask = Uint8Array.of(0, 1, 0, 1)
    const { rows } = await report(line([9, 2, 9, 6], { original, mask }))
    expect(rows[0]).toMatchObject({ meanSquare: 2, meanAbsolute: 1, smoothL1: 0.75 })
    const padded = line([9, 2, 9, 6], { original, attnMask: Uint8Array.of(0, 1, 0, 1) })
    expect((await report(padded)).rows[0].meanSquare).toBe(2)
  })

  test('ids are counted, and compared with what they were', async () => {
    const ids = { codes: Int32Array.of(0, 1, 1, 3), originalCodes: Int32Array.of(0, 1, 2, -1) }
    const { rows, names } = await report(line([0, 0, 0, 0], ids))
    expect(names).toEqual(['perplexity', 'usage', 'idAccuracy'])
    expect(rows[0].usage).toBe(0.75)
    expect(rows[0].perplexity).toBeCloseTo(Math.exp(1.5 * Math.log(2)), 5)
    expect(rows[0].idAccuracy).toBeCloseTo(2 / 3, 6)
  })

  test('filled tokens explain less than nothing hidden does', async () => {
    const hidden = await runStage(maskTokens, exampleTable('tokens'), { ratio: 0.5 })
    const { rows, table } = await report(hidden, { measures: ['explained'] })
    expect(rows).toHaveLength(6)
    expect(rows.every(({ explained }) => explained <= 0)).toBe(true)
    expect(wordsOf(table, 'task')[0]).toBe('rest')
  })

  test('a measure whose column is not there is refused', async () => {
    const plain = exampleTable('tokens')
    await expect(report(plain)).rejects.toThrow(/column-missing/)
    await expect(report(plain, { measures: ['usage'] })).rejects.toThrow(/column-missing/)
  })
})
