import { describe, expect, test } from 'vitest'
import {
  countText,
  intervalText,
  listText,
  optionsText,
  pText,
  scoreText,
  timeText,
  unitText,
} from '../../src/reports/wording.ts'

describe('wording', () => {
  test('micro has its sign in units', () => {
    expect(['uV²/Hz', 'ln uV', 'a.u.', 'fT'].map(unitText)).toEqual([
      ...['µV²/Hz', 'ln µV', 'a.u.', 'fT'],
    ])
  })

  test('scores have three decimals or four digits, a dash where not defined', () => {
    expect([0.87654, -0.1, 123.456, null, Number.NaN, -0.0002].map(scoreText)).toEqual([
      ...['0.877', '−0.100', '123.5', '–', '–', '0.000'],
    ])
    expect(intervalText(0.1, 0.2)).toBe('0.100 to 0.200')
    expect(intervalText(0.1, undefined)).toBe('–')
    expect([0.001, 0.00051].map(pText)).toEqual(['0.001', '0.0005'])
  })

  test('times have the unit that suits them', () => {
    expect([0, 0.0023, 0.25, 4.12, 125].map(timeText)).toEqual([
      ...['0 ms', '2.3 ms', '250 ms', '4.1 s', '2 min 5 s'],
    ])
  })

  test('counts, lists and options read as sentences do', () => {
    expect([countText(1, 'row'), countText(2, 'row')]).toEqual(['1 row', '2 rows'])
    expect([listText(['a']), listText(['a', 'b', 'c'])]).toEqual(['a', 'a, b and c'])
    expect(listText(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more')
    expect(optionsText({ channels: ['Fp1', 'Cz'] })).toBe('channels Fp1 Cz')
    expect(optionsText({ a: 1, b: 'x', c: [1, 2], d: undefined })).toBe('a 1, b x, c [1,2]')
    expect(optionsText({ labels: { model: 'iclabel', reject: { eye: 0.8 } }, none: null })).toBe(
      'labels (model iclabel, reject (eye 0.8)), none null',
    )
  })
})
