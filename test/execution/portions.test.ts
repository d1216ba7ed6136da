import { describe, expect, test } from 'vitest'
import { chainOf, runChain } from '../../src/execution/portions.ts'
import { runNode } from '../../src/execution/work.ts'
import { makeNode, type PlanNode } from '../../src/pipeline/node.ts'
import { parsePipeline } from '../../src/pipeline/parse.ts'
import { makeFeatures } from '../../src/tables/features.ts'
import { encodeTable } from '../../src/tables/ipc.ts'
import { notesOf } from '../../src/tables/note.ts'
import { bytesOf, listsOf, type Table } from '../../src/tables/table.ts'
import { fixtures, shipped } from '../encoders/model-folder.ts'
import { useModels } from '../encoders/use-models.ts'
import { noiseWindows } from '../encoders/windows.ts'
import { exampleTable } from '../fixtures/tables.ts'

useModels(fixtures, shipped)

/** The nodes of stages on one recording, the last of which is asked for. */
function nodesOf(stages: readonly string[]) {
  const lines = ['name: demo', 'dataset: any', 'stages:', ...stages.map((stage) => `  - ${stage}`)]
  const { stages: bound } = parsePipeline(lines.join('\n'), 'demo.yaml')
  const nodes = new Map<string, PlanNode>()
  let table = 'base'
  for (const { use, options, stage } of bound) {
    const work = { do: 'stage', use, options } as const
    const content = { stage: use, version: stage.version, options }
    const node = makeNode(use, work, content, {
      table,
      ...(use === 'codebook' ? { codes: 'codes' } : {}),
    })
    nodes.set(node.key, node)
    table = node.key
  }
  return { nodes, last: [...nodes.values()][nodes.size - 1] }
}

/** What stages give in portions of so many bytes, and the most bytes a stage gave at once. */
async function inPortions(stages: readonly string[], base: Table, bytes: number, codes?: Table) {
  const { nodes, last } = nodesOf(stages)
  const chain = chainOf(nodes, last)
  if (!chain) throw new Error('no chain')
  let [most, runs] = [0, 0]
  const table = await runChain(chain, {
    base,
    bytes,
    inputsOf: async (_, names): Promise<Record<string, Table>> =>
      names.length > 0 && codes ? { codes } : {},
    run: async (link, inputs, portion) => {
      const made = await runNode(link, inputs, { portion })
      if (made.kind === 'tokens') most = Math.max(most, bytesOf(made))
      runs++
      return made
    },
  })
  return { table, most, runs: runs / chain.links.length }
}

async function expectSame(stages: readonly string[], base: Table, bytes: number, codes?: Table) {
  const whole = await inPortions(stages, base, Number.POSITIVE_INFINITY, codes)
  const parts = await inPortions(stages, base, bytes, codes)
  expect(whole.runs).toBe(1)
  expect(parts.runs).toBeGreaterThan(2)
  expect(parts.most).toBeLessThan(0.5 * whole.most)
  expect(Buffer.compare(encodeTable(parts.table), encodeTable(whole.table))).toBe(0)
  return { whole, parts }
}

describe('portions of windows', () => {
  test('give the bytes of all windows at once, and fewer tokens at a time', async () => {
    const base = noiseWindows({ count: 300, samples: 256 })
    const stages = [
      'stft: { segment: 32, hop: 16, bins: 4, value: log }',
      'codebook: { file: codes.csv }',
      'maskTokens: { kind: bernoulli, ratio: 0.4, randomShare: 0.2, leaveShare: 0.1 }',
      'tokenReport: { measures: [explained, perplexity, idAccuracy] }',
    ]
    const spans = {
      window: Int32Array.of(0, 1),
      startS: new Float64Array(2),
      endS: new Float64Array(2),
    }
    const codes = makeFeatures({}, spans, Float32Array.of(0, 0, 0, 0, 1, 1, 0, 0), { labels: '[]' })
    await expectSame(stages, base, 64 * 2 * 256 * 4, codes)
  })

  test('of patches before an encoder: no more tokens than a portion holds', async () => {
    const base = noiseWindows({ count: 200 })
    const { parts } = await expectSame(
      ['patch: { lengthS: 1 }', 'encode: { model: wavelet-encoder }'],
      base,
      2 * 1024 * 4 * 20,
    )
    expect(parts.most).toBeLessThan(20 * (2 * 1024 * 4 + 200))
  })

  test('are judged together: a quiet stretch is no wrong unit, wrong units are', async () => {
    const stages = ['patch: { lengthS: 1 }', 'encode: { model: wavelet-encoder }']
    const quiet = (values: Float32Array) => values.fill(0, 0, 30 * 2048)
    const base = noiseWindows({ count: 200, edit: quiet })
    await expectSame(stages, base, 2 * 1024 * 4 * 20)
    const volts = noiseWindows({ count: 200, gain: 1e-5 })
    await expect(inPortions(stages, volts, 2 * 1024 * 4 * 20)).rejects.toMatchObject({
      code: 'model-input',
      facts: expect.objectContaining({ contract: 'scale' }),
    })
  })

  test('notes of portions are added up', async () => {
    const base = noiseWindows({
      count: 100,
      rateHz: 64,
      samples: 64,
      channels: ['Fp1', 'O2'],
      gain: 1,
    })
    const model = 'encode: { model: montage-encoder, layer: flat, onMissing: zero }'
    const { nodes, last } = nodesOf([model])
    expect(chainOf(nodes, last)).toBeUndefined()
    const found = await runNode(last, { table: base })
    expect(notesOf(found)).toHaveLength(1)
  })

  test('of a run of volumes: windows that overlap never exist at once', async () => {
    const base = exampleTable('volumes')
    const stages = [
      'volumeWindow: { scans: 2, strideScans: 1, standardize: true }',
      'poolTokens: { pool: flatten }',
    ]
    const { whole } = await expectSame(stages, base, 1)
    expect(whole.table.rows).toBe(base.rows - 1)
    expect(listsOf(whole.table, 'features').values.some((value) => value !== 0)).toBe(true)
  })

  test('end where something else needs all windows, or tokens are asked for', () => {
    const of = (...stages: string[]) => {
      const { nodes, last } = nodesOf(stages)
      return chainOf(nodes, last)?.links.map(({ work }) => work.do === 'stage' && work.use)
    }
    const patch = 'patch: { lengthS: 1 }'
    const pool = 'poolTokens: { pool: mean }'
    expect(of(patch, 'muLaw: { levels: 8 }')).toBeUndefined()
    expect(of('bandpower: { bandsHz: [[8, 12]] }')).toBeUndefined()
    expect(of('window: { lengthS: 4 }', patch, pool)).toEqual(['patch', 'poolTokens'])
    expect(of(patch, 'maskTokens: { ratio: 0.5, shared: true }', pool)).toBeUndefined()
  })
})
