import { describe, expect, test } from 'vitest'
import { parseJsonObject, readJsonObject } from '../../src/io/json.ts'
import { memorySource } from '../../src/io/source.ts'

describe('readJsonObject', () => {
  test('gives the members, with or without a byte order mark', async () => {
    const source = memorySource('a.json', Buffer.from('\ufeff{ "a": [1] }'))
    expect(await readJsonObject(source)).toEqual({ a: [1] })
  })

  test('says line and column of what is no JSON, and refuses other values', () => {
    const broken = expect.objectContaining({
      code: 'file-corrupt',
      facts: expect.objectContaining({ file: 'a.json', line: 2, column: 3 }),
    })
    expect(() => parseJsonObject('{\n  ]', 'a.json')).toThrow(broken)
    expect(() => parseJsonObject('{ "a": 1', 'a.json')).toThrow(/line 1, column/)
    expect(() => parseJsonObject('[1]', 'a.json')).toThrow(/expected an object/)
  })
})
