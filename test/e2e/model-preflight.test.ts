import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { encodeEdf } from '../../src/io/write-edf.ts'
import { random } from '../../src/kernels/random.ts'
import { runCommand } from '../cli/run-command.ts'
import { changeEmbedding } from '../encoders/change-embedding.ts'
import { copyModel, fixtures } from '../encoders/model-folder.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

interface Made {
  readonly channels?: readonly string[]
  readonly rateHz?: number
  /** Standard deviation, in what the file calls microvolts. */
  readonly sd?: number
}

/** A recording of 8 s; `seed` tells recordings apart. */
function recording(seed: number, { channels = ['Fp1', 'Cz', 'O2'], rateHz = 64, sd = 20 }: Made) {
  const draw = random(seed)
  return encodeEdf({
    patient: 'X X X X',
    recordingId: 'X X X X',
    startedAt: { year: 2020, month: 5, day: 17, hour: 9, minute: 30, second: 0 },
    recordS: 1,
    format: 'EDF+C',
    channels: channels.map((label) => ({
      label: `EEG ${label}`,
      unit: 'uV',
      rateHz,
      physicalMin: -25 * sd,
      physicalMax: 25 * sd,
      values: Float64Array.from({ length: 8 * rateHz }, () => sd * draw.normal()),
    })),
    annotations: [],
  })
}

const card = `
name: made
title: Noise
licence: CC0-1.0
modality: eeg
aliases: [The Noise Set]
recordings: { pattern: '{subject}_{part}.edf' }
labels: { task: { from: part } }
`

const pipeline = `
name: made
title: Noise
dataset: made
stages:
  - window: { lengthS: 1 }
  - encode: { model: montage-encoder, pool: flatten }
evaluate:
  target: task
  split: { leaveOut: subject }
  head: { logistic: {} }
  metrics: [balancedAccuracy]
  seed: 0
`

/** Runs the pipeline on recordings that are made so, with a model that a function changes. */
function runOn(made: Made, change: (model: ReturnType<typeof copyModel>) => void = () => {}) {
  const cwd = temporaryFolder()
  mkdirSync(join(cwd, 'datasets'))
  mkdirSync(join(cwd, 'data', 'made'), { recursive: true })
  writeFileSync(join(cwd, 'datasets', 'made.yaml'), card)
  writeFileSync(join(cwd, 'made.yaml'), pipeline)
  const names = ['S1_a', 'S1_b', 'S2_a', 'S2_b', 'S3_a', 'S3_b']
  for (const [i, name] of names.entries())
    writeFileSync(join(cwd, 'data', 'made', `${name}.edf`), recording(i, made))
  const model = copyModel('montage-encoder', fixtures)
  change(model)
  return (args: readonly string[] = [], env: Record<string, string> = {}) => {
    const isRun = args[0] !== 'models'
    const all = isRun ? ['run', 'made.yaml', '--json', '--workers', '1', ...args] : [...args]
    const { code, stdout, stderr } = runCommand(all, {
      cwd,
      env: { NEURARROW_MODELS: model.roots[0], ...env },
    })
    const found = JSON.parse(stdout)
    return { code, stderr, record: found, error: found.error ?? found.failures?.[0] }
  }
}

describe('before a run', () => {
  test('a good model and good data', () => {
    const { code, record } = runOn({})()
    expect(code, JSON.stringify(record)).toBe(0)
    expect(record.platform.device).toBe('cpu')
    expect(record.certificate.contamination).toEqual([])
  })

  const data: [string, Made, object][] = [
    ['a wrong order of channels', { channels: ['Cz', 'Fp1', 'O2'] }, { contract: 'channels' }],
    ['a missing channel', { channels: ['Fp1', 'O2'] }, { contract: 'channels', matched: '67 %' }],
    ['a wrong rate', { rateHz: 128 }, { contract: 'rate', expected: 64, found: 128 }],
    ['volts that are called microvolts', { sd: 2e-5 }, { contract: 'scale' }],
  ]
  test.each(data)('%s: model-input, exit 3', (_, made, facts) => {
    const { code, error } = runOn(made)()
    expect([code, error.code]).toEqual([3, 'model-input'])
    expect(error.facts).toMatchObject(facts)
  })

  test('a flipped weight, a changed golden output, no graph: nothing is run, exit 3', () => {
    const weight = runOn({}, ({ editBytes }) =>
      editBytes('model.onnx', (bytes) => {
        bytes[bytes.length - 40] ^= 1
        return bytes
      }),
    )()
    expect([weight.code, weight.error.code]).toEqual([3, 'checksum-mismatch'])
    const golden = runOn({}, ({ editBytes }) => editBytes('golden.arrow', changeEmbedding))()
    expect([golden.code, golden.error.code]).toEqual([3, 'model-golden'])
    const none = runOn({}, ({ remove }) => remove('model.onnx'))()
    expect([none.code, none.error.code]).toEqual([3, 'model-missing'])
  })

  test('a licence that is not allowed here: exit 3', () => {
    const run = runOn({})
    const { code, error } = run([], { NEURARROW_LICENCES: 'MIT,BSD-3-Clause' })
    expect([code, error.code]).toEqual([3, 'model-licence'])
  })

  test('a device that is not there is an error, and auto says what it took', () => {
    const run = runOn({})
    const missing = run(['--device', 'cuda'])
    const chosen = run(['--device', 'auto'])
    expect(chosen.code).toBe(0)
    expect(chosen.stderr).toMatch(/^device: (cpu|cuda|webgpu)/m)
    const isThere = chosen.record.platform.device === 'cuda'
    expect(missing.code).toBe(isThere ? 0 : 3)
    if (!isThere) expect(missing.error.code).toBe('device-missing')
    expect(run(['--device', 'gpu']).code).toBe(2)
  })

  test('the effect of a device on the scores of a pipeline is told', () => {
    const run = runOn({})
    const check = ['models', 'check', 'montage-encoder', '--against', 'cpu', '--json']
    const { code, record } = run([...check, '--run', 'made.yaml'])
    expect(code).toBe(0)
    expect(record.parity).toMatchObject([{ model: 'montage-encoder', same: true }])
    expect(record.scores).toMatchObject([{ metric: 'balancedAccuracy', difference: 0 }])
  })

  test('a model that has met the tested people: the certificate is not clean', () => {
    const seen = (words: string) =>
      runOn({}, ({ editCard }) =>
        editCard((text) => text.replace('pretraining: []', `pretraining: ['${words}']`)),
      )().record.certificate
    expect(seen('The noise set')).toMatchObject({
      clean: false,
      contamination: [{ model: 'montage-encoder', dataset: 'made' }],
    })
    const some = runOn({}, ({ editCard }) =>
      editCard((text) => text.replace('pretraining: []', 'pretraining: [made: S0..S2]')),
    )().record.certificate
    expect(some.contamination).toMatchObject([{ subjects: ['S1', 'S2'] }])
    const others = runOn({}, ({ editCard }) =>
      editCard((text) => text.replace('pretraining: []', 'pretraining: [made: S4..S9]')),
    )().record.certificate
    expect(others.clean).toBe(true)
  })
})
