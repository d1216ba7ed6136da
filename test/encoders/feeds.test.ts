import { describe, expect, test } from 'vitest'
import type { Block, KnownOfWindows } from '../../src/encoders/block.ts'
import { loadModelCard } from '../../src/encoders/card.ts'
import type { FeedRequest } from '../../src/encoders/feed-source.ts'
import { type DeclaredInput, feedsOf } from '../../src/encoders/feeds.ts'
import { shipped } from './model-folder.ts'

const card = loadModelCard('wavelet-encoder', [shipped])

/** Three windows of 2 channels, 3 patches of 4 samples, counted from 0. */
function request(known: KnownOfWindows = {}, rows = [0, 2]): FeedRequest {
  const values = Float32Array.from({ length: 3 * 24 }, (_, i) => i)
  const block: Block = { values, rows: 3, channel: 2, time: 3, depth: 4, known }
  return { card, block, rows: Int32Array.from(rows), seed: 5 }
}

function feed(input: Partial<DeclaredInput> & { is: string }, asked = request()) {
  const declared = { name: 'x', dtype: 'float32' as const, shape: ['batch'], ...input }
  return feedsOf([declared], asked).x
}

describe('feeds', () => {
  test('samples of the chosen windows, as tokens or as a signal', () => {
    const tokens = feed({ is: 'tokens', shape: ['batch', 'channel', 'time', 4] })
    expect(tokens).toMatchObject({ dtype: 'float32', shape: [2, 2, 3, 4] })
    expect([...tokens.values].slice(23, 26)).toEqual([23, 48, 49])
    const signal = feed({ is: 'signal', shape: ['batch', 1, 'channel', 'samples'] })
    expect(signal.shape).toEqual([2, 1, 2, 12])
    expect(signal.values).toEqual(tokens.values)
  })

  test('in any type: half floats as bits, whole numbers as the runtime holds them', () => {
    const shape = ['channel']
    const of = (dtype: DeclaredInput['dtype']) => feed({ is: 'channelIds', dtype, shape }).values
    expect(of('int64')).toEqual(BigInt64Array.of(0n, 1n))
    expect(of('int32')).toEqual(Int32Array.of(0, 1))
    expect(of('float16')).toEqual(Uint16Array.of(0, 0x3c00))
    expect(of('bool')).toEqual(Uint8Array.of(0, 1))
    expect(of('float64')).toEqual(Float64Array.of(0, 1))
  })

  test('a constant fills any shape', () => {
    const filled = feed({ is: 'timestep', constant: 1, dtype: 'int64', shape: ['batch', 3] })
    expect(filled).toEqual({ dtype: 'int64', values: new BigInt64Array(6).fill(1n), shape: [2, 3] })
  })

  test('places in time and in the montage, types of sensors', () => {
    expect([...feed({ is: 'timeId', shape: ['batch', 'time'] }).values]).toEqual([0, 1, 2, 0, 1, 2])
    expect([...feed({ is: 'regionId', shape: ['token'] }).values]).toEqual([0, 0, 0, 1, 1, 1])
    const shape = ['batch', 'channel']
    expect([...feed({ is: 'sensorType', shape }).values]).toEqual([0, 0, 0, 0])
    const sensorTypes = [0, 2]
    const known = request({ sensorTypes })
    expect([...feed({ is: 'sensorType', shape }, known).values]).toEqual([0, 2, 0, 2])
  })

  test('masks come from the table; without one every token is there and none is hidden', () => {
    const shape = ['batch', 'token']
    expect([...feed({ is: 'attnMask', shape }).values]).toEqual(new Array(12).fill(1))
    expect([...feed({ is: 'tokenMask', shape }).values]).toEqual(new Array(12).fill(0))
    const byRow = { attnMask: Float32Array.from({ length: 18 }, (_, i) => i % 2) }
    const dtype = 'bool'
    const mask = feed(
      { is: 'attnMask', shape: ['batch', 'channel', 'time'], dtype },
      request({ byRow }),
    )
    expect(mask.values).toEqual(Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1))
  })

  test('coordinates of regions stand in every window, or once', () => {
    const one = [1, 2, 3, 4, 5, 6]
    const byRow = { gradient: Float32Array.from([...one, ...one, ...one]) }
    const known = request({ byRow })
    const shared = feed({ is: 'gradient', shape: ['channel', 3] }, known)
    expect([shared.shape, [...shared.values]]).toEqual([[2, 3], one])
    const each = feed({ is: 'gradient', shape: ['batch', 'channel', 3] }, known)
    expect([each.shape, [...each.values]]).toEqual([
      [2, 2, 3],
      [...one, ...one],
    ])
    expect(() => feed({ is: 'geometry', shape: ['channel', 3] }, known)).toThrow(/as: geometry/)
  })

  test('codes with several levels, and ids by row', () => {
    const byRow = {
      codes: Float32Array.from({ length: 36 }, (_, i) => i),
      subjectId: Float32Array.of(7, 8, 9),
    }
    const shape = ['batch', 'channel', 'time', 2]
    const codes = feed({ is: 'codes', shape, dtype: 'int64' }, request({ byRow }, [1]))
    expect(codes.shape).toEqual([1, 2, 3, 2])
    expect(codes.values[0]).toBe(12n)
    expect([...feed({ is: 'subjectId' }, request({ byRow })).values]).toEqual([7, 9])
  })

  test('positions go along channels', () => {
    const positions = Float32Array.of(1, 2, 3, 4, 5, 6)
    const found = feed({ is: 'pos', shape: ['batch', 'channel', 3] }, request({ positions }))
    expect([...found.values].slice(6)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('noise depends on the seed and the window, not on the batch', () => {
    const input = { is: 'noise', shape: ['batch', 'channel', 5] }
    const both = feed(input).values as Float32Array
    const second = feed(input, request({}, [2])).values as Float32Array
    expect(both.subarray(10)).toEqual(second)
    expect(both.subarray(0, 10)).not.toEqual(second)
    expect(feed(input, { ...request({}, [2]), seed: 6 }).values).not.toEqual(second)
  })

  test('what a graph before has made is fed under its name, in the type that is asked for', () => {
    const made = { x: { dtype: 'int64' as const, values: BigInt64Array.of(3n), shape: [1] } }
    const input = { name: 'x', is: 'codes', dtype: 'int32' as const, shape: ['batch'] }
    const { x } = feedsOf([input], request(), made)
    expect(x).toEqual({ dtype: 'int32', values: Int32Array.of(3), shape: [1] })
  })

  test('what is not known, or has no place in the shape, is refused', () => {
    for (const is of ['pos', 'codes', 'subjectId', 'timestep']) {
      expect(() => feed({ is })).toThrow(/model-input.*contract/)
    }
    expect(() => feed({ is: 'tokens', shape: ['batch', 'channel', 7] })).toThrow(/contract shape/)
  })
})
