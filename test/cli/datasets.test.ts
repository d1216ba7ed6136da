import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { runCommand } from './run-command.ts'

const cwd = temporaryFolder()

describe('neurarrow datasets', () => {
  test('the data sets are listed with counts, licence and whether they are there', () => {
    const { code, stdout } = runCommand(['datasets', '--json'], { cwd })
    expect(code).toBe(0)
    const { datasets } = JSON.parse(stdout)
    const byName = Object.fromEntries(datasets.map((d: { name: string }) => [d.name, d]))
    expect(Object.keys(byName)).toEqual([
      'eegmat',
      'haxby2001',
      'synthetic-eeg',
      'synthetic-eeg-second',
      'synthetic-fmri',
      'synthetic-layers',
      'synthetic-layers-eeg',
      'synthetic-movie',
      'synthetic-repeats',
    ])
    expect(byName.eegmat).toMatchObject({ subjects: 36, recordings: 72, state: 'absent' })
    expect(byName['synthetic-eeg']).toMatchObject({ subjects: 12, state: 'made when first used' })
    expect(runCommand(['datasets'], { cwd }).stdout).toMatch(/^haxby2001 +fmri .* absent/m)
  })

  test('a folder with some of the files is partly present, and what is missing is named', () => {
    mkdirSync(join(cwd, 'some', 'eegmat'), { recursive: true })
    writeFileSync(join(cwd, 'some', 'eegmat', 'Subject00_1.edf'), 'x')
    const setting = { cwd, env: { NEURARROW_DATA: join(cwd, 'some') } }
    const facts = JSON.parse(runCommand(['datasets', 'eegmat', '--json'], setting).stdout)
    expect(facts).toMatchObject({ state: 'partly present', present: 1 })
    expect(facts.recordings).toHaveLength(72)
    expect(facts.recordings[0]).toMatchObject({ subject: 'Subject00', present: true })
    const { stdout } = runCommand(['datasets', 'eegmat'], setting)
    expect(stdout).toMatch(/^licence +\S/m)
    expect(stdout).toMatch(/^missing: Subject00_2\.edf, /m)
  })

  test('a misspelt data set is exit 2 and the nearest is named', () => {
    const { code, stderr } = runCommand(['datasets', 'eegmt'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toMatch(/dataset-unknown[\s\S]*eegmat/)
  })
})
