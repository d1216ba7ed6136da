import { describe, expect, test } from 'vitest'
import { edfStart, laterStart } from '../../src/io/edf-start.ts'

describe('edfStart', () => {
  test('the year has four digits in EDF+, else 85 to 99 are of the last century', () => {
    const warnings: string[] = []
    const time = '01.02.03'
    expect(edfStart('Startdate 24-JAN-2120 X', '24.01.20', time, warnings)).toMatch('2120-01-24T')
    expect(edfStart('', '01.12.85', time, warnings)).toBe('1985-12-01T01:02:03')
    expect(edfStart('', '01.12.84', time, warnings)).toMatch('2084')
    expect(warnings).toEqual([])
  })

  test('what is no date or time is a warning', () => {
    const warnings: string[] = []
    expect(edfStart('', '30.02.20', '01.02.03', warnings)).toBeUndefined()
    expect(edfStart('', '01.02.20', '24.00.00', warnings)).toBeUndefined()
    expect(edfStart('Startdate X X X X', 'XX.XX.XX', '01.02.03', warnings)).toBeUndefined()
    expect(warnings).toHaveLength(3)
  })

  test('seconds move it across days, to the microsecond', () => {
    expect(laterStart('2024-02-28T23:59:59', 1.25)).toBe('2024-02-29T00:00:00.25')
    expect(laterStart('2024-02-28T23:59:59', 0)).toBe('2024-02-28T23:59:59')
  })
})
