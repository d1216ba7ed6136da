import { describe, expect, test } from 'vitest'
import { loadModelCard } from '../../src/encoders/card.ts'
import { checkContract } from '../../src/encoders/contract.ts'
import { encoderInput } from '../../src/encoders/encoder-input.ts'
import type { NeurarrowError } from '../../src/errors.ts'
import { keysOf } from '../../src/tables/keys.ts'
import { withMeta } from '../../src/tables/table.ts'
import { makeTokens } from '../../src/tables/tokens.ts'
import { fixtures, shipped } from './model-folder.ts'
import { type Made, noiseTokens, noiseWindows } from './windows.ts'

const wavelet = loadModelCard('wavelet-encoder', [shipped])
const montage = loadModelCard('montage-encoder', [fixtures])
const order = ['Fp1', 'Cz', 'O2']
const atMontage = { rateHz: 64, samples: 64, channels: order, gain: 1 }

/** What is wrong with tokens for the wavelets, or nothing. */
const wrong = (made: Made, lengthS = 1) =>
  factsOf(() => checkContract(wavelet, encoderInput(noiseTokens(made, lengthS))))
const wrongChannels = (channels: string[], onMissing: 'error' | 'zero' = 'error') =>
  factsOf(() =>
    checkContract(montage, encoderInput(noiseWindows({ ...atMontage, channels })), onMissing),
  )

function factsOf(check: () => unknown) {
  try {
    check()
  } catch (thrown) {
    const { code, facts } = thrown as NeurarrowError
    return { code, ...facts }
  }
  return undefined
}

describe('the contract of a model', () => {
  test('any channels in microvolt at the right rate are taken', () => {
    expect(wrong({})).toBeUndefined()
    expect(wrong({ channels: ['Fp1'], count: 1, samples: 256 })).toBeUndefined()
  })

  test('another unit is refused', () => {
    expect(wrong({ unit: 'V' })).toMatchObject({
      code: 'model-input',
      contract: 'unit',
      expected: 'uV',
      found: 'V',
    })
  })

  test('channels in another unit than microvolts are refused, whatever else the table says', () => {
    const units = JSON.stringify({ Fp1: 'uV', Cz: 'uV', O2: 'T' })
    const mixed = withMeta(noiseWindows(atMontage), { units })
    const found = factsOf(() => checkContract(montage, encoderInput(mixed)))
    expect(found).toMatchObject({ code: 'model-input', contract: 'unit', found: 'T, uV' })
  })

  test('volts that are called microvolts are found by their scale', () => {
    const facts = wrong({ gain: 10e-6 })
    expect(facts).toMatchObject({ code: 'model-input', contract: 'scale', expected: [0.05, 500] })
    expect(wrong({ gain: 1e6 })).toMatchObject({ contract: 'scale' })
  })

  test('another rate is refused, with the stage that helps', () => {
    expect(wrong({ rateHz: 250, samples: 1000 })).toMatchObject({
      code: 'model-input',
      contract: 'rate',
      expected: 256,
      found: 250,
      remedy: 'put "- resample: { rateHz: 256 }" before it',
    })
  })

  test('another length of patches or windows is refused', () => {
    expect(wrong({}, 0.5)).toMatchObject({ contract: 'patch', expectedS: 1, foundS: 0.5 })
    expect(wrong({ count: 1, samples: 61 * 256 })).toMatchObject({ contract: 'window', foundS: 61 })
  })

  test('a stack of volumes lasts as long as its scans', () => {
    const swift = loadModelCard('tiny-swift', [shipped])
    const side = 16 as const
    const stack = (seconds: number, unit = 'z') => {
      const axes = { channel: 1, time: 4, depth: side ** 3, channels: ['volume'], rateHz: 0.5 }
      const values = Float32Array.from({ length: 4 * side ** 3 }, (_, i) => Math.sin(i))
      const spans = {
        window: Int32Array.of(0),
        startS: Float64Array.of(10),
        endS: Float64Array.of(10 + seconds),
      }
      const block = { values, axes: { ...axes, grid: [side, side, side] as const } }
      const tokens = makeTokens(keysOf(noiseWindows({ count: 1, channels: ['a'] })), spans, block, {
        unit,
        labels: '[]',
      })
      return factsOf(() => checkContract(swift, encoderInput(tokens)))
    }
    expect(stack(8)).toBeUndefined()
    expect(stack(8, 'arbitrary')).toMatchObject({ contract: 'unit' })
    expect(stack(16)).toMatchObject({ contract: 'window', foundS: 16 })
  })

  test('windows without one finite value are left to become NaN', () => {
    expect(wrong({ edit: (values) => values.fill(Number.NaN) })).toBeUndefined()
  })
})

describe('units and montages', () => {
  test('what was standardised has no unit, by either name', () => {
    const z = { ...wavelet, unit: 'z' }
    const one = encoderInput(noiseTokens())
    expect(() => checkContract(z, { ...one, unit: '1' })).not.toThrow()
    expect(() => checkContract({ ...wavelet, unit: '1' }, { ...one, unit: 'z' })).not.toThrow()
    expect(() => checkContract(z, one)).toThrow(/unit/)
  })

  test('a montage takes electrodes that have a place, and names the others', () => {
    const card = { ...wavelet, channels: { montage: '10-20' as const } }
    const with20 = (channels: string[]) => encoderInput(noiseTokens({ channels }))
    expect(checkContract(card, with20(['Cz', 'EEG Fp1-REF']))).toMatchObject({ from: [0, 1] })
    expect(() => checkContract(card, with20(['Cz', 'ECG']))).toThrow(/50 %.*ECG/)
  })
})

describe('the channels of a model', () => {
  test('names are compared without case, type and reference', () => {
    expect(wrongChannels(['EEG FP1-REF', 'EEG CZ', 'o2'])).toBeUndefined()
  })

  test('another order is refused and the right one named', () => {
    expect(wrongChannels(['Cz', 'Fp1', 'O2'])).toMatchObject({
      code: 'model-input',
      contract: 'channels',
      matched: '100 %',
      expected: order,
      remedy: 'put "- pick: { channels: [Fp1, Cz, O2] }" before it',
    })
  })

  test('a missing channel is named, with the share that matches', () => {
    expect(wrongChannels(['Fp1', 'O2'])).toMatchObject({ matched: '67 %', missing: ['Cz'] })
  })

  test('a channel that the model does not know is named', () => {
    expect(wrongChannels([...order, 'Pz'])).toMatchObject({ matched: '100 %', unknown: ['Pz'] })
  })

  test('zeros are filled in only when asked for, and only for missing channels', () => {
    const input = encoderInput(noiseWindows({ ...atMontage, channels: ['Fp1', 'O2'] }))
    expect(checkContract(montage, input, 'zero')).toEqual({
      from: [0, -1, 1],
      ids: [0, 1, 2],
      missing: ['Cz'],
      share: 2 / 3,
    })
    expect(wrongChannels(['O2', 'Fp1'], 'zero')).toMatchObject({ contract: 'channels' })
    expect(wrongChannels(['Pz'], 'zero')).toMatchObject({ matched: '0 %' })
  })
})
