import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSession } from '../../src/encoders/session.ts'
import { sha256 } from '../../src/encoders/sha256.ts'
import { shipped } from './model-folder.ts'

const bytes = readFileSync(join(shipped, 'wavelet-encoder', 'model.onnx'))
const key = sha256(bytes)
const tokensOf = (value: number, length = 256) => ({
  tokens: {
    dtype: 'float32' as const,
    values: new Float32Array(length).fill(value),
    shape: [1, 1, 1, length],
  },
})
const feed = (value: number) => tokensOf(value)
const wanted = ['embedding']

describe('sessions', () => {
  test('the same graph is opened once in a thread', async () => {
    const [first, second] = await Promise.all([
      openSession(bytes, key, 'cpu'),
      openSession(bytes, key, 'cpu'),
    ])
    expect(second).toBe(first)
    expect(first.inputs).toEqual([
      { name: 'tokens', type: 'float32', shape: ['batch', 'channel', 'time', 256] },
    ])
  })

  test('runs that are asked for at once do not disturb each other', async () => {
    const session = await openSession(bytes, key, 'cpu')
    const all = await Promise.all([1, 2, 3].map((v) => session.run(feed(v), wanted)))
    for (const [i, found] of all.entries()) {
      expect(await session.run(feed(i + 1), wanted)).toEqual(found)
      expect(found.embedding.shape).toEqual([1, 1, 1, 24])
    }
  })

  test('a failed run says why and leaves the session usable', async () => {
    const session = await openSession(bytes, key, 'cpu')
    await expect(session.run(tokensOf(0, 8), wanted)).rejects.toMatchObject({
      code: 'model-failed',
      facts: { outputs: wanted, says: expect.stringMatching(/tokens/) },
    })
    expect((await session.run(feed(1), wanted)).embedding.values).toHaveLength(24)
  })

  test('bytes that are no graph cannot be opened, and may be tried again', async () => {
    const noise = new Uint8Array(64).fill(7)
    for (let i = 0; i < 2; i++) {
      await expect(openSession(noise, 'noise', 'cpu')).rejects.toMatchObject({
        code: 'model-failed',
        facts: { device: 'cpu' },
      })
    }
  })
})
