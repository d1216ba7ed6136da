import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { parseCard, readYaml } from '../src/document.ts'

const schema = z.strictObject({
  name: z.string(),
  parts: z.array(z.strictObject({ sizeMm: z.number() })).default([]),
  how: z.strictObject({ kind: z.string().default('a') }).prefault({}),
})

function issuesOf(text: string): unknown {
  try {
    parseCard(text, schema, 'x.yaml')
  } catch (thrown) {
    return (thrown as { facts: { issues: unknown } }).facts.issues
  }
  return undefined
}

describe('documents', () => {
  test('a right document gives its value', () => {
    expect(parseCard('name: a\nparts: [{ sizeMm: 3 }]\n', schema, 'x.yaml')).toEqual({
      name: 'a',
      parts: [{ sizeMm: 3 }],
      how: { kind: 'a' },
    })
  })

  test('all mistakes come at once, each with its place and the nearest right name', () => {
    expect(issuesOf('nam: a\nparts:\n  - { sizeMn: 3 }\n')).toMatchObject([
      { path: 'name', message: 'missing' },
      { line: 3, column: 5, path: 'parts[0].sizeMm', message: 'missing' },
      {
        line: 3,
        column: 7,
        path: 'parts[0].sizeMn',
        message: 'unknown key "sizeMn"; did you mean "sizeMm"?',
      },
      { line: 1, column: 1, path: 'nam', message: 'unknown key "nam"; did you mean "name"?' },
    ])
  })

  test('the nearest name is known inside what may be left out, too', () => {
    expect(issuesOf('name: a\nhow: { kindd: b }\n')).toMatchObject([
      { path: 'how.kindd', message: 'unknown key "kindd"; did you mean "kind"?' },
    ])
  })

  test('syntax mistakes, duplicate keys and custom tags are issues with a place', () => {
    expect(readYaml('a: [1\nb: 2').issues[0].line).toBeGreaterThan(0)
    expect(readYaml('a: 1\na: 2').issues[0]).toMatchObject({ line: 2, column: 1 })
    expect(readYaml('a: !!js/function "x"').issues).toHaveLength(1)
  })

  test('an alias bomb is refused', () => {
    const layers = Array.from(
      { length: 9 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`,
    )
    expect(readYaml(`l0: &l0 x\n${layers.join('\n')}\n`).issues[0].message).toMatch(/alias/i)
  })
})
