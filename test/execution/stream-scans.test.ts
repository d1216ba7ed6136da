import { describe, expect, test } from 'vitest'
import { scanChain, streamScans } from '../../src/execution/stream-scans.ts'
import { readerNamed } from '../../src/execution/work.ts'
import { memorySource } from '../../src/io/source.ts'
import { encodeNifti } from '../../src/io/write-nifti.ts'
import { makeNode, type PlanNode } from '../../src/pipeline/node.ts'
import { stageNamed } from '../../src/pipeline/registry.ts'
import { encodeTable } from '../../src/tables/ipc.ts'
import { meanScan } from '../../src/tables/mean-scan.ts'
import { concatTables } from '../../src/tables/rows.ts'
import type { Table } from '../../src/tables/table.ts'

const recording = { subject: 'A', session: '1', run: '1', recording: 'A_1', labels: {} }
const shape = [70, 70, 60] as const
const scans = 17

/** A run of several pieces, with one hole in a later one. */
function runBytes(): Uint8Array {
  const size = shape[0] * shape[1] * shape[2]
  const values = Float32Array.from({ length: size * scans }, (_, i) => ((i % 977) * 31) % 251)
  values[size * 12 + 5] = Number.NaN
  const affine = [3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1]
  return encodeNifti({
    shape: [...shape, scans],
    dtype: 'float32',
    affine,
    voxelMm: [3, 3, 3],
    trS: 2,
    values,
  })
}

const source = () => memorySource('run.nii', runBytes())
const nifti = readerNamed('nifti')

function stageNode(use: string, options: Record<string, unknown>, inputs: Record<string, string>) {
  const parsed = stageNamed(use)?.options.parse(options) ?? {}
  const work = { do: 'stage', use, options: parsed } as const
  return makeNode(`A/${use}`, work, { stage: use, version: 1, options }, inputs)
}

const readWork = { do: 'read', reader: 'nifti', path: 'run.nii', recording, options: {} } as const
const read = makeNode('A/read', readWork, { stage: 'read', version: 1, options: {} }, { file: 'f' })
const smooth = stageNode('smooth', { fwhmMm: 4 }, { table: read.key })
const seeds = { a: [30, 30, 30], b: [60, 90, 60] }
const spheres = stageNode('spheres', { seeds, radiusMm: 5 }, { table: smooth.key })
const nodesOf = (...nodes: PlanNode[]) => new Map(nodes.map((node) => [node.key, node]))

const run = async (node: PlanNode, table: Table) => {
  const { work } = node
  const stage = work.do === 'stage' ? stageNamed(work.use) : undefined
  if (stage?.scope !== 'recording' || work.do !== 'stage') throw new Error('a stage is expected')
  return stage.run(table, work.options, { tables: {}, seed: 0 })
}

const mean = makeNode(
  'A/mean',
  { do: 'mean' },
  { stage: 'mean', version: 1, options: {} },
  {
    table: smooth.key,
  },
)

describe('a stream of scans', () => {
  test('a mask found in the data takes two passes, with the bytes of the whole', async () => {
    const inputs = { table: smooth.key, mean: mean.key }
    const mask = stageNode('mask', { find: 'epi', opening: 0 }, inputs)
    const nodes = nodesOf(read, smooth, mean, mask)
    expect(scanChain(nodes, mask)).toMatchObject({ isMean: false, stages: [smooth, mask] })
    expect(scanChain(nodes, mean)).toMatchObject({ isMean: true, stages: [smooth] })
    const whole = (await run(smooth, await nifti.read(source(), recording, {}))) as Table<'volumes'>
    const pieces = nifti.stream?.(source(), recording, {})
    if (!pieces) throw new Error('a stream is expected')
    const mine = { stages: [smooth], isMean: true }
    const streamed = await streamScans({ next: () => pieces.next(), scans }, mine, run)
    expect(streamed.meta.notes).toBeUndefined()
    expect(Buffer.compare(encodeTable(streamed), encodeTable(meanScan(whole)))).toBe(0)
  })

  test('pieces are the rows of the whole', async () => {
    const pieces: Table[] = []
    for await (const piece of nifti.stream?.(source(), recording, {}) ?? []) pieces.push(piece)
    expect(pieces.length).toBeGreaterThan(2)
    expect(await nifti.scans?.(source(), {})).toBe(scans)
    expect(await nifti.scans?.(source(), { fromS: 4, toS: 9 })).toBe(3)
    const whole = await nifti.read(source(), recording, {})
    expect(Buffer.compare(encodeTable(concatTables(pieces)), encodeTable(whole))).toBe(0)
  })

  test('a chain on pieces gives the bytes of the chain on the whole, notes as well', async () => {
    const whole = await run(spheres, await run(smooth, await nifti.read(source(), recording, {})))
    const pieces = nifti.stream?.(source(), recording, {})
    const stages = [smooth, spheres]
    if (!pieces) throw new Error('a stream is expected')
    const streamed = await streamScans(
      { next: () => pieces.next(), scans },
      { stages, isMean: false },
      run,
    )
    expect(Buffer.compare(encodeTable(streamed), encodeTable(whole))).toBe(0)
    expect(streamed.meta.notes).toContain('not finite')
  })

  test('a chain ends with the stage that makes signals, and nothing in it is stored', () => {
    const nodes = nodesOf(read, smooth, spheres)
    expect(scanChain(nodes, spheres)?.stages.map(({ id }) => id)).toEqual(['A/smooth', 'A/spheres'])
    expect(scanChain(nodes, smooth)).toBeUndefined()
    expect(scanChain(nodesOf(read, { ...smooth, keep: true }, spheres), spheres)).toBeUndefined()
    const scaled = stageNode('scaleVolumes', {}, { table: read.key })
    const after = stageNode('spheres', { seeds }, { table: scaled.key })
    expect(scanChain(nodesOf(read, scaled, after), after)).toBeUndefined()
    const needy = stageNode('mask', { meanAbove: 0 }, { table: read.key, mean: read.key })
    expect(scanChain(nodesOf(read, needy), needy)).toBeUndefined()
  })
})
