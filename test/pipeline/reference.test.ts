import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { defineHead } from '../../src/head.ts'
import { describeHead, describeStage, optionLines } from '../../src/pipeline/reference.ts'
import { referencePage } from '../../src/pipeline/reference-page.ts'
import { defineStage } from '../../src/stage.ts'

const options = z.strictObject({
  lowHz: z.number().gt(0).meta({ unit: 'Hz', description: 'lower edge' }),
  order: z.int().min(1).max(12).default(4).meta({ unit: '1', description: 'order of the design' }),
  method: z.enum(['fir', 'butterworth']).default('fir').meta({ description: 'kind of filter' }),
  bandsHz: z
    .array(z.tuple([z.number(), z.number()]))
    .min(1)
    .meta({ unit: 'Hz', description: 'edges of each band' }),
  to: z
    .union([z.literal('average'), z.array(z.string()).min(1)])
    .optional()
    .meta({ description: 'what is subtracted' }),
  log: z.boolean().default(false).meta({ description: 'takes the logarithm' }),
  weights: z.record(z.string(), z.number()).optional().meta({ unit: '1', description: 'by name' }),
})

const stage = defineStage({
  use: 'sample',
  title: 'Does one thing',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 2,
  options,
  cites: ['doi:10.1109/TAU.1967.1161901'],
  run: (table) => table,
})

const head = defineHead({
  use: 'floor',
  title: 'Predicts the same for all',
  reads: 'features',
  predicts: 'both',
  version: 1,
  options: z.strictObject({}),
  fit: () => ({ predict: (x) => new Float64Array(x.rows) }),
})

describe('reference', () => {
  test('an option is put into type, unit, range and default', () => {
    const lines = Object.fromEntries(optionLines(options).map((line) => [line.name, line]))
    expect(lines.lowHz).toEqual({
      name: 'lowHz',
      type: 'number',
      unit: 'Hz',
      range: 'above 0',
      default: undefined,
      required: true,
      description: 'lower edge',
    })
    expect(lines.order).toMatchObject({ type: 'whole number', range: '1 to 12', default: '4' })
    expect(lines.order.required).toBe(false)
    expect(lines.method).toMatchObject({ type: 'fir | butterworth', default: 'fir' })
    expect(lines.bandsHz).toMatchObject({ type: 'list of [number, number]', required: true })
    expect(lines.bandsHz.range).toBe('at least 1 entry')
    expect(lines.to.type).toBe('average | list of text')
    expect(lines.log).toMatchObject({ type: 'true | false', default: 'false' })
    expect(lines.weights.type).toBe('map of names to number')
  })

  test('a stage and a head keep their words', () => {
    expect(describeStage(stage)).toMatchObject({ use: 'sample', writes: 'same', version: 2 })
    expect(describeStage(stage).options).toHaveLength(7)
    expect(describeHead(head)).toMatchObject({ predicts: 'both', options: [], cites: [] })
  })

  test('the page has a heading for each and escapes the bars of a table', () => {
    const page = referencePage([stage], [head])
    expect(page).toContain('### sample')
    expect(page).toContain('| `method` | fir \\| butterworth | `fir` | kind of filter |')
    expect(page).toContain('### floor')
    expect(page).toContain('No options.')
    expect(page).toContain('See doi:10.1109/TAU.1967.1161901.')
  })
})
