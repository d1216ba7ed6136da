import { describe, expect, test } from 'vitest'
import { parseEventQuery } from '../../src/tables/event-query.ts'

const event = {
  onsetS: 2.5,
  durationS: 0,
  label: 'target',
  fields: { response_time: '0.61', 'stim file': 'a b.png', value: '007', missing: '' },
}

describe('parseEventQuery', () => {
  test.each([
    ["label == 'target'", true],
    ['label != "target"', false],
    ['response_time < .8 and onsetS >= 2.5', true],
    ["value == 7 or label == 'x'", true],
    ["not (value in [3, 4]) and label in ['target', 'other']", true],
    ["`stim file` == 'a b.png'", true],
    ["label < 'z'", false],
    ['missing == missing', false],
    ['missing != 3', false],
    ['not missing == 3', true],
    ["label == 'x' or label == 'target' and value == 8", false],
  ])('%s', (text, wanted) => {
    expect(parseEventQuery(text)(event)).toBe(wanted)
  })

  test.each([
    ['label = 3', /"=" at 7/],
    ["label == 'a", /at 10/],
    ['label ==', /a value is expected instead of the end at 9/],
    ['(value > 1', /\) is expected/],
    ['value > 1 value', /"value" at 11/],
    ['value in 3', /\[ is expected/],
    ['', /the end at 1/],
  ])('%s is refused with its place', (text, message) => {
    expect(() => parseEventQuery(text)).toThrow(SyntaxError)
    expect(() => parseEventQuery(text)).toThrow(message)
  })

  test('a column that there is not is named with those there are', () => {
    expect(() => parseEventQuery('speed > 1')(event)).toThrow(/column-missing.*speed.*label/)
  })
})
