import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, onTestFinished, test } from 'vitest'
import { fusableGelu } from '../../src/encoders/fusable-gelu.ts'
import { onnxFacts } from '../../src/encoders/onnx-facts.ts'
import { fieldOf, fieldsOf, messages, text, texts } from '../../src/encoders/protobuf.ts'
import { random } from '../../src/kernels/random.ts'
import { shipped } from './model-folder.ts'

const graphOf = (name: string) => readFileSync(join(shipped, name, 'model.onnx'))
/** Exported by torch's exporter of today, with as many GELUs. */
const exported = { 'tiny-labram': 5, 'tiny-cbramod': 5, 'tiny-luna': 11, 'tiny-eeg-conformer': 2 }

describe('GELUs of exported models', () => {
  test.each(Object.entries(exported))('%s: the runtime fuses all %i', async (name, count) => {
    const bytes = graphOf(name)
    expect(await operatorsLeft(bytes)).toMatchObject({ Erf: count })
    const left = await operatorsLeft(fusableGelu(bytes))
    expect(left.Erf).toBeUndefined()
    expect((left.Gelu ?? 0) + (left.BiasGelu ?? 0)).toBe(count)
  })

  test.each(Object.keys(exported))('%s: only nodes change, and once', (name) => {
    const bytes = graphOf(name)
    const before = Buffer.from(bytes)
    const changed = fusableGelu(bytes)
    expect(bytes.equals(before)).toBe(true)
    expect(changed).toHaveLength(bytes.length)
    expect(onnxFacts(changed)).toEqual(onnxFacts(bytes))
    expect(fusableGelu(changed)).toBe(changed)
  })

  test.each(['tiny-brainbert', 'wavelet-encoder', 'tiny-usleep'])('%s stays as it is', (name) => {
    const bytes = graphOf(name)
    expect(fusableGelu(bytes)).toBe(bytes)
  })

  test('cut or changed anywhere it ends in bytes or a catalogue code', () => {
    const bytes = graphOf('tiny-eeg-conformer')
    const law = fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, x) => {
      const changed = Buffer.from(bytes)
      changed[at] ^= x
      for (const each of [changed, bytes.subarray(0, at)]) {
        try {
          expect(fusableGelu(each)).toBeInstanceOf(Uint8Array)
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'file-corrupt' })
        }
      }
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

type Node = readonly [
  op: string,
  inputs: readonly string[],
  output: string,
  attributes?: readonly Uint8Array[],
]

const gelu: readonly Node[] = [
  ['Div', ['x', 'root'], 'scaled'],
  ['Erf', ['scaled'], 'erf'],
  ['Add', ['erf', 'one'], 'sum'],
  ['Mul', ['half', 'sum'], 'inner'],
  ['Mul', ['x', 'inner'], 'y'],
]
const constants = { root: Math.SQRT2, one: 1, half: 0.5, third: 1 / 3 }

const words = (field: number, text: string) => fieldOf(field, [Buffer.from(text)])
/** A field that is a number below 128. */
const number = (field: number, value: number) => Uint8Array.of(...tagOf(field), value)
const tagOf = (field: number) =>
  field < 16 ? [8 * field] : [((8 * field) % 128) + 128, field >> 4]

/** A choice of two graphs that give `inner` as it is. */
const ifs: readonly Node[] = [
  ['Cast', ['one'], 'choice', fieldOf(5, [...words(1, 'to'), number(3, 9), number(20, 2)])],
  ['If', ['choice'], 'z', ['then_branch', 'else_branch'].flatMap(branch)],
]

function branch(name: string): Uint8Array[] {
  const same = [...words(1, 'inner'), ...words(2, name), ...words(4, 'Identity')]
  const graph = [...fieldOf(1, same), ...words(2, name), ...fieldOf(12, tensorOf(name))]
  return fieldOf(5, [...words(1, name), ...fieldOf(6, graph), number(20, 5)])
}

/** A declared tensor, float32, of one axis. */
function tensorOf(name: string): Uint8Array[] {
  const vector = [number(1, 1), ...fieldOf(2, fieldOf(1, words(2, 'n')))]
  return [...words(1, name), ...fieldOf(2, fieldOf(1, vector))]
}

describe('a GELU of five nodes', () => {
  const ways: [string, Node[]][] = [
    ['as torch writes it', [...gelu]],
    ['with the factors of both products turned round', turned(gelu, [3, 4])],
    ['with the sum turned round', turned(gelu, [2])],
    ['with x times a constant inside', [['Mul', ['third', 'x'], 'scaled'], ...gelu.slice(1)]],
  ]

  test.each(ways)('%s: the same bits without the fusion', async (_, nodes) => {
    const bytes = modelOf(nodes)
    const changed = fusableGelu(bytes)
    expect(changed).not.toBe(bytes)
    expect(await answer(changed, 'disabled')).toEqual(await answer(bytes, 'disabled'))
  })

  test('fused it is the same up to rounding', async () => {
    const bytes = modelOf(gelu)
    expect(await operatorsLeft(fusableGelu(bytes))).toEqual({ Gelu: 1 })
    const [apart, fused] = [await answer(bytes, 'all'), await answer(fusableGelu(bytes), 'all')]
    for (const [i, value] of fused.entries()) expect(Math.abs(value - apart[i])).toBeLessThan(1e-6)
  })

  const others: [string, Node[], string[]?][] = [
    ['the factor is another', [...gelu.slice(0, 3), ['Mul', ['third', 'sum'], 'inner'], gelu[4]]],
    ['the product is an output too', [...gelu], ['y', 'inner']],
    ['the product is taken twice', [...gelu, ['Add', ['inner', 'x'], 'z']], ['y', 'z']],
    ['a graph inside takes the product', [...gelu, ...ifs], ['y', 'z']],
    [
      'it is the error function of something else',
      [...gelu.slice(0, 4), ['Mul', ['one', 'inner'], 'y']],
    ],
    ['it is no error function', [gelu[0], ['Tanh', ['scaled'], 'erf'], ...gelu.slice(2)]],
  ]

  test.each(others)('is left alone where %s', async (_, nodes, outputs) => {
    const bytes = modelOf(nodes, outputs)
    expect(fusableGelu(bytes)).toBe(bytes)
    expect(await answer(bytes, 'disabled')).toHaveLength(64)
  })
})

function turned(nodes: readonly Node[], which: readonly number[]): Node[] {
  return nodes.map(([op, inputs, output], i) => {
    return [op, which.includes(i) ? inputs.toReversed() : inputs, output]
  })
}

/** A model of float32 vectors `x`, whose constants are weights. */
function modelOf(nodes: readonly Node[], outputs: readonly string[] = ['y']): Uint8Array {
  const weightOf = ([name, value]: [string, number]) => {
    const raw = Buffer.from(Float32Array.of(value).buffer)
    return [number(2, 1), ...words(8, name), ...fieldOf(9, [raw])]
  }
  const nodeOf = ([op, inputs, output, attributes = []]: Node) => {
    const taken = inputs.flatMap((input) => words(1, input))
    return [...taken, ...words(2, output), ...words(4, op), ...attributes]
  }
  const graph = [
    ...nodes.flatMap((node) => fieldOf(1, nodeOf(node))),
    ...words(2, 'graph'),
    ...Object.entries(constants).flatMap((each) => fieldOf(5, weightOf(each))),
    ...fieldOf(11, tensorOf('x')),
    ...outputs.flatMap((name) => fieldOf(12, tensorOf(name))),
  ]
  return Buffer.concat([number(1, 8), ...fieldOf(7, graph), ...fieldOf(8, [number(2, 17)])])
}

async function answer(bytes: Uint8Array, graphOptimizationLevel: 'disabled' | 'all') {
  const options = { graphOptimizationLevel, logSeverityLevel: 4 } as const
  const session = await InferenceSession.create(bytes, options)
  const draw = random(1)
  const x = Float32Array.from({ length: 64 }, () => 3 * draw.normal())
  const { y } = await session.run({ x: new Tensor('float32', x, [64]) })
  return y.data as Float32Array
}

/** How often each operator is in a graph once the runtime has optimised it. */
async function operatorsLeft(bytes: Uint8Array): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'neurarrow-gelu-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const optimizedModelFilePath = join(folder, 'model.onnx')
  await InferenceSession.create(bytes, { optimizedModelFilePath, logSeverityLevel: 4 })
  const [graph] = messages(fieldsOf(readFileSync(optimizedModelFilePath), { at: 0 }), 7)
  const counts: Record<string, number> = {}
  for (const node of messages(graph, 1)) {
    expect(texts(node, 2)).not.toHaveLength(0)
    counts[text(node, 4)] = (counts[text(node, 4)] ?? 0) + 1
  }
  return counts
}
