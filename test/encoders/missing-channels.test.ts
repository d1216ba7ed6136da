import { describe, expect, test } from 'vitest'
import { samplesOf } from '../../src/encoders/block.ts'
import { loadModelCard } from '../../src/encoders/card.ts'
import { blockOf } from '../../src/encoders/checked-input.ts'
import { checkContract } from '../../src/encoders/contract.ts'
import { encoderInput } from '../../src/encoders/encoder-input.ts'
import { fillingOf } from '../../src/encoders/missing-channels.ts'
import { asFailure } from '../../src/errors.ts'
import { copyModel, fixtures } from './model-folder.ts'
import { noiseWindows } from './windows.ts'

const order = ['Fp1', 'Fp2', 'C3', 'Cz', 'C4', 'O1', 'O2']

/** A card of seven electrodes that takes what is done about missing ones. */
function cardOf(names = order) {
  const model = copyModel('montage-encoder', fixtures)
  model.editCard((text) => text.replace('[Fp1, Cz, O2]', `[${names.join(', ')}]`))
  return loadModelCard('montage-encoder', model.roots)
}

function inputOf(channels: readonly string[]) {
  return encoderInput(noiseWindows({ rateHz: 64, samples: 64, channels: [...channels], count: 2 }))
}

describe('fillingOf', () => {
  test('weights add up to 1, and a channel without a place has none', () => {
    const found = fillingOf(['Fp1', 'ECG', 'Fp2', 'C3', 'O1'], ['Cz', 'O2'])
    const weights = 'weights' in found ? found.weights : new Float32Array(0)
    expect(weights).toHaveLength(10)
    for (const row of [0, 1]) {
      const own = weights.subarray(row * 5, row * 5 + 5)
      expect(own.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5)
      expect(own[1]).toBe(0)
    }
  })

  test('a missing channel without a place is named, and so are too few electrodes', () => {
    expect(fillingOf(order, ['A2-A1'])).toEqual({ placeless: ['A2-A1'] })
    expect(fillingOf(['Fp1', 'Fp2', 'C3', 'ECG'], ['Cz'])).toEqual({ placeless: ['ECG'] })
  })
})

describe('missing channels', () => {
  test('are the weighted sum of the others, in every window and patch', () => {
    const there = order.filter((name) => name !== 'Cz')
    const [card, input] = [cardOf(), inputOf(there)]
    const match = checkContract(card, input, 'interpolate')
    expect(match).toMatchObject({ from: [0, 1, 2, -1, 3, 4, 5], missing: ['Cz'] })
    const samples = samplesOf(blockOf(card, input, match), Int32Array.of(1))
    const { weights = [] } = match
    for (const t of [0, 17, 63]) {
      const sum = there.reduce(
        (total, _, c) => total + weights[c] * input.values[(6 + c) * 64 + t],
        0,
      )
      expect(samples[3 * 64 + t]).toBeCloseTo(sum, 3)
      expect(samples[4 * 64 + t]).toBe(input.values[(6 + 3) * 64 + t])
    }
  })

  test('without a place are an error that names them', () => {
    const card = cardOf([...order, 'A2-A1'])
    try {
      checkContract(card, inputOf(order), 'interpolate')
      expect.unreachable()
    } catch (thrown) {
      const { code, facts } = asFailure(thrown)
      expect([code, facts.contract, facts.placeless]).toEqual([
        'model-input',
        'positions',
        ['A2-A1'],
      ])
    }
  })
})
