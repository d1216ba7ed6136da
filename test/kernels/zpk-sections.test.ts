import { describe, expect, test } from 'vitest'
import { zpkSections } from '../../src/kernels/zpk-sections.ts'
import { expectClose } from '../close.ts'

const real = (re: number) => ({ re, im: 0 })

describe('zpkSections', () => {
  test('one pole and one zero make one section, the gain in front', () => {
    const sections = zpkSections({ zeros: [real(-1)], poles: [real(0.5)], gain: 2 })
    expectClose(sections, [2, 2, 0, 1, -0.5, 0], { absolute: 0, why: 'whole numbers' })
  })

  test('the pole closest to the unit circle goes last, with its nearest zeros', () => {
    const pole = { re: 0.9, im: 0.3 }
    const poles = [pole, { re: 0.9, im: -0.3 }, real(0.1), real(0.2)]
    const zeros = [real(1), real(1), real(-1), real(-1)]
    const sections = zpkSections({ zeros, poles, gain: 1 })
    expect(sections[10]).toBe(-1.8)
    expect([...sections.subarray(6, 9)]).toEqual([1, -2, 1])
    expect([...sections.subarray(0, 3)]).toEqual([1, 2, 1])
  })

  test('zeros and poles that differ in number are refused', () => {
    expect(() => zpkSections({ zeros: [], poles: [real(0.5)], gain: 1 })).toThrow(RangeError)
  })
})
