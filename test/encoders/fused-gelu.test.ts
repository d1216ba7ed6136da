import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, onTestFinished, test } from 'vitest'
import { fusedGelu } from '../../src/encoders/fused-gelu.ts'
import { onnxFacts } from '../../src/encoders/onnx-facts.ts'
import { fieldOf, fieldsOf, messages, text, texts } from '../../src/encoders/protobuf.ts'
import { random } from '../../src/kernels/random.ts'
import { shipped } from './model-folder.ts'

const graphOf = (name: string) => readFileSync(join(shipped, name, 'model.onnx'))
/** Written by torch's exporters of today and of before, with as many GELUs. */
const exported: Record<string, Record<string, number>> = {
  'tiny-labram': { Erf: 5 },
  'tiny-cbramod': { Erf: 5 },
  'tiny-luna': { Erf: 11 },
  'tiny-eeg-conformer': { Erf: 2 },
  'tiny-brainbert': { Erf: 3 },
  'tiny-neurogpt': { Erf: 2, Tanh: 2 },
  'neurarrow-small': { Tanh: 7 },
}

describe('GELUs of exported models', () => {
  test.each(Object.entries(exported))('%s: each is one step', async (name, counts) => {
    const bytes = graphOf(name)
    expect(await operators(bytes)).toMatchObject(counts)
    const steps = await operators(fusedGelu(bytes))
    const { Erf = 0, Tanh = 0 } = counts
    expect([steps.Erf, steps.Tanh]).toEqual([undefined, undefined])
    expect([steps.Gelu ?? 0, steps.FastGelu ?? 0]).toEqual([Erf, Tanh])
    const { BiasGelu = 0, Gelu = 0, FastGelu = 0 } = await operators(fusedGelu(bytes), 'all')
    expect([BiasGelu + Gelu, FastGelu]).toEqual([Erf, Tanh])
  })

  test.each(Object.keys(exported))('%s: only nodes change, and once', (name) => {
    const bytes = graphOf(name)
    const before = Buffer.from(bytes)
    const changed = fusedGelu(bytes)
    expect(bytes.equals(before)).toBe(true)
    const { domains, ...facts } = onnxFacts(bytes)
    expect(onnxFacts(changed)).toEqual({ ...facts, domains: { ...domains, 'com.microsoft': 1 } })
    expect(fusedGelu(changed)).toBe(changed)
  })

  test.each(['bench', 'wavelet-encoder', 'tiny-usleep'])('%s stays as it is', (name) => {
    const bytes = name === 'bench' ? modelOf([['Relu', ['x'], 'y']]) : graphOf(name)
    expect(fusedGelu(bytes)).toBe(bytes)
  })

  test('cut or changed anywhere it ends in bytes or a catalogue code', () => {
    const bytes = graphOf('tiny-eeg-conformer')
    const law = fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, x) => {
      const changed = Buffer.from(bytes)
      changed[at] ^= x
      for (const each of [changed, bytes.subarray(0, at)]) {
        try {
          expect(fusedGelu(each)).toBeInstanceOf(Uint8Array)
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
const constants = {
  root: Math.SQRT2,
  turn: Math.SQRT1_2,
  one: 1,
  half: 0.5,
  third: 1 / 3,
  two: 2,
  three: 3,
  small: 0.044715,
  near: 0.04472,
  slope: Math.sqrt(2 / Math.PI),
}
/** Square roots of 2, with their axes. */
const tensors = { roots: [64], deep: [1, 1] }

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

const tanh: readonly Node[] = [
  ['Pow', ['x', 'three'], 'cube'],
  ['Mul', ['cube', 'small'], 'cubic'],
  ['Add', ['x', 'cubic'], 'odd'],
  ['Mul', ['slope', 'odd'], 'scaled'],
  ['Tanh', ['scaled'], 'tanh'],
  ['Add', ['one', 'tanh'], 'sum'],
  ['Mul', ['x', 'sum'], 'inner'],
  ['Mul', ['inner', 'half'], 'y'],
]

describe('a GELU', () => {
  const cube: Node[] = [
    ['Mul', ['x', 'x'], 'square'],
    ['Mul', ['square', 'x'], 'cube'],
  ]
  const half: Node[] = [
    ['Mul', ['x', 'half'], 'inner'],
    ['Mul', ['sum', 'inner'], 'y'],
  ]
  const ways: [string, Node[], string][] = [
    ['as torch writes it', [...gelu], 'Gelu'],
    ['with the factors of both products turned round', turned(gelu, [3, 4]), 'Gelu'],
    ['with the sum turned round', turned(gelu, [2]), 'Gelu'],
    ['with half of x', [...gelu.slice(0, 3), ...half], 'Gelu'],
    [
      'with x times a constant inside',
      [['Mul', ['x', 'turn'], 'scaled'], ...gelu.slice(1)],
      'Gelu',
    ],
    ['of tanh, with a power', [...tanh], 'FastGelu'],
    ['of tanh, with products', [...cube, ...tanh.slice(1)], 'FastGelu'],
    ['of tanh, with half of x', [...tanh.slice(0, 6), ...half], 'FastGelu'],
    ['of tanh, with all turned round', turned(tanh, [1, 2, 3, 5, 6, 7]), 'FastGelu'],
    ['of a sum with a constant', [['Add', ['x', 'one'], 'v'], ...of(gelu, 'v')], 'Gelu'],
  ]

  test.each(ways)('%s is one step, the same up to rounding', async (_, nodes, op) => {
    const bytes = modelOf(nodes)
    const changed = fusedGelu(bytes)
    expect(await operators(changed)).toMatchObject({ [op]: 1 })
    expect(Object.keys(await operators(changed))).not.toContain('Mul')
    const [before, after] = [await answer(bytes), await answer(changed)]
    for (const [i, y] of after.y.entries()) expect(Math.abs(y - before.y[i])).toBeLessThan(1e-6)
  })

  const kept: [string, Node[], string[]][] = [
    ['a tensor between is an output too', [...gelu], ['y', 'inner']],
    ['a tensor between is taken', [...gelu, ['Add', ['inner', 'x'], 'z']], ['y', 'z']],
    ['a graph inside takes a tensor between', [...gelu, ...ifs], ['y', 'z']],
  ]

  test.each(kept)('stays beside its step where %s', async (_, nodes, outputs) => {
    const bytes = modelOf(nodes, outputs)
    expect(await operators(fusedGelu(bytes))).toMatchObject({ Gelu: 1, Erf: 1, Mul: 1 })
    const [before, after] = [await answer(bytes), await answer(fusedGelu(bytes))]
    for (const name of outputs) {
      for (const [i, y] of after[name].entries()) {
        expect(Math.abs(y - before[name][i])).toBeLessThan(1e-6)
      }
    }
  })

  const others: [string, Node[]][] = [
    ['the factor is another', [...gelu.slice(0, 3), ['Mul', ['third', 'sum'], 'inner'], gelu[4]]],
    ['x is another outside', [...gelu.slice(0, 4), ['Mul', ['one', 'inner'], 'y']]],
    ['tanh stands for erf', [gelu[0], ['Tanh', ['scaled'], 'erf'], ...gelu.slice(2)]],
    ['the cube is a square', [['Pow', ['x', 'two'], 'cube'], ...tanh.slice(1)]],
    [
      'a constant is a little different',
      [tanh[0], ['Mul', ['cube', 'near'], 'cubic'], ...tanh.slice(2)],
    ],
    ['a constant is a vector', [['Div', ['x', 'roots'], 'scaled'], ...gelu.slice(1)]],
    ['a constant has more axes', [['Div', ['x', 'deep'], 'scaled'], ...gelu.slice(1)]],
  ]

  test.each(others)('is none where %s', async (_, nodes) => {
    const bytes = modelOf(nodes)
    expect(fusedGelu(bytes)).toBe(bytes)
    expect((await answer(bytes)).y.length).toBeGreaterThanOrEqual(64)
  })
})

/** The same nodes of another tensor. */
function of(nodes: readonly Node[], x: string): Node[] {
  return nodes.map(([op, inputs, output]) => {
    return [op, inputs.map((each) => (each === 'x' ? x : each)), output]
  })
}

function turned(nodes: readonly Node[], which: readonly number[]): Node[] {
  return nodes.map(([op, inputs, output], i) => {
    return [op, which.includes(i) ? inputs.toReversed() : inputs, output]
  })
}

/** A model of float32 vectors `x`, whose constants are weights. */
function modelOf(nodes: readonly Node[], outputs: readonly string[] = ['y']): Uint8Array {
  const weightOf = ([name, value, axes]: [string, number, number[]?]) => {
    const size = (axes ?? []).reduce((a, b) => a * b, 1)
    const raw = Buffer.from(new Float32Array(size).fill(value).buffer)
    const dims = (axes ?? []).map((length) => number(1, length))
    return [...dims, number(2, 1), ...words(8, name), ...fieldOf(9, [raw])]
  }
  const weights = [
    ...Object.entries(constants),
    ...Object.entries(tensors).map(([name, axes]): [string, number, number[]] => {
      return [name, Math.SQRT2, axes]
    }),
  ]
  const nodeOf = ([op, inputs, output, attributes = []]: Node) => {
    const taken = inputs.flatMap((input) => words(1, input))
    return [...taken, ...words(2, output), ...words(4, op), ...attributes]
  }
  const graph = [
    ...nodes.flatMap((node) => fieldOf(1, nodeOf(node))),
    ...words(2, 'graph'),
    ...weights.flatMap((each) => fieldOf(5, weightOf(each))),
    ...fieldOf(11, tensorOf('x')),
    ...outputs.flatMap((name) => fieldOf(12, tensorOf(name))),
  ]
  return Buffer.concat([number(1, 8), ...fieldOf(7, graph), ...fieldOf(8, [number(2, 17)])])
}

async function answer(bytes: Uint8Array): Promise<Record<string, Float32Array>> {
  const options = { graphOptimizationLevel: 'disabled', logSeverityLevel: 4 } as const
  const session = await InferenceSession.create(bytes, options)
  const draw = random(1)
  const x = Float32Array.from({ length: 64 }, () => 3 * draw.normal())
  const found = await session.run({ x: new Tensor('float32', x, [64]) })
  return Object.fromEntries(
    Object.entries(found).map(([name, { data }]) => [name, data as Float32Array]),
  )
}

/** How often each operator is in a graph, as it is or once the runtime has optimised it. */
async function operators(
  bytes: Uint8Array,
  graphOptimizationLevel: 'disabled' | 'all' = 'disabled',
): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'neurarrow-gelu-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const optimizedModelFilePath = join(folder, 'model.onnx')
  const options = { optimizedModelFilePath, graphOptimizationLevel, logSeverityLevel: 4 } as const
  await InferenceSession.create(bytes, options)
  const [graph] = messages(fieldsOf(readFileSync(optimizedModelFilePath), { at: 0 }), 7)
  const counts: Record<string, number> = {}
  for (const node of messages(graph, 1)) {
    expect(texts(node, 2)).not.toHaveLength(0)
    counts[text(node, 4)] = (counts[text(node, 4)] ?? 0) + 1
  }
  return counts
}
