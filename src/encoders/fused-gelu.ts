import { type GraphNode, geluNodes, type OneStep } from './gelu-nodes.ts'
import {
  type Fields,
  fieldOf,
  fieldsOf,
  messages,
  numberOf,
  text,
  texts,
  textsOf,
  whole,
  withFields,
} from './protobuf.ts'

/** Numbers of the fields of onnx.proto3 that are read and written here. */
const model = { graph: 7, operators: 8 }
const operatorSet = { domain: 1, version: 2 }
const graph = { node: 1, initializer: 5, output: 12 }
const node = { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 }
const attribute = { tensor: 5, graph: 6, graphs: 11 }
const tensor = { dims: 1, type: 2, floats: 4, name: 8, raw: 9 }
const value = { name: 1 }

/** The domain of operators of the runtime itself. */
const ofRuntime = 'com.microsoft'

/**
 * A model whose GELUs ONNX Runtime computes in one step.
 *
 * Exporters write GELU as five to nine nodes, in orders of which the runtime fuses some. Here one
 * node of the runtime's own operators takes the place of each (`geluNodes`). Of float32 alone.
 *
 * @param bytes of an ONNX model; they stay as they are
 * @returns `bytes` where there is nothing to change
 * @throws {NeurarrowError} `file-corrupt` where the bytes are no model
 * @see torch.nn.GELU with `approximate` of 'none' and 'tanh'; Gelu and FastGelu of com.microsoft
 */
export function fusedGelu(bytes: Uint8Array): Uint8Array {
  const pieces = withFields(bytes, model.graph, (found) => {
    const steps = stepsOf(fieldsOf(found, { at: 0 }))
    if (steps.size === 0) return undefined
    const nodes = withFields(found, graph.node, (each, n) => {
      return steps.has(n) ? written(fieldsOf(each, { at: 0 }), steps.get(n)) : undefined
    })
    return fieldOf(model.graph, nodes)
  })
  if (pieces.length === 1) return bytes
  const sets = messages(fieldsOf(bytes, { at: 0 }), model.operators)
  if (!sets.some((set) => text(set, operatorSet.domain) === ofRuntime)) {
    const set = [...textsOf(operatorSet.domain, [ofRuntime]), ...numberOf(operatorSet.version, 1)]
    pieces.push(...fieldOf(model.operators, set))
  }
  return Buffer.concat(pieces)
}

/** What stands in the place of nodes, by their positions. */
function stepsOf(fields: Fields): Map<number, OneStep | undefined> {
  const given = messages(fields, graph.node)
  const nodes = given.map(nodeOf)
  if (!nodes.some(({ op }) => op === 'Erf' || op === 'Tanh')) return new Map()
  const constants = new Map<string, number>()
  const weights = [...messages(fields, graph.initializer).map(named), ...given.flatMap(constantOf)]
  for (const [name, weight] of weights) {
    const number = onlyNumber(weight)
    if (number !== undefined) constants.set(name, number)
  }
  return geluNodes({ nodes, constants, outputs: outputsOf(fields) })
}

/** A node that takes one tensor and gives what another gave; nothing without a step. */
function written(fields: Fields, step: OneStep | undefined): Uint8Array[] {
  if (step === undefined) return []
  return fieldOf(graph.node, [
    ...textsOf(node.input, [step.x]),
    ...textsOf(node.output, texts(fields, node.output)),
    ...textsOf(node.name, texts(fields, node.name)),
    ...textsOf(node.op, [step.op]),
    ...textsOf(node.domain, [ofRuntime]),
  ])
}

function nodeOf(fields: Fields): GraphNode {
  const isStandard = ['', 'ai.onnx'].includes(text(fields, node.domain))
  return {
    op: isStandard ? text(fields, node.op) : '',
    inputs: texts(fields, node.input),
    outputs: texts(fields, node.output),
    within: graphsOf(fields).flatMap(takenBy),
  }
}

/** Graphs inside of a node: branches, bodies of loops. */
function graphsOf(fields: Fields): Fields[] {
  const { graph: one, graphs } = attribute
  return messages(fields, node.attribute).flatMap((each) => {
    return [...messages(each, one), ...messages(each, graphs)]
  })
}

/** Names of tensors that a graph takes, its own among them. */
function takenBy(fields: Fields): string[] {
  const nodes = messages(fields, graph.node).map(nodeOf)
  return [...outputsOf(fields), ...nodes.flatMap(({ inputs, within }) => [...inputs, ...within])]
}

function outputsOf(fields: Fields): string[] {
  return messages(fields, graph.output).map((output) => text(output, value.name))
}

type Named = [name: string, weight: Fields]

const named = (weight: Fields): Named => [text(weight, tensor.name), weight]

/** What a node of a constant gives. */
function constantOf(fields: Fields): Named[] {
  if (text(fields, node.op) !== 'Constant') return []
  const found = messages(fields, node.attribute).flatMap((each) => messages(each, attribute.tensor))
  return found.map((weight) => [text(fields, node.output), weight])
}

const float32 = 1

/** The number of a tensor of float32 that has one, and at most one axis. */
function onlyNumber(fields: Fields): number | undefined {
  const axes = (fields.get(tensor.dims) ?? []).map((d) =>
    typeof d === 'number' ? 1 : d.bytes.length,
  )
  const isFlat = axes.length <= 1 && (axes[0] ?? 0) <= 1
  const [only, ...more] = fields.get(tensor.raw) ?? fields.get(tensor.floats) ?? []
  if (whole(fields, tensor.type) !== float32 || !isFlat) return undefined
  if (typeof only !== 'object' || only.bytes.length !== 4 || more.length > 0) return undefined
  return new DataView(only.bytes.buffer, only.bytes.byteOffset).getFloat32(0, true)
}
