import { describe, expect, test } from 'vitest'
import { parsePipeline } from '../../src/pipeline/parse.ts'
import { stageNamed } from '../../src/pipeline/registry.ts'
import { shapeIssues } from '../../src/pipeline/shapes.ts'
import { unionOf } from '../../src/pipeline/union-of.ts'
import { bandpower } from '../../src/stages/feature/bandpower.ts'
import { covariance } from '../../src/stages/feature/covariance.ts'
import { tangent } from '../../src/stages/feature/tangent.ts'
import { matrixOf } from '../../src/tables/features.ts'
import type { Table } from '../../src/tables/table.ts'
import { exampleTable } from '../fixtures/tables.ts'

const union = unionOf([bandpower, covariance, tangent])
const power = { bandpower: { bandsHz: [[4, 8]], segmentS: 1 } }
const of = { power: [power], log: ['covariance', { tangent: { reference: 'identity' } }] }
const context = { tables: {}, seed: 0 }

function messages(given: unknown): string[] {
  const issues = union.options.safeParse({ of: given }).error?.issues ?? []
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

describe('union', () => {
  test('features are those of the branches, side by side and named by branch', async () => {
    const windows = exampleTable('windows')
    const joined = await union.run(windows, union.options.parse({ of }), context)
    const alone = bandpower.run(windows, bandpower.options.parse(power.bandpower), context)
    const [all, own] = [
      matrixOf(joined as Table<'features'>),
      matrixOf((await alone) as Table<'features'>),
    ]
    const names = JSON.parse(joined.meta.names) as string[]
    expect(names.length).toBe(all.cols)
    expect(names.filter((name) => name.startsWith('power/')).length).toBe(own.cols)
    for (let r = 0; r < own.rows; r++) {
      const row = all.values.subarray(r * all.cols, r * all.cols + own.cols)
      expect([...row]).toEqual([...own.values.subarray(r * own.cols, (r + 1) * own.cols)])
    }
  })

  test('options of the stages within get their defaults, and are read back the same', () => {
    const bound = union.options.parse({ of }) as { of: Record<string, unknown[]> }
    expect(bound.of.log).toEqual([
      { covariance: { estimator: 'oas' } },
      { tangent: { reference: 'identity', convention: 'upper' } },
    ])
    expect(union.options.parse(bound)).toEqual(bound)
  })

  test('the key of its nodes holds the versions of the stages within', () => {
    const options = union.options.parse({ of })
    const versions = [bandpower, covariance, tangent].map(({ use, version }) => `${use} ${version}`)
    expect(union.content?.(options)).toBe(versions.join('; '))
  })

  test('unknown stages and options are named with the nearest known', () => {
    expect(messages({ a: [{ bandpowr: {} }] })[0]).toMatch(/^of\.a\.0: no stage.*bandpower/)
    expect(messages({ a: [{ covariance: { estimatr: 1 } }] })[0]).toMatch(
      /a\.0\.covariance\.estimatr: unknown key.*estimator/,
    )
    expect(messages({})).toEqual(['of: a union has at least one branch'])
  })

  test('a stage that is fitted on training rows belongs behind it', () => {
    expect(messages({ a: ['covariance', 'tangent'] })[0]).toMatch(/belongs behind the union/)
  })

  test('a branch that ends with something else than features is an issue', () => {
    const options = union.options.parse({ of: { a: ['covariance'] } })
    const { issues = [] } = union.shape?.({ kind: 'windows' }, options) ?? {}
    expect(issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['of.a', 'the branch ends with matrices; features are put side by side'],
    ])
  })

  test('in a document, what is wrong within has its place', () => {
    const text = [
      'name: a\ndataset: eegmat\nstages:\n  - window: { lengthS: 1 }\n  - union:\n      of:',
      '        a:\n          - bandpower: { bandsHz: [[1, 4]], segmentS: 2 }\n',
    ].join('\n')
    const [issue] = shapeIssues(parsePipeline(text, 'a.yaml'), { kind: 'signals', rateHz: 100 })
    expect(issue.path).toBe('stages[1].union.of.a[0].bandpower.segmentS')
    expect(stageNamed('union')?.use).toBe('union')
  })
})
