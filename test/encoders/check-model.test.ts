import { describe, expect, test } from 'vitest'
import { loadModelCard } from '../../src/encoders/card.ts'
import { checkModel } from '../../src/encoders/check-model.ts'
import { requireLicence } from '../../src/encoders/licence.ts'
import { changeEmbedding } from './change-embedding.ts'
import { copyModel, fixtures } from './model-folder.ts'

/** A copy of a model that a function damages, and what its check says. */
async function stateAfter(damage: (model: ReturnType<typeof copyModel>) => void) {
  const model = copyModel('batch-encoder', fixtures)
  damage(model)
  const { state, failure } = await checkModel('batch-encoder', 'cpu', model.roots)
  return { state, exit: failure?.exitCode }
}

const flip = (at: number) => (bytes: Buffer) => {
  bytes[bytes.length - at] ^= 1
  return bytes
}

describe('checkModel', () => {
  test('a good model', async () => {
    const found = await checkModel('batch-encoder', 'cpu', [fixtures])
    expect(found).toMatchObject({ state: 'ok', licence: 'Apache-2.0' })
    expect(found.apart).toBeLessThan(1e-6)
  })

  test('a flipped weight, a changed golden output, a missing file: exit 3', async () => {
    const weight = await stateAfter(({ editBytes }) => editBytes('model.onnx', flip(40)))
    expect(weight).toEqual({ state: 'checksum-mismatch', exit: 3 })
    const golden = await stateAfter(({ editBytes }) => editBytes('golden.arrow', changeEmbedding))
    expect(golden).toEqual({ state: 'model-golden', exit: 3 })
    const missing = await stateAfter(({ remove }) => remove('model.onnx'))
    expect(missing).toEqual({ state: 'model-missing', exit: 3 })
  })

  test('another opset than that of the card', async () => {
    const found = await stateAfter(({ editCard }) =>
      editCard((text) => text.replace('opset: 17', 'opset: 16')),
    )
    expect(found).toEqual({ state: 'model-invalid', exit: 2 })
  })

  test('a card without weights is a recipe, not a failure', async () => {
    const found = await stateAfter(({ editCard }) =>
      editCard((text) =>
        text
          .replace(/ +sha256: .*\n/, '')
          .replace('graphs:', 'recipe: { script: models/export/x.py }\ngraphs:'),
      ),
    )
    expect(found).toEqual({ state: 'recipe', exit: undefined })
  })
})

test('licences are taken or refused as the setting says', () => {
  const card = loadModelCard('batch-encoder', [fixtures])
  expect(() => requireLicence(card, { NEURARROW_LICENCES: 'mit, apache-2.0' })).not.toThrow()
  expect(() => requireLicence(card, { NEURARROW_LICENCES: '' })).not.toThrow()
  expect(() => requireLicence(card, { NEURARROW_LICENCES: 'MIT' })).toThrow(/^model-licence/)
})
