import { describe, expect, test } from 'vitest'
import { edgeFiles, holdsEdges } from '../../src/execution/edge-files.ts'
import { edges } from '../../src/stages/feature/edges.ts'
import { makeMatrices } from '../../src/tables/features.ts'
import { keysFor } from '../../src/tables/keys.ts'

const recording = { subject: 'S1', session: '1', run: '1', recording: 'S1', labels: {} }
const spans = {
  window: Int32Array.of(0, 1),
  startS: Float64Array.of(0, 10),
  endS: Float64Array.of(20, 30),
}
const meta = { labels: '[]', names: '["left","right"]', unit: '1' }
const values = Float32Array.of(1, 0.5, 0.5, 1, 1, -0.25, -0.25, 1)
const table = makeMatrices(keysFor(recording, 2), spans, values, meta)
const facts = { stem: 'sub-1/func/sub-1_desc-x', source: 'bids:set:sub-1' }
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8')

describe('edgeFiles', () => {
  test('lists the edges of matrices, with the names of all nodes beside them', () => {
    const files = edgeFiles(table, facts)
    expect(text(files.get(`${facts.stem}_relmat.tsv`))).toBe(
      'window\tstartS\tendS\ti\tj\tfrom\tto\tw\n' +
        '0\t0\t20\t0\t1\tleft\tright\t0.5\n1\t10\t30\t0\t1\tleft\tright\t-0.25\n',
    )
    const said = JSON.parse(text(files.get(`${facts.stem}_relmat.json`)))
    expect(said).toMatchObject({ Nodes: ['left', 'right'], Directed: false, Units: '1' })
  })

  test('writes the rows of the stage edges alike', async () => {
    const listed = await edges.run(table, { above: 0.3 }, { tables: {}, seed: 0 })
    expect(holdsEdges(listed)).toBe(true)
    expect(text(edgeFiles(listed, facts).get(`${facts.stem}_relmat.tsv`))).toBe(
      'window\tstartS\tendS\ti\tj\tfrom\tto\tw\n0\t0\t20\t0\t1\tleft\tright\t0.5\n',
    )
  })

  test('knows other tables', () => {
    expect(holdsEdges({ kind: 'features', meta: { names: '["a"]' } })).toBe(false)
    expect(holdsEdges({ kind: 'matrices', meta: {} })).toBe(true)
  })
})
