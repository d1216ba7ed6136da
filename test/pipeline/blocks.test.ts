import { describe, expect, test } from 'vitest'
import { blocksOf, type Extent } from '../../src/pipeline/blocks.ts'
import { parsePipeline } from '../../src/pipeline/parse.ts'

const hour: Extent = { startS: 0, endS: 3600, rateHz: 256 }

function blocks(stages: string[], extent = hour, read = {}) {
  const lines = ['name: demo', 'dataset: any', 'stages:', ...stages.map((stage) => `  - ${stage}`)]
  return blocksOf(parsePipeline(lines.join('\n'), 'demo.yaml').stages, extent, read)
}

const chain = [
  'bandpass: { lowHz: 1, highHz: 45 }',
  'window: { lengthS: 2 }',
  'bandpower: { bandsHz: [[4, 8], [8, 13]], segmentS: 1 }',
]

describe('blocksOf', () => {
  test('a long recording is cut into blocks of ten minutes, the last with the rest', () => {
    const { parts = [], stages } = blocks(chain, { ...hour, endS: 3900 }) ?? {}
    expect(stages).toBe(3)
    expect(parts.map(({ block }) => [block.fromS, block.toS])).toEqual([
      [0, 600],
      [600, 1200],
      [1200, 1800],
      [1800, 2400],
      [2400, 3000],
      [3000, 3901],
    ])
    expect(parts.map(({ block }) => block.isLast)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
    ])
  })

  test('a part reaches as far beyond its block as its stages need, within the recording', () => {
    const { parts = [] } = blocks(chain) ?? {}
    const [first, second] = parts
    expect(first.fromS).toBe(0)
    // Half of the 845 taps (3.3 s of 256 Hz) and the length of a window, in whole seconds.
    expect(first.toS).toBe(604)
    expect([second.fromS, second.toS]).toEqual([596, 1204])
    expect(parts.at(-1)?.toS).toBeUndefined()
  })

  test('stages that need the whole recording end the chain', () => {
    const robust = 'standardize: { over: recording, method: robust }'
    expect(blocks([...chain, 'pca: {}'])?.stages).toBe(3)
    expect(blocks(['bandpass: { lowHz: 1, highHz: 45 }', robust, ...chain])).toBeUndefined()
    expect(blocks(['resample: { rateHz: 128, method: fft }', ...chain])).toBeUndefined()
    expect(blocks(['bandpass: { lowHz: 1, highHz: 45 }'])).toBeUndefined()
  })

  test('short recordings, and those that begin between seconds, are taken whole', () => {
    expect(blocks(chain, { ...hour, endS: 1199 })).toBeUndefined()
    expect(blocks(chain, { ...hour, startS: 0.5 })).toBeUndefined()
    expect(blocks(chain, hour, { fromS: 2400.5 })).toBeUndefined()
    expect(blocks(chain, hour, { fromS: 1200, toS: 3000 })?.parts.length).toBe(3)
  })
})
