import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { runCommand } from './run-command.ts'

const own = fileURLToPath(new URL('../../models/wavelet-encoder', import.meta.url))

describe('neurarrow models', () => {
  test('the embedded model is listed as present', () => {
    const { code, stdout } = runCommand(['models'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^wavelet-encoder +256 +any +Apache-2\.0 +present/m)
    const { models } = JSON.parse(runCommand(['models', '--json']).stdout)
    expect(models).toContainEqual(expect.objectContaining({ name: 'wavelet-encoder', rateHz: 256 }))
  })

  test('one is shown with licence, contract and the state of its graph', () => {
    const { code, stdout } = runCommand(['models', 'wavelet-encoder'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^samples +uV at 256 Hz$/m)
    expect(stdout).toMatch(/^encoder +model\.onnx +.* ok +[0-9a-f]{64}$/m)
  })

  test('--check runs the golden input and says how far it is', () => {
    const { code, stdout } = runCommand(['models', 'wavelet-encoder', '--check', '--json'])
    expect(code).toBe(0)
    const { goldenApart, golden } = JSON.parse(stdout)
    expect(goldenApart).toBeLessThanOrEqual(golden.tolerance)
  })

  test('a changed graph is seen: exit 3', () => {
    const folder = temporaryFolder()
    cpSync(own, join(folder, 'wavelet-encoder'), { recursive: true })
    const graph = join(folder, 'wavelet-encoder', 'model.onnx')
    const bytes = readFileSync(graph)
    bytes[bytes.length >> 1] ^= 1
    writeFileSync(graph, bytes)
    const setting = { env: { NEURARROW_MODELS: folder } }
    const shown = runCommand(['models', 'wavelet-encoder'], setting)
    expect(shown.code).toBe(3)
    expect(shown.stdout).toContain('checksum-mismatch')
    const checked = runCommand(['models', 'wavelet-encoder', '--check'], setting)
    expect(checked.code).toBe(3)
    expect(checked.stderr).toContain('checksum-mismatch')
  })

  test('an unknown model is exit 2 and the known ones are named', () => {
    const { code, stderr } = runCommand(['models', 'no-such-model'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/model-unknown[\s\S]*wavelet-encoder/)
    expect(runCommand(['models', '--check']).code).toBe(2)
  })
})
