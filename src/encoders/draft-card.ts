import { stringify } from 'yaml'
import { axisNames, inputRoles, outputRoles } from './graph-schema.ts'
import type { DeclaredTensor, OnnxFacts } from './onnx-facts.ts'

/** What a draft is made from. */
export interface DraftFacts {
  readonly name: string
  /** Path or address, as it was given. */
  readonly source: string
  /** Set when the graph can be pulled from there. */
  readonly address?: string
  readonly sha256: string
  readonly facts: OnnxFacts
}

const toAdd = `
# Only you can know what follows. \`neurarrow models show\` names what is missing or wrong, by line
# and column; the cards beside this one are examples, and models/README.md explains every key.
#
# title: what it is, in one line
# description: what was trained on what, and what the embedding means
# licence: { code: , weights: , redistributable: false }
# rateHz: (or trS: for fMRI)
# unit: uV
# channels: { order: [] }    or { any: true }, { vocabulary: [] }, { montage: 10-20 }
# window: { minS: , maxS: }
# patch: { lengthS: }        where the input is tokens
# scale: { medianAbs: [0.5, 200] }
# preprocessing: []
# pooling: [mean]
# pretraining: []            every data set it has seen
# golden: { file: golden.arrow, tolerance: 1.0e-4 }
`

/** Writes the draft of a card: what an ONNX file says, and a comment for what it does not. */
export function draftCard({ name, source, address, sha256, facts }: DraftFacts): string {
  const graph = {
    role: 'encoder',
    file: 'model.onnx',
    sha256,
    opset: facts.opset,
    ...(address === undefined ? {} : { from: { https: address } }),
    inputs: facts.inputs.map((input) => tensorOf(input, inputRoles)),
    outputs: facts.outputs.map((output) => tensorOf(output, outputRoles)),
  }
  return `${stringify({ name, source, graphs: [graph] }, { lineWidth: 100 })}${toAdd}`
}

/** A name that is a role is taken for it; of the axes without a length only the batch is known. */
function tensorOf({ name, dtype, shape }: DeclaredTensor, roles: readonly string[]) {
  const axes = shape.map((axis, i) => {
    const isKnown = typeof axis === 'number' || axisNames.some((known) => known === axis)
    return i === 0 && typeof axis === 'string' ? 'batch' : isKnown ? axis : `(${axis})`
  })
  const is = roles.includes(name) ? { is: name } : {}
  return { name, ...is, dtype, shape: axes }
}
