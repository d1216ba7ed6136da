import { describe, expect, test } from 'vitest'
import { listModels, loadModelCard, modelKey, modelRoots } from '../../src/encoders/card.ts'
import { NeurarrowError } from '../../src/errors.ts'
import { copyModel, fixtures, shipped } from './model-folder.ts'

function failureOf(run: () => unknown): NeurarrowError {
  try {
    run()
  } catch (thrown) {
    if (thrown instanceof NeurarrowError) return thrown
  }
  throw new Error('nothing was raised')
}

describe('model cards', () => {
  test('the embedded model says that nothing in it is learned', () => {
    const card = loadModelCard('wavelet-encoder', [shipped])
    expect(card).toMatchObject({
      rateHz: 256,
      unit: 'uV',
      channels: { any: true },
      pretraining: [],
    })
    expect(card.description).toMatch(/^Nothing in this model is learned/)
  })

  test('models are listed by name; folders without a card are none', () => {
    const names = listModels([shipped])
    expect(names).toContain('wavelet-encoder')
    expect(names).not.toContain('export')
    expect(names).toEqual([...names].sort())
    expect(listModels([fixtures, shipped])).toEqual(expect.arrayContaining(listModels([fixtures])))
    expect(listModels([`${shipped}/nowhere`])).toEqual([])
  })

  test('folders of the environment come first', () => {
    const roots = modelRoots({ NEURARROW_MODELS: 'mine' }, '/somewhere')
    expect(roots.slice(0, 2)).toEqual(['/somewhere/mine', '/somewhere/models'])
    expect(roots).toHaveLength(3)
  })

  test('an unknown name says which exist, and cannot leave the folder', () => {
    for (const name of ['wavelet', '../models/wavelet-encoder', '']) {
      const { code, facts } = failureOf(() => loadModelCard(name, [shipped]))
      expect({ code, known: facts.known }).toEqual({
        code: 'model-unknown',
        known: listModels([shipped]),
      })
    }
  })

  test('all mistakes come at once with line and column', () => {
    const model = copyModel('wavelet-encoder')
    model.editCard((text) =>
      text
        .replace('rateHz: 256', 'rateHz: -1')
        .replace('unit: uV', 'unit: uV\nuint: uV')
        .replace('file: model.onnx', 'file: ../model.onnx'),
    )
    const { code, facts } = failureOf(() => loadModelCard('wavelet-encoder', model.roots))
    expect(code).toBe('model-invalid')
    expect(facts.issues).toEqual([
      expect.objectContaining({ path: 'graphs[0].file', column: 5 }),
      expect.objectContaining({ path: 'rateHz', line: 24, column: 1 }),
      expect.objectContaining({ message: 'unknown key "uint"; did you mean "unit"?', line: 26 }),
    ])
  })

  test('text that is no YAML is refused with its place', () => {
    const model = copyModel('wavelet-encoder')
    model.editCard((text) => `${text}\n- : [`)
    const { code, facts } = failureOf(() => loadModelCard('wavelet-encoder', model.roots))
    expect({ code, issue: (facts.issues as { line: number }[])[0].line > 30 }).toEqual({
      code: 'model-invalid',
      issue: true,
    })
  })

  test('a card belongs to the folder of its name', () => {
    const model = copyModel('wavelet-encoder')
    model.editCard((text) => text.replace('name: wavelet-encoder', 'name: other'))
    expect(() => loadModelCard('wavelet-encoder', model.roots)).toThrow(/model-invalid.*other/)
  })
})

describe('model keys', () => {
  test('another graph or other axes have another key, another wording the same', () => {
    const key = modelKey('wavelet-encoder', [shipped])
    const model = copyModel('wavelet-encoder')
    model.editCard((text) => text.replace('title: ', 'title: The '))
    expect(modelKey('wavelet-encoder', model.roots)).toBe(key)
    model.editCard((text) => text.replace('channel, time, 24]', 'time, channel, 24]'))
    const turned = modelKey('wavelet-encoder', model.roots)
    expect(turned).not.toBe(key)
    model.editCard((text) => text.replace('sha256: f', 'sha256: e'))
    expect(modelKey('wavelet-encoder', model.roots)).not.toBe(turned)
    expect(modelKey('wavelet-encoder', model.roots)).not.toBe(key)
  })
})
