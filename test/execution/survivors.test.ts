import { describe, expect, test } from 'vitest'
import { NeurarrowError } from '../../src/errors.ts'
import { survivors } from '../../src/execution/survivors.ts'
import type { Plan } from '../../src/pipeline/plan.ts'

const tails = ['a', 'b'].map((key) => {
  return { key, recording: { subject: key, session: '1', run: '1', recording: key, labels: {} } }
})
const plan: Plan = { nodes: new Map(), tails, branch: [], transductive: [] }
const done = (key: string, rows: number) => {
  const notes = [{ stage: 'reject', says: 'windows were dropped', rejected: 3, of: 3 }]
  return [key, { key, rows, bytes: 0, notes, cached: false, seconds: {} }] as const
}
const broken = ['b', new NeurarrowError('file-truncated', { file: 'b.edf' })] as const

describe('survivors', () => {
  test('are the recordings that have a result', () => {
    const outcome = { results: new Map([done('a', 2)]), failures: new Map([broken]) }
    expect(survivors(plan, outcome, false)).toEqual([tails[0]])
    expect(() => survivors(plan, outcome, true)).toThrow(/file-truncated/)
  })

  test('none at all is the failure of the first', () => {
    const outcome = { results: new Map(), failures: new Map([broken]) }
    expect(() => survivors(plan, outcome, false)).toThrow(/file-truncated/)
  })

  test('no row at all is told with the notes of the stages', () => {
    const outcome = { results: new Map([done('a', 0), done('b', 0)]), failures: new Map() }
    expect(() => survivors(plan, outcome, false)).toThrow(
      /rows-missing.*recordings 2.*a: reject: windows were dropped: 3 of 3/,
    )
  })
})
