import { describe, expect, test } from 'vitest'
import { readNumbers } from '../../../src/io/read-numbers.ts'
import { memorySource } from '../../../src/io/source.ts'
import { codebook } from '../../../src/stages/token/codebook.ts'
import { listsOf, type Table, withMeta } from '../../../src/tables/table.ts'
import { axesOf, tokenCodesOf, tokensOf, withTokens } from '../../../src/tables/tokens.ts'
import { exampleTable } from '../../fixtures/tables.ts'
import { runStage } from '../../run-stage.ts'

const tokens = (values: number[], depth = 2) => {
  const table = exampleTable('tokens', { channels: ['a'], rateHz: 1, pieces: 1 })
  const axes = { ...axesOf(table), time: values.length / depth, depth }
  return withTokens(table, { values: Float32Array.from(values), axes })
}
const numbers = (text: string) =>
  readNumbers(memorySource('codes.csv', new TextEncoder().encode(text)))
const run = async (input: Table, text: string, options: object = {}, shape?: number[]) => {
  const table = await numbers(text)
  const codes = shape ? withMeta(table, { shape: JSON.stringify(shape) }) : table
  const given = { file: 'codes.csv', ...options }
  return (await runStage(codebook, input, given, { codes })) as Table<'tokens'>
}

describe('codebook', () => {
  test('tokens become their nearest codes', async () => {
    const table = await run(tokens([0.9, 0, 3, 4]), '1,0\n0,1\n3,3\n', { keepOriginal: true })
    expect(Array.from(tokenCodesOf(table).values)).toEqual([0, 2])
    expect(tokenCodesOf(table)).toMatchObject({ levels: 1, size: 3 })
    expect(Array.from(tokensOf(table).values)).toEqual([1, 0, 3, 3])
    expect(listsOf(table, 'original').values[1]).toBe(0)
  })

  test('levels follow each other, or some of them', async () => {
    const book = '1,0\n4,0\n0,0\n0,1\n'
    const table = await run(tokens([4, 1]), book, {}, [2, 2, 2])
    expect(Array.from(tokenCodesOf(table).values)).toEqual([1, 1])
    expect(axesOf(table).codes).toEqual({ levels: 2, size: 2, apart: true })
    expect(Array.from(tokensOf(table).values)).toEqual([4, 1])
    const one = await run(tokens([4, 1]), book, { levels: 1 }, [2, 2, 2])
    expect(Array.from(tokensOf(one).values)).toEqual([4, 0])
  })

  test('by angle, the length does not matter', async () => {
    const table = await run(tokens([0, 9]), '5,5\n0,0.1\n', { metric: 'cosine' })
    expect(Array.from(tokenCodesOf(table).values)).toEqual([1])
    expect(Array.from(tokensOf(table).values)).toEqual([0, 1])
  })

  test('codes of another depth or not finite, and levels too many, are refused', async () => {
    await expect(run(tokens([1, 2]), '1,2,3\n')).rejects.toThrow(/length-mismatch/)
    await expect(run(tokens([1, 2]), '1,n/a\n')).rejects.toThrow(/non-finite/)
    await expect(run(tokens([1, 2]), '1,2\n', { levels: 2 })).rejects.toThrow(/stage-options/)
    const both = { file: 'a', metric: 'cosine', levels: 2 }
    expect(codebook.options.safeParse(both).success).toBe(false)
  })
})
