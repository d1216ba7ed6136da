import { describe, expect, test } from 'vitest'
import { allHeads, allStages } from '../../src/pipeline/registry.ts'
import { runCommand } from './run-command.ts'

describe('neurarrow stages', () => {
  test('every stage and head is listed, with its title', () => {
    const { code, stdout, stderr } = runCommand(['stages'])
    expect([code, stderr]).toEqual([0, ''])
    for (const { use, title } of [...allStages, ...allHeads]) {
      expect(stdout).toMatch(new RegExp(`^${use} .*`, 'm'))
      expect(stdout).toContain(title)
    }
  })

  test('as JSON the list has the options of each', () => {
    const { stages, heads } = JSON.parse(runCommand(['stages', '--json']).stdout)
    expect(stages.map((stage: { use: string }) => stage.use)).toEqual(allStages.map((s) => s.use))
    expect(heads.map((head: { use: string }) => head.use)).toEqual(allHeads.map((h) => h.use))
    const bandpass = stages.find((stage: { use: string }) => stage.use === 'bandpass')
    expect(bandpass.options[0]).toMatchObject({ name: 'lowHz', type: 'number', unit: 'Hz' })
  })

  test('one stage is shown with all its options, as JSON with its schema', () => {
    const { stdout } = runCommand(['stages', 'bandpass'])
    expect(stdout).toMatch(/^bandpass: /)
    expect(stdout).toMatch(/^lowHz +number +Hz/m)
    const words = JSON.parse(runCommand(['stages', 'bandpass', '--json']).stdout)
    expect(words.schema).toMatchObject({ type: 'object', additionalProperties: false })
    expect(JSON.parse(runCommand(['stages', 'logistic', '--json']).stdout).use).toBe('logistic')
  })

  test('a misspelt name is exit 2 and names the nearest', () => {
    const { code, stdout, stderr } = runCommand(['stages', 'bandpas'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('try: neurarrow stages bandpass')
  })

  test('the reference is one Markdown page', () => {
    const page = runCommand(['stages', '--markdown']).stdout
    for (const { use } of [...allStages, ...allHeads]) expect(page).toContain(`\n### ${use}\n`)
  })
})
