import {
  type Fields,
  fieldOf,
  fieldsOf,
  messages,
  partsOf,
  text,
  texts,
  whole,
} from './protobuf.ts'

/** Numbers of the fields of onnx.proto3 that are read here. */
const model = { graph: 7 }
const graph = { node: 1, initializer: 5, output: 12 }
const node = { input: 1, output: 2, op: 4, attribute: 5, domain: 7 }
const attribute = { tensor: 5, graph: 6, graphs: 11 }
const tensor = { type: 2, floats: 4, name: 8, raw: 9 }
const value = { name: 1 }

/**
 * A model whose GELUs ONNX Runtime computes in one step.
 *
 * The runtime fuses GELU where it is written as `(x (1 + erf(x / sqrt 2))) 0.5`. PyTorch's exporter
 * writes `x (0.5 (1 + erf(x / sqrt 2)))`, of which every factor is then computed by itself. Here
 * the factors change places, which changes no bit of the product: one is a power of two. A model
 * with graphs inside of nodes (`If`, `Loop`), which may take any tensor, stays as it is.
 *
 * @param bytes of an ONNX model; they stay as they are
 * @returns `bytes` where there is nothing to change
 * @throws {NeurarrowError} `file-corrupt` where the bytes are no model
 * @see GeluFusion of onnxruntime; torch.nn.GELU in torch.onnx.export(dynamo=True)
 */
export function fusableGelu(bytes: Uint8Array): Uint8Array {
  const changed = withFields(bytes, model.graph, (found) => {
    const inputs = reordered(fieldsOf(found, { at: 0 }))
    if (inputs.size === 0) return undefined
    return withFields(found, graph.node, (each, n) => {
      const left = inputs.get(n)
      return left && withFields(each, node.input, (_, i) => [Buffer.from(left[i])])
    })
  })
  return changed.length === 1 ? bytes : Buffer.concat(changed)
}

/**
 * A message, in pieces, whose fields of a number are replaced, the first being field 0; those that
 * stay are not copied.
 */
function withFields(
  bytes: Uint8Array,
  number: number,
  replace: (field: Uint8Array, index: number) => readonly Uint8Array[] | undefined,
): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let [index, kept] = [0, 0]
  for (const { number: found, value: field, from, to } of partsOf(bytes, { at: 0 })) {
    if (found !== number || typeof field === 'number') continue
    const replaced = replace(field.bytes, index++)
    if (replaced === undefined) continue
    pieces.push(bytes.subarray(kept, from), ...fieldOf(number, replaced))
    kept = to
  }
  return [...pieces, bytes.subarray(kept)]
}

interface Node {
  /** Position among the nodes of the graph. */
  readonly index: number
  /** '' of an operator that is not of ONNX itself. */
  readonly op: string
  readonly inputs: readonly string[]
  readonly output: string
  readonly fields: Fields
}

/** New inputs of the nodes to change, by their positions. */
function reordered(fields: Fields): Map<number, readonly string[]> {
  const nodes = messages(fields, graph.node).map(nodeOf)
  const inputs = new Map<number, readonly string[]>()
  if (!nodes.some(({ op }) => op === 'Erf')) return inputs
  const makers = new Map(nodes.map((each) => [each.output, each]))
  const halves = halvesOf(fields, nodes)
  const uses = usesOf(fields, nodes)
  for (const outer of nodes.filter(isProduct)) {
    for (const [x, scaled] of bothWays(outer)) {
      const inner = makers.get(scaled)
      if (inner === undefined || !isProduct(inner) || uses.get(scaled) !== 1) continue
      const found = bothWays(inner).find(([a, sum]) => halves.has(a) && isOneAndErf(sum, x, makers))
      if (found === undefined) continue
      inputs.set(inner.index, [x, found[1]])
      inputs.set(outer.index, [scaled, found[0]])
    }
  }
  const hidesUses = inputs.size > 0 && nodes.some(hasGraph)
  return hidesUses ? new Map() : inputs
}

function hasGraph({ fields }: Node): boolean {
  const { graph: one, graphs } = attribute
  return messages(fields, node.attribute).some((each) => each.has(one) || each.has(graphs))
}

/** Whether a tensor is a sum with the error function of `x` by or times something. */
function isOneAndErf(sum: string, x: string, makers: ReadonlyMap<string, Node>): boolean {
  const add = makers.get(sum)
  if (add?.op !== 'Add') return false
  return add.inputs.some((name) => {
    const erf = makers.get(name)
    const scaled = erf?.op === 'Erf' ? makers.get(erf.inputs[0]) : undefined
    return scaled !== undefined && /^(Div|Mul)$/.test(scaled.op) && scaled.inputs.includes(x)
  })
}

function nodeOf(fields: Fields, index: number): Node {
  const isStandard = ['', 'ai.onnx'].includes(text(fields, node.domain))
  const op = isStandard ? text(fields, node.op) : ''
  const output = texts(fields, node.output)[0] ?? ''
  return { index, op, inputs: texts(fields, node.input), output, fields }
}

const isProduct = ({ op, inputs }: Node) => op === 'Mul' && inputs.length === 2

function bothWays({ inputs: [a, b] }: Node): [string, string][] {
  return [
    [a, b],
    [b, a],
  ]
}

/** How often each tensor is taken by a node or given as an output. */
function usesOf(fields: Fields, nodes: readonly Node[]): Map<string, number> {
  const given = messages(fields, graph.output).map((output) => text(output, value.name))
  const uses = new Map<string, number>()
  for (const name of [...nodes.flatMap(({ inputs }) => inputs), ...given]) {
    uses.set(name, (uses.get(name) ?? 0) + 1)
  }
  return uses
}

/** Names of the constants that are one half. */
function halvesOf(fields: Fields, nodes: readonly Node[]): Set<string> {
  const weights = messages(fields, graph.initializer).filter(isHalf)
  const constants = nodes.filter((each) => {
    if (each.op !== 'Constant') return false
    const given = messages(each.fields, node.attribute)
    return given.flatMap((found) => messages(found, attribute.tensor)).some(isHalf)
  })
  return new Set([
    ...weights.map((each) => text(each, tensor.name)),
    ...constants.map(({ output }) => output),
  ])
}

const float32 = 1
const half = Buffer.from(Float32Array.of(0.5).buffer)

function isHalf(fields: Fields): boolean {
  const found = fields.get(tensor.raw) ?? fields.get(tensor.floats) ?? []
  const [only] = found.length === 1 ? found : []
  return (
    whole(fields, tensor.type) === float32 && typeof only === 'object' && half.equals(only.bytes)
  )
}
