import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
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
    for (const args of [['show', 'wavelet-encoder'], ['wavelet-encoder']]) {
      const { code, stdout } = runCommand(['models', ...args])
      expect(code).toBe(0)
      expect(stdout).toMatch(/^samples +uV at 256 Hz$/m)
      expect(stdout).toMatch(/^encoder +model\.onnx +.* ok +[0-9a-f]{64}$/m)
    }
  })

  test('check runs the golden input and says how far it is', () => {
    const { code, stdout } = runCommand(['models', 'check', 'wavelet-encoder', '--json'])
    expect(code).toBe(0)
    const { device, models } = JSON.parse(stdout)
    expect([device, models[0].state]).toEqual(['cpu', 'ok'])
    expect(models[0].apart).toBeLessThanOrEqual(1e-5)
  })

  test('check of all passes, and compares devices when asked', () => {
    const { code, stdout, stderr } = runCommand(['models', 'check', '--against', 'cpu'])
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^wavelet-encoder +ok/m)
    expect(stdout).toMatch(/^wavelet-encoder +cpu +cpu +0\.0 .* yes$/m)
  })

  test('a changed graph is seen: exit 3', () => {
    const folder = temporaryFolder()
    cpSync(own, join(folder, 'wavelet-encoder'), { recursive: true })
    const graph = join(folder, 'wavelet-encoder', 'model.onnx')
    const bytes = readFileSync(graph)
    bytes[bytes.length >> 1] ^= 1
    writeFileSync(graph, bytes)
    const setting = { env: { NEURARROW_MODELS: folder } }
    const shown = runCommand(['models', 'show', 'wavelet-encoder'], setting)
    expect(shown.code).toBe(3)
    expect(shown.stdout).toContain('checksum-mismatch')
    const checked = runCommand(['models', 'check', 'wavelet-encoder'], setting)
    expect(checked.code).toBe(3)
    expect(checked.stderr).toContain('checksum-mismatch')
  })

  test('a model that is there is not pulled again; one that may not be pulled is refused', () => {
    expect(runCommand(['models', 'pull', 'wavelet-encoder']).stderr).toMatch(/1 were there/)
    const folder = temporaryFolder()
    cpSync(own, join(folder, 'wavelet-encoder'), { recursive: true })
    const card = join(folder, 'wavelet-encoder', 'model.yaml')
    const text = readFileSync(card, 'utf8').replace(
      'redistributable: true',
      'redistributable: false\n  pull: forbidden',
    )
    writeFileSync(card, text)
    const env = { NEURARROW_MODELS: folder }
    const { code, stderr } = runCommand(['models', 'pull', 'wavelet-encoder'], { env })
    expect(code).toBe(3)
    expect(stderr).toMatch(/model-licence[\s\S]*try: get it from its owner/)
  })

  test('add drafts a card and says what it lacks', () => {
    const to = temporaryFolder()
    const args = ['models', 'add', join(own, 'model.onnx'), '--to', to, '--name', 'mine']
    const { code, stderr } = runCommand(args)
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(/unit: missing/)
    expect(existsSync(join(to, 'mine', 'model.onnx'))).toBe(true)
    expect(runCommand(args).code).toBe(2)
  })

  test('an unknown model is exit 2 and the known ones are named', () => {
    for (const verb of ['show', 'check', 'pull']) {
      const { code, stderr } = runCommand(['models', verb, 'no-such-model'])
      expect(code).toBe(2)
      expect(stderr).toMatch(/model-unknown[\s\S]*known: .*brainomni/)
    }
    expect(runCommand(['models', 'check', '--device', 'gpu']).code).toBe(2)
    expect(runCommand(['models', 'check', '--run', 'quickstart.yaml']).code).toBe(2)
  })
})
