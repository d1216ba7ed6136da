import { describe, expect, test } from 'vitest'
import { describeModel } from '../../src/encoders/describe-model.ts'
import { copyModel, shipped } from './model-folder.ts'

const states = (roots: string[]) =>
  describeModel('wavelet-encoder', roots).graphs.map(({ state }) => state)

describe('describeModel', () => {
  test('the card comes with the state and size of its files', () => {
    const described = describeModel('wavelet-encoder', [shipped])
    expect(described).toMatchObject({
      licence: { weights: 'Apache-2.0', redistributable: true },
      graphs: [{ state: 'ok', bytes: 269204 }],
      golden: { bytes: 68866 },
    })
  })

  test('a changed and a missing file are told, not raised', () => {
    const model = copyModel('wavelet-encoder')
    model.editBytes('model.onnx', (bytes) => bytes.fill(1, 10, 20))
    expect(states(model.roots)).toEqual(['checksum-mismatch'])
    model.remove('model.onnx')
    expect(states(model.roots)).toEqual(['missing'])
  })
})
