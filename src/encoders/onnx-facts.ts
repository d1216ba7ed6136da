import { fail } from '../errors.ts'
import { type Fields, fieldsOf, messages, text, whole } from './protobuf.ts'

/** An input or output as an ONNX file declares it. */
export interface DeclaredTensor {
  readonly name: string
  /** `float32`, `int64`, ...; `type 23` for one that has no name here. */
  readonly dtype: string
  /** Lengths, or the name of an axis without one; `?` where it has neither. */
  readonly shape: readonly (number | string)[]
}

/** What an ONNX file says of itself, read without a runtime. */
export interface OnnxFacts {
  /** Version of the operators of the default domain. */
  readonly opset: number
  /** Other operator sets that it needs, by domain. */
  readonly domains: Readonly<Record<string, number>>
  readonly producer: string
  /** Inputs that are to be fed: those that no initializer gives. */
  readonly inputs: readonly DeclaredTensor[]
  readonly outputs: readonly DeclaredTensor[]
}

const dtypes: Readonly<Record<number, string>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  6: 'int32',
  7: 'int64',
  9: 'bool',
  10: 'float16',
  11: 'float64',
}

/**
 * Reads opset, inputs and outputs of an ONNX file; weights are stepped over.
 *
 * @throws {NeurarrowError} `file-corrupt` with the byte where it is no protocol buffer of a model,
 *   or when weights lie in another file
 * @see onnx.proto3: ModelProto, GraphProto, ValueInfoProto, TypeProto, OperatorSetIdProto
 */
export function onnxFacts(bytes: Uint8Array, file?: string): OnnxFacts {
  const model = fieldsOf(bytes, { file, at: 0 })
  const [graph] = messages(model, 7, file)
  if (graph === undefined) return fail('file-corrupt', { file, expected: 'the graph of a model' })
  const sets = messages(model, 8, file).map((set) => ({
    domain: text(set, 1),
    version: whole(set, 2),
  }))
  const isDefault = ({ domain }: { domain: string }) => domain === '' || domain === 'ai.onnx'
  const given = new Set(messages(graph, 5, file).map((tensor) => weightName(tensor, file)))
  const inputs = messages(graph, 11, file).map((value) => tensorOf(value, file))
  return {
    opset: Math.max(0, ...sets.filter(isDefault).map(({ version }) => version)),
    domains: Object.fromEntries(
      sets.filter((set) => !isDefault(set)).map(({ domain, version }) => [domain, version]),
    ),
    producer: text(model, 2),
    inputs: inputs.filter(({ name }) => !given.has(name)),
    outputs: messages(graph, 12, file).map((value) => tensorOf(value, file)),
  }
}

/** Name of a tensor of weights, which must lie in the file itself. */
function weightName(tensor: Fields, file?: string): string {
  const name = text(tensor, 8)
  if (!tensor.has(13)) return name
  return fail('file-corrupt', { file, tensor: name, expected: 'weights inside the file' })
}

function tensorOf(value: Fields, file?: string): DeclaredTensor {
  const [tensor] = messages(value, 2, file).flatMap((type) => messages(type, 1, file))
  if (tensor === undefined) return { name: text(value, 1), dtype: 'no tensor', shape: [] }
  const type = whole(tensor, 1)
  const [shape] = messages(tensor, 2, file)
  const axes = shape === undefined ? [] : messages(shape, 1, file)
  const lengths = axes.map((axis) => (axis.has(1) ? whole(axis, 1) : text(axis, 2) || '?'))
  return { name: text(value, 1), dtype: dtypes[type] ?? `type ${type}`, shape: lengths }
}
