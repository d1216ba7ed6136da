import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { encodeNifti } from '../../src/io/write-nifti.ts'
import { random } from '../../src/kernels/random.ts'
import { runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const [width, height, depth, scans] = [4, 4, 2, 40]
const size = width * height * depth
const cwd = temporaryFolder()
const cwds = { data: join(cwd, 'data'), cards: join(cwd, 'datasets') }
mkdirSync(cwds.cards)

/** Shifted by that many mm along x. */
const affine = (shiftMm = 0) => [3, 0, 0, shiftMm, 0, 3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1]

function image(values: ArrayLike<number>, change: { trS?: number; shiftMm?: number } = {}) {
  const { trS = 0, shiftMm } = change
  const rows = values.length / size
  const shape = [width, height, depth, ...(rows > 1 ? [rows] : [])] as [number, number, number]
  const facts = { shape, dtype: 'float32', voxelMm: [3, 3, 3], trS } as const
  return encodeNifti({ ...facts, affine: affine(shiftMm), values })
}

/** Two labels, a half of the voxels each. */
const atlas = Array.from({ length: size }, (_, v) => (v < size / 2 ? 1 : 2))
const onsets = [4, 20, 36, 52, 68]

interface Damage {
  readonly trS?: number
  readonly voxel?: (value: number, v: number, scan: number) => number
  readonly events?: string
  readonly confounds?: number
  readonly shiftMm?: number
  readonly sidecar?: string
  readonly atlas?: Uint8Array
  readonly expect?: string
}

function recording(name: string, own: Damage): Record<string, string | Uint8Array> {
  const draw = random(name.length + name.charCodeAt(4))
  const voxel = own.voxel ?? ((value) => value)
  const values = Float32Array.from({ length: scans * size }, (_, i) => {
    const scan = Math.floor(i / size)
    const seen = Math.floor(scan / 4) % 2 === 0 && i % size < size / 2 ? 6 : 0
    return voxel(100 + seen + draw.normal(), i % size, scan)
  })
  const rows = onsets.map((onset, i) => `${onset}\t8\t${i % 2 === 0 ? 'face' : 'house'}`)
  const motion = Array.from({ length: own.confounds ?? scans }, () => draw.normal().toFixed(4))
  return {
    'bold.nii': image(values, { trS: own.trS ?? 2, shiftMm: own.shiftMm }),
    'events.tsv': [
      'onset\tduration\ttrial_type',
      ...rows,
      ...(own.events ? [own.events] : []),
    ].join('\n'),
    'desc-confounds_timeseries.tsv': ['trans_x', ...motion].join('\n'),
    ...(own.sidecar ? { 'bold.json': own.sidecar } : {}),
  }
}

/** Three people of one run each; the second is damaged. Gives what `run` prints. */
function run(name: string, own: Damage, stages: readonly string[]) {
  const root = join(cwds.data, name)
  for (const subject of ['sub-1', 'sub-2', 'sub-3']) {
    const folder = join(root, subject, 'func')
    mkdirSync(folder, { recursive: true })
    const files = recording(subject, subject === 'sub-2' ? own : {})
    for (const [file, content] of Object.entries(files)) {
      writeFileSync(join(folder, `${subject}_task-see_${file}`), content)
    }
  }
  writeFileSync(join(root, 'atlas.nii'), own.atlas ?? image(atlas))
  const card = [
    ...[`name: ${name}`, 'title: damaged', 'licence: CC0-1.0', 'modality: fmri'],
    ...['recordings: { bids: true }', `expect: { ${own.expect ?? ''} }`],
    "events: { path: '{folder}/{entities}_events.tsv' }",
    "confounds: { path: '{folder}/{entities}_desc-confounds_timeseries.tsv' }",
  ]
  writeFileSync(join(cwds.cards, `${name}.yaml`), card.join('\n'))
  const pipeline = [
    ...[`name: ${name}`, `dataset: ${name}`, 'stages:', ...stages.map((stage) => `  - ${stage}`)],
    'evaluate: { target: event, split: { leaveOut: subject }, head: { lda: {} },',
    '  metrics: [accuracy], bootstraps: 100, permutations: 100, seed: 0 }',
  ]
  writeFileSync(join(cwd, `${name}.yaml`), pipeline.join('\n'))
  const ended = runCommand(['run', `${name}.yaml`, '--json', '--workers', '1'], {
    cwd,
    env: { NEURARROW_DATA: cwds.data },
  })
  const said = JSON.parse(ended.stdout)
  return {
    code: ended.code,
    said,
    failure: said.error ?? said.failures?.[0],
    notes: said.notes ?? [],
    stderr: ended.stderr,
  }
}

const parcels = [
  'parcellate: { atlas: atlas.nii }',
  'confounds: {}',
  'standardize: { over: recording }',
  'volumeLabels: {}',
]
const betas = ['parcellate: { atlas: atlas.nii }', 'betas: { noise: ols }']

describe('images on different grids', () => {
  test('an atlas 1.5 mm aside ends the run with both grids, its file and what helps', () => {
    const { code, failure } = run('grids', { atlas: image(atlas, { shiftMm: 1.5 }) }, parcels)
    expect([code, failure.code]).toEqual([3, 'grid-mismatch'])
    expect(failure.facts.found.affine[3]).toBe(1.5)
    expect(failure.facts.remedy).toContain('regrid')
    expect(failure.facts.files.atlas).toMatch(/atlas\.nii$/)
  })

  test('a person elsewhere is not joined with the others voxel by voxel', () => {
    const found = ['mask: { meanAbove: 1, of: firstOfSubject }', 'volumeLabels: {}']
    const { code, failure } = run('elsewhere', { shiftMm: 3 }, found)
    expect([code, failure.code]).toEqual([3, 'grid-mismatch'])
    expect(failure.facts.recordings).toEqual(['sub-1_task-see_bold', 'sub-2_task-see_bold'])
  })
})

describe('events beyond the run', () => {
  test('have no volume, which is said', () => {
    const { code, notes, stderr } = run('beyond', { events: '500\t8\tface' }, parcels)
    expect(code).toBe(0)
    const says = 'sub-2_task-see_bold: volumeLabels: events outside of the run have no volume'
    expect(notes).toContain(says)
    expect(stderr).toContain(`note: ${says}`)
  })

  test('are left out of a model, or seen with their beginning alone, which is said', () => {
    const left = run('left', { events: '500\t8\tface' }, betas)
    expect(left.notes.join()).toContain('betas: events outside of the run were left out')
    const cut = run('cut', { events: '76\t8\tface' }, betas)
    expect(cut.notes.join()).toContain('betas: events last beyond the end of the run')
  })
})

describe('the time between scans', () => {
  test.each([
    ['missing', { trS: 0 }, 0],
    ['of milliseconds', { trS: 2000 }, 2000],
    ['in seconds that a header calls milliseconds', { trS: 1 / 512 }, 1 / 512],
  ])('%s is a failure of its recording that says what helps', (word, own, found) => {
    const { code, failure } = run(`tr-${word.slice(0, 2)}`, own, parcels)
    expect([code, failure.recording, failure.code]).toEqual([
      3,
      'sub-2_task-see_bold',
      'file-corrupt',
    ])
    expect(failure.facts).toMatchObject({ member: 'pixdim[4]', found })
    expect(failure.facts.remedy).toContain('RepetitionTime')
  })

  test('missing in the header is taken from the JSON beside it', () => {
    const own = { trS: 0, sidecar: '{ "RepetitionTime": 2 }' }
    expect(run('tr-json', own, parcels).code).toBe(0)
  })

  test('that JSON or card contradict is a failure with both', () => {
    const json = run('tr-two', { sidecar: '{ "RepetitionTime": 1.5 }' }, parcels).failure
    expect(json.facts).toMatchObject({ member: 'RepetitionTime', found: 1.5, expected: 2 })
    const card = run('tr-card', { trS: 1, expect: 'trS: 2' }, parcels).failure
    expect(card).toMatchObject({ code: 'file-corrupt', facts: { found: 1, expected: 2 } })
    expect(card.facts.remedy).toContain('expect.trS')
  })

  test('that differs between recordings is said', () => {
    const { notes } = run('tr-differs', { trS: 1 }, parcels)
    expect(notes[0]).toBe(
      'the time between scans differs between recordings: 2 s in sub-1_task-see_bold, ' +
        'sub-3_task-see_bold; 1 s in sub-2_task-see_bold',
    )
  })
})

describe('tables and voxels', () => {
  test('confounds of another length name both lengths and the file', () => {
    const { code, failure } = run('confounds', { confounds: 37 }, parcels)
    expect([code, failure.code]).toEqual([3, 'length-mismatch'])
    expect(failure.facts).toMatchObject({ scans: scans, confounds: 37 })
    expect(failure.facts.files.confounds).toMatch(/sub-2_task-see_desc-confounds_timeseries\.tsv$/)
  })

  test('a voxel that is NaN is a failure that names its parcel; a mask leaves it out', () => {
    const voxel = (value: number, v: number) => (v === 3 ? Number.NaN : value)
    const { code, failure } = run('nan', { voxel }, parcels)
    expect([code, failure.code, failure.facts.feature]).toEqual([3, 'non-finite', '1'])
    expect(failure.facts.remedy).toContain('mask')
  })

  test('a constant parcel becomes zeros, which is said', () => {
    const voxel = (value: number, v: number) => (v < size / 2 ? 100 : value)
    const { code, notes } = run('constant', { voxel }, parcels)
    expect(code).toBe(0)
    expect(notes.join()).toContain('standardize: constant rows became zeros')
    expect(run('constant-betas', { voxel }, betas).notes.join()).toContain(
      'without variance have 0',
    )
  })

  test('an atlas without a label that is asked for names it', () => {
    const stages = ['parcellate: { atlas: atlas.nii, labels: { left: 1, third: 3 } }']
    const { code, failure } = run('label', {}, [...stages, 'volumeLabels: {}'])
    expect([code, failure.code]).toEqual([2, 'stage-options'])
    expect(failure.facts.withoutVoxels).toEqual({ third: 3 })
  })

  test('people whose masks differ name the voxels that are not shared', () => {
    const voxel = (value: number, v: number) => (v === 0 ? -value : value)
    const stages = ['mask: { meanAbove: 1, of: firstOfSubject }', 'volumeLabels: {}']
    const { code, failure } = run('masks', { voxel }, stages)
    expect([code, failure.code]).toEqual([3, 'length-mismatch'])
    expect(failure.facts).toMatchObject({ expected: size, found: size - 1, lacks: ['0,0,0'] })
  })
})
