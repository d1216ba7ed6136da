import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const folder = fileURLToPath(new URL('../../pipelines/families', import.meta.url))
const cwd = temporaryFolder()

describe('systems whose weights their user brings', () => {
  test('weights that are not there end a run with the way to make them', () => {
    const set = ['--set', 'stages.encode.model=brainomni']
    const ended = runCommand(['run', join(folder, 'brainomni.yaml'), ...set], { cwd })
    expect(ended.code, ended.stderr).toBe(3)
    expect(ended.stderr).toContain('(model-missing)')
    expect(ended.stderr).toContain('run models/export/brainomni.py on its checkpoint: BrainOmni.pt')
  })

  test('weights that may not be fetched are not: the recipe is named instead', () => {
    const ended = runCommand(['models', 'pull', 'femba'], { cwd })
    expect(ended.code, ended.stderr).toBe(3)
    expect(ended.stderr).toContain('(model-licence)')
    expect(ended.stderr).toContain('run models/export/femba.py')
  })
})
