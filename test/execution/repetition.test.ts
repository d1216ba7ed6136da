import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { repetitionOf, repetitionRemarks } from '../../src/execution/repetition.ts'
import { encodeNifti } from '../../src/io/write-nifti.ts'
import type { PlannedRecording } from '../../src/pipeline/planned-recording.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { tinyEdf } from '../fixtures/recordings.ts'

const folder = temporaryFolder()
const affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]

function series(name: string, trS: number) {
  const facts = { dtype: 'int16', voxelMm: [1, 1, 1], affine, trS } as const
  const path = join(folder, name)
  writeFileSync(path, encodeNifti({ ...facts, shape: [1, 1, 1, 2], values: [1, 2] }))
  return path
}

function planned(name: string, trS?: number): PlannedRecording {
  const recording = { subject: name, session: '1', run: '1', recording: name, labels: {} }
  const reader = { use: 'nifti', version: 1 }
  return { recording, reader, path: name, sha256: '', images: {}, trS }
}

describe('repetitionOf', () => {
  test('is what the header states', async () => {
    expect(await repetitionOf(series('a.nii', 2.5))).toBe(2.5)
  })

  test('is unknown for a header without it, for signals, and for what cannot be read', async () => {
    expect(await repetitionOf(series('b.nii', 0))).toBeUndefined()
    writeFileSync(join(folder, 'c.edf'), tinyEdf())
    expect(await repetitionOf(join(folder, 'c.edf'))).toBeUndefined()
    writeFileSync(join(folder, 'd.nii'), 'noise')
    expect(await repetitionOf(join(folder, 'd.nii'))).toBeUndefined()
  })
})

describe('repetitionRemarks', () => {
  test('say nothing of equal times, rounding of headers included', () => {
    expect(repetitionRemarks([planned('a', 2), planned('b', 2.0004), planned('c')])).toEqual([])
  })

  test('name the recordings of each time, those of the commonest first', () => {
    const all = ['a', 'b', 'c', 'd'].map((name) => planned(name, 2))
    expect(repetitionRemarks([planned('x', 1), ...all])).toEqual([
      'the time between scans differs between recordings: 2 s in a, b, c and 1 more; 1 s in x',
    ])
  })
})
