import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { onnxFacts } from '../../src/encoders/onnx-facts.ts'
import { openSession } from '../../src/encoders/session.ts'
import { sha256 } from '../../src/encoders/sha256.ts'
import { asFailure } from '../../src/errors.ts'
import { fixtures, shipped } from './model-folder.ts'

const files = [
  join(shipped, 'wavelet-encoder', 'model.onnx'),
  join(fixtures, 'montage-encoder', 'model.onnx'),
]

describe('onnxFacts', () => {
  test('reads opset, inputs and outputs', () => {
    expect(onnxFacts(readFileSync(files[1]))).toMatchObject({
      opset: 17,
      inputs: [
        { name: 'signal', dtype: 'float32', shape: ['batch', 'channel', 'samples'] },
        { name: 'ids', dtype: 'int64', shape: ['batch', 'channel'] },
      ],
      outputs: [{ name: 'power' }, { name: 'flat' }],
    })
  })

  test.each(files)('says what the runtime says of %s', async (file) => {
    const bytes = readFileSync(file)
    const { inputs, outputs } = await openSession(bytes, sha256(bytes), 'cpu')
    const facts = onnxFacts(bytes)
    const asDeclared = ({ name, type, shape }: (typeof inputs)[number]) => ({
      name,
      dtype: type,
      shape,
    })
    expect(facts.inputs).toEqual(inputs.map(asDeclared))
    expect(facts.outputs).toEqual(outputs.map(asDeclared))
  })

  test('what is no model is refused with the byte', () => {
    const said = (bytes: Uint8Array) => {
      try {
        return onnxFacts(bytes, 'm.onnx')
      } catch (thrown) {
        return asFailure(thrown).toJSON()
      }
    }
    expect(said(Buffer.from('no model'))).toMatchObject({ code: 'file-corrupt' })
    expect(said(new Uint8Array(0))).toMatchObject({ facts: { file: 'm.onnx' } })
  })
})

test('weights in another file are refused', () => {
  // ModelProto.graph { GraphProto.initializer { TensorProto.name: w, external_data: {} } }
  const model = Buffer.from([0x3a, 7, 0x2a, 5, 0x42, 1, 0x77, 0x6a, 0])
  expect(() => onnxFacts(model, 'm.onnx')).toThrow(/file-corrupt.*weights inside the file/)
})

describe('properties', () => {
  const bytes = readFileSync(files[1])
  const codeOf = (changed: Uint8Array) => {
    try {
      onnxFacts(changed)
      return 'none'
    } catch (thrown) {
      return asFailure(thrown).code
    }
  }

  test('cut or changed anywhere it ends in facts or a catalogue code', () => {
    const law = fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, x) => {
      const changed = Buffer.from(bytes)
      changed[at] ^= x
      expect(codeOf(changed)).toMatch(/^(none|file-corrupt)$/)
      expect(codeOf(bytes.subarray(0, at))).toMatch(/^(none|file-corrupt)$/)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
