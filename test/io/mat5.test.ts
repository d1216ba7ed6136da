import { describe, expect, test } from 'vitest'
import {
  type MatValue,
  type MatVariables,
  numberAt,
  soleNumber,
  soleStruct,
  wordOf,
} from '../../src/io/mat-value.ts'
import { readMat5 } from '../../src/io/mat5.ts'
import { readMat73 } from '../../src/io/mat73.ts'
import { memorySource } from '../../src/io/source.ts'
import { caseSource, formatCases } from './formats-golden.ts'

const cases = formatCases('mat')
const named = (name: string) => caseSource(cases.filter((one) => one.case === name)[0])

function numbers(value: MatValue | undefined): { shape: readonly number[]; values: number[] } {
  if (value?.kind !== 'numbers') return expect.fail(`no numbers: ${value?.kind}`)
  const at = numberAt(value)
  const count = value.shape.reduce((product, n) => product * n, 1)
  return { shape: value.shape, values: Array.from({ length: count }, (_, i) => at(i)) }
}

function expectValues(variables: MatVariables): void {
  expect(soleNumber(variables.get('number'))).toBe(2.5)
  expect(numbers(variables.get('small'))).toEqual({ shape: [2, 3], values: [1, 4, 2, 5, 3, 6] })
  expect(numbers(variables.get('single'))).toEqual({ shape: [1, 2], values: [0.5, -0.25] })
  expect(wordOf(variables.get('word'))).toBe('µV: Ω')
  expect(numbers(variables.get('none')).values).toEqual([])
  const one = soleStruct(variables.get('one'))
  expect(wordOf(one?.get('a'))).toBe('x')
  expect(soleNumber(soleStruct(one?.get('inner'))?.get('b'))).toBe(7)
  const rows = variables.get('rows')
  if (rows?.kind !== 'structs') expect.fail('no structs')
  expect(rows.count).toBe(2)
  expect(rows.fields.get('name')?.map(wordOf)).toEqual(['p', 'q'])
  expect(rows.fields.get('at')?.map(soleNumber)).toEqual([1, 2])
}

describe('MAT files of level 5', () => {
  test.each(['level 5', 'level 5, compressed'])('%s: values of all kinds', async (name) => {
    const variables = await readMat5(named(name))
    expectValues(variables)
    const cells = variables.get('cells')
    if (cells?.kind !== 'cells') expect.fail('no cells')
    expect(cells.cells.map(wordOf)).toEqual(['first', '9'])
    expect(numbers(variables.get('truth')).values).toEqual([1, 0])
    expect(numbers(variables.get('imaginary')).values).toEqual([1])
    expect(variables.get('sparse')).toEqual({ kind: 'other' })
  })

  test('what is no MAT file, and one that ends, say so with the byte', async () => {
    const bytes = await named('level 5').read(0, 1e9)
    const read = (part: Uint8Array) => readMat5(memorySource('x.mat', part))
    await expect(read(bytes.subarray(0, 100))).rejects.toMatchObject({
      code: 'file-truncated',
      facts: { byte: 100, expected: 128 },
    })
    await expect(read(bytes.subarray(0, 150))).rejects.toMatchObject({ code: 'file-truncated' })
    const other = new Uint8Array(bytes)
    other[126] = 0
    await expect(read(other)).rejects.toMatchObject({ code: 'file-corrupt', facts: { byte: 126 } })
  })

  test('a compressed variable that is none says where it begins', async () => {
    const bytes = new Uint8Array(await named('level 5, compressed').read(0, 1e9))
    bytes[128 + 8] ^= 255
    const read = readMat5(memorySource('x.mat', bytes))
    await expect(read).rejects.toMatchObject({ code: 'file-corrupt', facts: { byte: 136 } })
  })
})

describe('MAT files of version 7.3', () => {
  test('values of all kinds', async () => {
    expectValues(await readMat73(named('version 7.3')))
  })

  test('only what is wanted is read', async () => {
    const found = await readMat73(named('version 7.3'), new Set(['one', 'a']))
    expect([...found.keys()]).toEqual(['one'])
    expect([...(soleStruct(found.get('one'))?.keys() ?? [])]).toEqual(['a'])
  })

  test('HDF5 that MATLAB does not write is a format nobody knows', async () => {
    const read = readMat73(named('newest HDF5'))
    await expect(read).rejects.toMatchObject({ code: 'format-unknown' })
  })

  test('chunks that are not there are no zeros', async () => {
    await expect(readMat73(named('holes'))).rejects.toMatchObject({ code: 'file-corrupt' })
  })
})
