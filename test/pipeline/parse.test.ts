import { describe, expect, test } from 'vitest'
import { NeurarrowError } from '../../src/errors.ts'
import { parseSetting } from '../../src/pipeline/override.ts'
import { parsePipeline } from '../../src/pipeline/parse.ts'
import { shapeIssues } from '../../src/pipeline/shapes.ts'

const text = `name: demo
dataset: synthetic-eeg
stages:
  - bandpass: { lowHz: 1, highHz: 45 }
  - window: { lengthS: 2 }
  - bandpower: { bandsHz: [[8, 13]], segmentS: 1 }
  - standardize: {}
evaluate:
  target: task
  split: { leaveOut: subject }
  head: { logistic: { c: 0.1 } }
  metrics: [auroc]
`

function issuesOf(
  changed: string,
  settings: string[] = [],
): { line: number; column: number; path: string; message: string }[] {
  try {
    parsePipeline(changed, 'demo.yaml', settings.map(parseSetting))
  } catch (thrown) {
    if (thrown instanceof NeurarrowError) return thrown.facts.issues as never
    throw thrown
  }
  return []
}

describe('parsePipeline', () => {
  test('stages and head are bound, defaults filled in, scopes known', () => {
    const pipeline = parsePipeline(text, 'demo.yaml')
    expect(pipeline.stages.map(({ use, scope }) => [use, scope])).toEqual([
      ['bandpass', 'recording'],
      ['window', 'recording'],
      ['bandpower', 'recording'],
      ['standardize', 'fold'],
    ])
    expect(pipeline.stages[0].options).toMatchObject({ lowHz: 1, method: 'fir' })
    expect(pipeline.evaluate?.head.use).toBe('logistic')
    expect(pipeline.evaluate?.permutations).toBe(1000)
  })

  test('misspelt stage, option, head, metric and key are reported together, with places', () => {
    const wrong = text
      .replace('bandpass:', 'bandpas:')
      .replace('lengthS: 2', 'lengtS: 2')
      .replace('logistic', 'logistics')
      .replace('dataset', 'datasets')
    const issues = issuesOf(wrong)
    expect(issues.map(({ line, message }) => [line, message])).toEqual(
      expect.arrayContaining([
        [2, 'unknown key "datasets"; did you mean "dataset"?'],
        [4, 'no stage "bandpas"; did you mean "bandpass"?'],
        [5, 'unknown key "lengtS"; did you mean "lengthS"?'],
        [11, 'no head "logistics"; did you mean "logistic"?'],
      ]),
    )
  })

  test('a wrong type is reported at its place', () => {
    expect(issuesOf(text.replace('lowHz: 1', 'lowHz: low'))[0]).toMatchObject({
      line: 4,
      column: 17,
      path: 'stages[0].bandpass.lowHz',
    })
  })

  test('--set changes an option by stage name or position', () => {
    const settings = ['stages.bandpass.lowHz=2', 'stages.1.lengthS=4', 'evaluate.seed=7'].map(
      parseSetting,
    )
    const pipeline = parsePipeline(text, 'demo.yaml', settings)
    expect(pipeline.stages[0].options.lowHz).toBe(2)
    expect(pipeline.stages[1].options.lengthS).toBe(4)
    expect(pipeline.evaluate?.seed).toBe(7)
  })

  test('--set to a stage that is not there names the nearest', () => {
    expect(issuesOf(text, ['stages.bandpas.lowHz=2'])[0].message).toMatch(/did you mean "bandpass"/)
    expect(() => parseSetting('nonsense')).toThrow(/arguments-invalid/)
  })
})

describe('shapeIssues', () => {
  const check = (changed: string, rateHz = 256) =>
    shapeIssues(parsePipeline(changed, 'demo.yaml'), { kind: 'signals', rateHz })

  test('a right pipeline has none', () => {
    expect(check(text)).toEqual([])
  })

  test('a band edge above half the rate is found at its option', () => {
    expect(check(text, 80)[0]).toMatchObject({ line: 4, path: 'stages[0].bandpass.highHz' })
  })

  test('a stage after the wrong kind, and a head that reads another kind, are found', () => {
    const swapped = text.replace('  - window: { lengthS: 2 }\n', '')
    expect(check(swapped)[0].message).toMatch(/"bandpower" reads windows; here it gets signals/)
    expect(check(text.replace('logistic: { c: 0.1 }', 'mdm: {}'))[0].message).toMatch(
      /"mdm" reads matrices/,
    )
  })

  test('a fitted stage without an evaluation is refused', () => {
    expect(check(text.slice(0, text.indexOf('evaluate:')))[0].message).toMatch(/needs "evaluate"/)
  })

  test('a grid that names nothing is refused', () => {
    const select = '  select: { grid: { head.d: [1] }, metric: auroc }\n'
    expect(check(text + select)[0].message).toMatch(/"head.d" names no option/)
  })
})
