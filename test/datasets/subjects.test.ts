import { describe, expect, test } from 'vitest'
import { chooseSubjects } from '../../src/datasets/subjects.ts'

const all = ['S1', 'S2', 'S3', 'S10', 'S11']

describe('chooseSubjects', () => {
  test('takes a name, a list, a range in the order of the card, and arrays of these', () => {
    expect(chooseSubjects(all)).toEqual(all)
    expect(chooseSubjects(all, 'S2')).toEqual(['S2'])
    expect(chooseSubjects(all, 'S11, S1')).toEqual(['S1', 'S11'])
    expect(chooseSubjects(all, 'S2..S10')).toEqual(['S2', 'S3', 'S10'])
    expect(chooseSubjects(all, ['S1', 'S3..S10', 'S1'])).toEqual(['S1', 'S3', 'S10'])
  })

  test('names the nearest subject for one that is not there', () => {
    expect(() => chooseSubjects(all, 'S1O')).toThrow(/arguments-invalid.*did you mean "S1/)
    expect(() => chooseSubjects(all, 'S1..Subject9')).toThrow(/subjects are S1 to S11/)
  })

  test('refuses a range that runs backwards and an empty selection', () => {
    expect(() => chooseSubjects(all, 'S3..S1')).toThrow(/a range in order/)
    expect(() => chooseSubjects(all, ' , ')).toThrow(/arguments-invalid/)
  })
})
