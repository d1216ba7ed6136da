import { expect, test } from 'vitest'
import { requireReflection } from '../../src/stages/require-reflection.ts'

test('half the taps, rounded up, are enough', () => {
  expect(() => requireReflection('bandpass', 83, 165)).not.toThrow()
  expect(() => requireReflection('bandpass', 82, 165)).toThrow(
    /signal-too-short.*stage bandpass, samples 82, needed 83, taps 165.*filter before/,
  )
})
