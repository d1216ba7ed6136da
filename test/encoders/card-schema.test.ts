import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseCard } from '../../src/document.ts'
import { type CardFacts, cardSchema } from '../../src/encoders/card-schema.ts'
import { asFailure } from '../../src/errors.ts'
import { shipped } from './model-folder.ts'

const wavelet = readFileSync(join(shipped, 'wavelet-encoder', 'model.yaml'), 'utf8')

const harmony = `
name: harmony
title: A model whose patches follow the TR
description: It takes 18 patches of 35.28 s.
licence: { code: MIT, weights: MIT, redistributable: false, pull: forbidden }
source: nowhere
recipe: { script: models/export/harmony.py, checkpoint: its owner gives it }
unverified: [preprocessing]
graphs:
  - role: encoder
    file: model.onnx
    inputs:
      - { name: x, is: tokens, dtype: float32, shape: [batch, channel, 18, depth] }
      - { name: mask, is: attnMask, dtype: bool, shape: [batch, channel, 18], constant: 1 }
      - { name: pos, is: pos, dtype: float32, shape: [batch, channel, 30] }
    outputs:
      - { name: embedding, is: embedding, dtype: float32, shape: [batch, token, 768] }
trS: [0.7, 3]
unit: z
channels: { atlas: { name: schaefer, version: '2018', regions: 400 } }
positions: { frame: gradients, columns: 30, unit: '1', normalise: minMax }
window: { minS: 30, maxS: 700, pad: zero }
patch: { lengthS: 35.28, count: 18 }
preprocessing: [z-score of each region, bandpass: { lowHz: 0.01, highHz: 0.1 }]
codebooks: [{ levels: 4, codes: 512, depth: 256 }]
masking: { kind: bernoulli, ratio: 0.5 }
pretraining: [ukb, eegmat: Subject00..Subject27]
`

function parse(text: string): CardFacts {
  return parseCard(text, cardSchema, 'model.yaml')
}

function issuesOf(text: string): { path: string; message: string; line: number }[] {
  try {
    parse(text)
  } catch (thrown) {
    return asFailure(thrown).facts.issues as { path: string; message: string; line: number }[]
  }
  return []
}

describe('the schema of a model card', () => {
  test('takes a card without weights that says how they are made', () => {
    const card = parse(harmony)
    expect(card).toMatchObject({
      trS: [0.7, 3],
      licence: { pull: 'forbidden' },
      preprocessing: ['z-score of each region', { bandpass: { lowHz: 0.01, highHz: 0.1 } }],
      pretraining: ['ukb', { eegmat: 'Subject00..Subject27' }],
    })
    expect(card.graphs[0].inputs[1].constant).toBe(1)
  })

  test('a card without weights and without a recipe is refused at its graph', () => {
    const found = issuesOf(harmony.replace(/recipe: .*\n/, ''))
    expect(found).toEqual([expect.objectContaining({ path: 'graphs[0].sha256', line: 9 })])
  })

  test('a card with weights names opset, scale and golden table', () => {
    const bare = wavelet.replace(/ +opset: 17\n/, '').replace(/golden: .*\n/, '')
    expect(issuesOf(bare.replace(/scale: .*\n/, '')).map(({ path }) => path)).toEqual([
      'graphs[0].opset',
      'golden',
      'scale',
    ])
  })

  test('one of rate and TR, one of seconds and samples', () => {
    expect(issuesOf(harmony.replace('trS: [0.7, 3]', ''))[0].message).toMatch(/rateHz and trS/)
    expect(issuesOf(`${harmony}rateHz: 1`)[0].message).toMatch(/rateHz and trS/)
    expect(issuesOf(harmony.replace('[0.7, 3]', '[3, 0.7]'))[0].path).toBe('trS')
    const both = harmony.replace('lengthS: 35.28,', 'lengthS: 35.28, samples: 48,')
    expect(issuesOf(both)[0].message).toMatch(/lengthS and samples/)
  })

  test('inputs that need facts of the card are refused without them', () => {
    expect(issuesOf(harmony.replace(/positions: .*\n/, ''))[0].path).toBe('positions')
    expect(issuesOf(harmony.replace('is: attnMask', 'is: channelIds'))[0].path).toBe('channels')
    expect(issuesOf(harmony.replace('is: tokens', 'is: noise'))[0].message).toMatch(/samples/)
  })

  test('unknown forms of channels are told what there is', () => {
    const found = issuesOf(harmony.replace(/channels: .*\n/, 'channels: { montage: 10-15 }\n'))
    expect(found[0].message).toMatch(/^one of: any/)
  })
})

describe('sources', () => {
  const from = (text: string) =>
    issuesOf(wavelet.replace('    opset: 17', `    opset: 17\n    from: ${text}`))
  const sha256 = 'a'.repeat(64)

  test('of four kinds', () => {
    expect(from('{ https: https://example.org/m.onnx }')).toEqual([])
    expect(
      from(`{ huggingFace: owner/name, revision: ${'a0'.repeat(20)}, path: a/m.onnx }`),
    ).toEqual([])
    const wheel = 'a-1.0-py3-none-any.whl'
    expect(
      from(`{ pypi: a, version: '1.0', wheel: ${wheel}, path: a/m.onnx, sha256: ${sha256} }`),
    ).toEqual([])
    expect(from(`{ npm: '@a/b', version: 1.0.0, path: m.onnx, sha256: ${sha256} }`)).toEqual([])
  })

  test('mistakes have their place', () => {
    expect(from('{ https: http://example.org/m.onnx }')).toMatchObject([
      { path: 'graphs[0].from.https', message: 'not an https address' },
    ])
    expect(from(`{ huggingFace: owner/name, revision: main, path: m.onnx }`)[0].path).toBe(
      'graphs[0].from.revision',
    )
    expect(from('{ file: m.onnx }')[0].message).toMatch(/one of https, huggingFace, pypi, npm/)
    for (const path of ['../m.onnx', '/m.onnx', 'a/../../m.onnx', 'a\\m.onnx', 'a/./b.onnx']) {
      const found = from(`{ npm: a, version: 1.0.0, path: '${path}', sha256: ${sha256} }`)
      expect(found[0].path).toBe('graphs[0].from.path')
    }
  })
})
