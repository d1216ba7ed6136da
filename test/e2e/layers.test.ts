import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { RunRecord } from '../../src/store/run.ts'
import { runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const folder = fileURLToPath(new URL('../../pipelines', import.meta.url))
const cwd = temporaryFolder()

function run(name: string, ...flags: string[]) {
  const args = ['run', join(folder, `${name}.yaml`), '--json', ...flags]
  const { stdout, stderr, code } = runCommand(args, { cwd })
  expect(code, stderr).toBe(0)
  const { maps = [], key } = JSON.parse(stdout) as RunRecord
  const report = join(cwd, 'runs', `${name}-${key.slice(0, 8)}`, 'report.html')
  const score = (of: string) => maps[0].scores?.find(({ name: own }) => own === of)
  return { map: maps[0], score, page: readFileSync(report, 'utf8') }
}

describe('planted orders of layers are found', () => {
  test('the farther from the reference, the deeper the layer', () => {
    const { score, map, page } = run('synthetic-fmri-layers')
    expect(score('spatial')?.value).toBeGreaterThan(0.75)
    expect(score('spatial')).toMatchObject({ p: 1 / 120, orders: 120, exact: true, count: 72 })
    expect(score('temporal')).toBeUndefined()
    const far = map.layers?.each.map(({ distanceMm = 0 }) => distanceMm) ?? []
    expect([...far].sort((a, b) => a - b)).toEqual(far)
    expect(page).toMatch(/Spatial score: depth of the best layer and distance have an r of 0\.8/)
    expect(page).toMatch(/id="map-layers-distance"/)
  })

  test('the deeper the layer, the later its peak, to within a span of what was planted', () => {
    const { score, map, page } = run('synthetic-eeg-layers')
    expect(score('temporal')?.value).toBeGreaterThan(0.95)
    expect(score('temporal')?.p).toBeCloseTo(1 / 120, 9)
    expect(score('spatial')).toBeUndefined()
    map.layers?.each.forEach(({ peakS = 0 }, k) => {
      expect(Math.abs(peakS - 0.08 * (k + 1))).toBeLessThan(0.025)
    })
    expect(page).toMatch(/Temporal score: depth of a layer and the moment of its peak/)
    expect(page).toMatch(/id="map-layers-peaks"/)
  })

  test('the wrong order of layers has no such score', () => {
    const order = '[layer3,layer1,layer5,layer2,layer4]'
    const { score } = run('synthetic-eeg-layers', '--set', `evaluate.maps.layers.order=${order}`)
    expect(score('temporal')?.p).toBeGreaterThan(0.2)
  })
})

test('controls of a head that predicts vectors: words move with them', () => {
  const controls = 'evaluate.controls=[labelShuffle,subjectIdentity]'
  const args = ['run', join(folder, 'synthetic-eeg-words.yaml'), '--json', '--set', controls]
  const { stdout, stderr, code } = runCommand(args, { cwd })
  expect(code, stderr).toBe(0)
  const { controls: found = [] } = JSON.parse(stdout) as RunRecord
  expect(found.map(({ use }) => use)).toEqual(['labelShuffle', 'subjectIdentity'])
  const [shuffled, people] = found
  expect(Math.abs(shuffled.scores.top1.mean - shuffled.scores.top1.chance)).toBeLessThan(0.02)
  expect(Math.abs(people.scores.accuracy.mean - 0.25)).toBeLessThan(0.15)
})
