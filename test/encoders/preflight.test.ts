import { describe, expect, test } from 'vitest'
import { loadModelCard } from '../../src/encoders/card.ts'
import type { Device } from '../../src/encoders/device.ts'
import { preflight } from '../../src/encoders/preflight.ts'
import { sha256 } from '../../src/encoders/sha256.ts'
import { changeEmbedding } from './change-embedding.ts'
import { copyModel, fixtures, shipped } from './model-folder.ts'

const name = 'wavelet-encoder'

describe('preflight', () => {
  test('the embedded model reproduces what NumPy computed', async () => {
    const { goldenApart } = await preflight(loadModelCard(name, [shipped]))
    expect(goldenApart).toBeLessThan(1e-6)
  })

  test('it happens once for one card', () => {
    const card = loadModelCard(name, [shipped])
    expect(preflight(card)).toBe(preflight(loadModelCard(name, [shipped])))
  })

  test('one changed byte in the weights is a wrong checksum', async () => {
    const model = copyModel(name)
    model.editBytes('model.onnx', (bytes) => {
      bytes[100_000] ^= 1
      return bytes
    })
    await expect(preflight(loadModelCard(name, model.roots))).rejects.toMatchObject({
      code: 'checksum-mismatch',
      facts: { model: name, expected: expect.stringMatching(/^f540/) },
    })
  })

  test('a graph that is not there is missing', async () => {
    const model = copyModel(name)
    model.remove('model.onnx')
    await expect(preflight(loadModelCard(name, model.roots))).rejects.toMatchObject({
      code: 'model-missing',
    })
  })

  test('bytes with the right checksum that are no graph cannot be run', async () => {
    const model = copyModel(name)
    let hash = ''
    model.editBytes('model.onnx', (bytes) => {
      bytes.fill(255, 0, 1000)
      hash = sha256(bytes)
      return bytes
    })
    model.editCard((text) => text.replace(/sha256: \w+/, `sha256: ${hash}`))
    await expect(preflight(loadModelCard(name, model.roots))).rejects.toMatchObject({
      code: 'file-corrupt',
    })
  })

  test('a changed golden output is not reproduced', async () => {
    const model = copyModel(name)
    model.editBytes('golden.arrow', changeEmbedding)
    await expect(preflight(loadModelCard(name, model.roots))).rejects.toMatchObject({
      code: 'model-golden',
      facts: { device: 'cpu', tolerance: 1e-5 },
    })
  })

  test('a golden file that is no table of tokens is corrupt', async () => {
    const model = copyModel(name)
    model.editBytes('golden.arrow', (bytes) => bytes.fill(0))
    await expect(preflight(loadModelCard(name, model.roots))).rejects.toMatchObject({
      code: 'file-corrupt',
    })
  })

  test('a graph with other inputs than its card is not the one described', async () => {
    const changes: [string, string][] = [
      ['name: tokens', 'name: patches'],
      ['time, 256]', 'time, 200]'],
      ['time, 24]', '24]'],
    ]
    for (const [from, to] of changes) {
      const model = copyModel(name)
      model.editCard((text) => text.replace(from, to))
      await expect(preflight(loadModelCard(name, model.roots))).rejects.toMatchObject({
        code: 'model-invalid',
      })
    }
  })

  test('an input that the card leaves out is named', async () => {
    const model = copyModel('montage-encoder', fixtures)
    model.editCard((text) => text.replace(/.*is: channelIds.*\n/, ''))
    await expect(preflight(loadModelCard('montage-encoder', model.roots))).rejects.toMatchObject({
      code: 'model-invalid',
      facts: { missing: ['ids'] },
    })
  })
})

describe('devices', () => {
  test('a device that is not there fails, and nothing else is used', async () => {
    const { listSupportedBackends } = await import('onnxruntime-node')
    const there = listSupportedBackends().flatMap((b) => (b.bundled ? [b.name] : []))
    // No machine has the devices of Windows and of macOS at once.
    const device = ['cuda', 'dml', 'coreml'].find((each) => !there.includes(each)) as Device
    const card = loadModelCard(name, [shipped])
    await expect(preflight(card, device)).rejects.toMatchObject({
      code: 'model-failed',
      facts: { device },
    })
  })
})
