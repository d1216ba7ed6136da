import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const cwd = temporaryFolder()
const env = { NEURARROW_DATA: '' }
const run = (stages: string, name = 'x') => {
  const text = `name: ${name}\ndataset: synthetic-fmri\nsubjects: sub-01\nstages: [${stages}]\n`
  writeFileSync(join(cwd, `${name}.yaml`), text)
  return runCommand(['run', `${name}.yaml`, '--json'], { cwd, env })
}

/** A card of the atlas that the data set was made with. */
function makeAtlas() {
  expect(run('parcellate: { atlas: atlas.nii.gz }').code).toBe(0)
  const image = readFileSync(join(cwd, 'data', 'synthetic-fmri', 'atlas.nii.gz'))
  const lines = Array.from({ length: 40 }, (_, i) => `  area ${i + 1}\t${i + 1}\tnet${i % 4}`)
  const yaml = [
    'name: own',
    'title: parcels of made-up brains',
    'licence: CC0-1.0',
    'space: made up',
    'kind: labels',
    `image: { file: atlas.nii.gz, sha256: ${createHash('sha256').update(image).digest('hex')} }`,
    'regions: |',
    '  name\tindex\tnetwork',
    ...lines,
  ]
  mkdirSync(join(cwd, 'datasets', 'atlases'), { recursive: true })
  writeFileSync(join(cwd, 'datasets', 'atlases', 'own.yaml'), yaml.join('\n'))
  mkdirSync(join(cwd, 'from'))
  writeFileSync(join(cwd, 'from', 'atlas.nii.gz'), image)
}

describe('an atlas with a card', () => {
  test('is brought, named by a stage, and gives its regions', () => {
    makeAtlas()
    const early = run('parcellate: { atlas: atlas:own }')
    expect([early.code, early.stdout]).toEqual([3, expect.stringMatching(/atlases\/own/)])
    const fetched = runCommand(['fetch', 'atlas:own', '--from', 'from'], { cwd, env })
    expect(fetched.stderr + fetched.stdout).toMatch(/1 files fetched/)
    const whole = run('parcellate: { atlas: atlas:own }, connectome: {}', 'whole')
    expect(whole.code, whole.stderr).toBe(0)
    const some = run('parcellate: { atlas: atlas:own, networks: [net1] }', 'some')
    expect(JSON.parse(some.stdout).data.rows).toBe(20)
    const shown = runCommand(['atlases', 'own', '--json'], { cwd, env })
    expect(JSON.parse(shown.stdout)).toMatchObject({ state: 'present', kind: 'labels' })
    expect(runCommand(['atlases'], { cwd, env }).stdout).toMatch(/power-2011 +points/)
  })

  test('a region that it lacks is an error that names it', () => {
    const ended = run('parcellate: { atlas: atlas:own, only: [area 3, area 41] }')
    expect(ended.code).not.toBe(0)
    expect(ended.stdout).toMatch(/stage-options[\s\S]*area 41/)
    expect(run('spheres: { regions: atlas:powr }').stdout).toMatch(/power-2011/)
  })

  test('an image with another hash is refused', () => {
    const file = join(cwd, 'data', 'atlases', 'own', 'atlas.nii.gz')
    writeFileSync(file, readFileSync(file).subarray(0, 900))
    expect(run('parcellate: { atlas: atlas:own }').stdout).toMatch(/checksum-mismatch/)
  })
})
