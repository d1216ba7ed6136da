import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { transferPipeline, writeTwoSets } from '../fixtures/two-sets.ts'

const cwd = temporaryFolder()
writeTwoSets(cwd)
const env = { NEURARROW_DATA: '' }

describe('training on one data set and testing on another', () => {
  test('other names of channels, rates, orders and words of labels are brought together', () => {
    const ended = runCommand(['run', 'transfer.yaml', '--json'], { cwd, env })
    expect(ended.code, ended.stderr + ended.stdout).toBe(0)
    const { data, folds, scores, certificate } = JSON.parse(ended.stdout)
    expect(data).toMatchObject({ dataset: 'first-lab', transfer: { dataset: 'second-lab' } })
    expect(data.transfer).toMatchObject({
      sets: [
        { dataset: 'first-lab', subjects: 3, recordings: 3, rows: 60 },
        { dataset: 'second-lab', subjects: 3, recordings: 3, rows: 60 },
      ],
      channels: { K3: 'C3' },
    })
    expect(data).toMatchObject({ subjects: 6, recordings: 6, classes: { left: 60, right: 60 } })
    const people = ['second-lab:P1', 'second-lab:P2', 'second-lab:P3']
    expect(folds).toMatchObject([{ test: people, trainRows: 60, testRows: 60 }])
    expect(certificate).toMatchObject({ clean: true, apart: { unit: 'dataset' }, unit: 'subject' })
    expect(Object.keys(scores.auroc.perGroup)).toEqual(people)
    expect(scores.auroc.mean).toBeGreaterThan(0.95)
  })

  test('what does not fit the other data set is named before anything runs', () => {
    const wrong = transferPipeline.replace('  channels: { K3: C3 }\n', '')
    writeFileSync(join(cwd, 'wrong.yaml'), wrong)
    const ended = runCommand(['check', 'wrong.yaml'], { cwd, env })
    expect(ended.code).toBe(2)
    expect(ended.stderr + ended.stdout).toMatch(/of second-lab: there is no channel C3/)
    writeFileSync(join(cwd, 'same.yaml'), transferPipeline.replace('second-lab\n', 'first-lab\n'))
    expect(runCommand(['check', 'same.yaml'], { cwd, env }).code).toBe(2)
  })

  test('people that both data sets name alike are two; leaving one out keeps them apart', () => {
    const set = ['--set', 'evaluate.split={ leaveOut: subject }']
    const ended = runCommand(['run', 'transfer.yaml', '--json', ...set], { cwd, env })
    expect(ended.code, ended.stderr).toBe(0)
    const { folds } = JSON.parse(ended.stdout)
    expect(folds.map(({ test: own }: { test: string[] }) => own)).toEqual(
      ['P1', 'P2', 'P3', 'second-lab:P1', 'second-lab:P2', 'second-lab:P3'].map((name) => [name]),
    )
  })
})
