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

  describe('check --on a pipeline', () => {
    const pipeline = readFileSync(
      new URL('../../pipelines/families/eegnet.yaml', import.meta.url),
      'utf8',
    )
    const checkOn = (edit: (text: string) => string) => {
      const file = join(temporaryFolder(), 'own.yaml')
      writeFileSync(file, edit(pipeline))
      const args = ['models', 'check', '--on', file, '--subjects', 'S01', '--json']
      const { code, stdout } = runCommand(args)
      const { inputs } = JSON.parse(stdout)
      const [{ recordings, contamination }] = inputs
      return { code, recording: recordings[0], contamination }
    }

    test('says what its recordings are when they reach the model', () => {
      const { code, recording, contamination } = checkOn((text) => text)
      const input = { rows: 60, share: 1, missing: [], unit: 'uV', rateHz: 128 }
      expect(recording).toMatchObject({ recording: 'S01', input })
      expect([code, contamination]).toEqual([0, []])
    })

    const withFirst = (stage: string) => (text: string) =>
      text.replace('  - bandpass', `  - ${stage}\n  - bandpass`)

    test.each([
      ['rate', (text: string) => text.replace('rateHz: 128', 'rateHz: 100')],
      ['unit', withFirst('rescale: { divisor: 1.0e+6 }')],
      ['channels', withFirst('pick: { channels: [Fp2, Fp1, F7, F3, Fz] }')],
    ])('another %s is seen: exit 3', (contract, edit) => {
      const { code, recording } = checkOn(edit)
      expect(code).toBe(3)
      expect(recording.failure).toMatchObject({ code: 'model-input', facts: { contract } })
    })

    test('a pipeline without that model is refused: exit 2', () => {
      const args = ['models', 'check', 'tiny-luna', '--on', 'pipelines/families/eegnet.yaml']
      expect(runCommand(args)).toMatchObject({ code: 2, stderr: expect.stringContaining('--on') })
    })
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
