import { describe, expect, test } from 'vitest'
import { branchSteps, stageCites } from '../../src/pipeline/stage-cites.ts'
import { covariance } from '../../src/stages/feature/covariance.ts'
import { csp } from '../../src/stages/feature/csp.ts'

describe('stageCites', () => {
  const of = {
    power: [{ window: { lengthS: 5 } }, 'hjorth'],
    shape: [{ covariance: {} }, { covariance: { estimator: 'sample' } }],
  }

  test('a stage has its own', () => {
    expect(stageCites('csp', {})).toEqual(csp.cites)
    expect(stageCites('nothing', {})).toEqual([])
  })

  test('a union has those of the stages in its branches, each once', () => {
    expect(stageCites('union', { of })).toEqual(
      expect.arrayContaining([...(covariance.cites ?? [])]),
    )
    const all = stageCites('union', { of })
    expect(new Set(all).size).toBe(all.length)
  })

  test('branches are read with or without options', () => {
    expect(branchSteps('union', { of })[0]).toEqual([
      'power',
      [
        ['window', { lengthS: 5 }],
        ['hjorth', {}],
      ],
    ])
    expect(branchSteps('csp', { of })).toEqual([])
  })
})
