import { normalCdf } from '../kernels/normal.ts'

/** A node of a graph. */
export interface GraphNode {
  /** '' of an operator that is not of ONNX itself. */
  readonly op: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Tensors that graphs inside of it may take. */
  readonly within: readonly string[]
}

/** Nodes in an order in which each comes after what it takes. */
export interface GraphNodes {
  readonly nodes: readonly GraphNode[]
  /** Tensors that are one number. */
  readonly constants: ReadonlyMap<string, number>
  readonly outputs: readonly string[]
}

/** An operator of the runtime that takes one tensor. */
export interface OneStep {
  readonly op: string
  readonly x: string
}

/** GELUs: the operator that computes one, and the function, by the node in their middle. */
const gelus: Readonly<Record<string, { op: string; of: (x: number) => number }>> = {
  Erf: { op: 'Gelu', of: (x) => x * normalCdf(x) },
  Tanh: {
    op: 'FastGelu',
    of: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  },
}

/** The operators that GELUs are written with. */
const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Pow: (a, b) => a ** b,
  Erf: (a) => 2 * normalCdf(a * Math.SQRT2) - 1,
  Tanh: (a) => Math.tanh(a),
}

/** Where a function is compared with a GELU. */
const points = Array.from({ length: 49 }, (_, i) => i / 4 - 6)

/**
 * The GELUs of a graph that are written as several nodes.
 *
 * Nodes are taken for what they compute: where what a tensor becomes by sums, products, powers,
 * `Erf` or `Tanh`, with constants, is GELU at 49 points from -6 to 6 up to 1e-6, it is one. The
 * order of factors and terms does not matter.
 *
 * @returns by its position, the node in whose place one step stands; `undefined` for nodes that
 *   nothing takes any longer
 */
export function geluNodes(graph: GraphNodes): Map<number, OneStep | undefined> {
  const { nodes } = graph
  const steps = new Map<GraphNode, OneStep>()
  const inner = new Set<GraphNode>()
  const simple = nodes.filter(({ op }) => op in operators)
  for (const middle of simple.filter(({ op }) => op in gelus)) {
    const found = geluOf(middle, simple, graph.constants)
    if (found === undefined) continue
    steps.set(found.last, { op: gelus[middle.op].op, x: found.x })
    for (const each of found.inner) inner.add(each)
  }
  const unused = withoutUse(graph, steps, inner)
  return new Map(
    nodes.flatMap((each, n) => {
      return steps.has(each) || unused.has(each) ? [[n, steps.get(each)] as const] : []
    }),
  )
}

interface Gelu {
  readonly x: string
  /** The node that gives it. */
  readonly last: GraphNode
  /** The nodes between. */
  readonly inner: readonly GraphNode[]
}

/** The GELU that a node is the middle of. */
function geluOf(
  middle: GraphNode,
  simple: readonly GraphNode[],
  constants: ReadonlyMap<string, number>,
): Gelu | undefined {
  const expected = points.map(gelus[middle.op].of)
  for (const x of sourcesOf(middle, simple)) {
    const values = new Map([[x, points]])
    const inner: GraphNode[] = []
    for (const each of simple) {
      const found = resultOf(each, values, constants)
      if (found === undefined) continue
      if (inner.includes(middle) && isSame(found, expected)) return { x, last: each, inner }
      values.set(each.outputs[0], found)
      inner.push(each)
    }
  }
  return undefined
}

/** More than the tensors between `Tanh` and what GELU is taken of, however it is written. */
const mostSources = 16

/** Tensors that a node may come from, the nearest first. */
function sourcesOf(middle: GraphNode, simple: readonly GraphNode[]): Set<string> {
  const makers = new Map(simple.map((each) => [each.outputs[0], each]))
  const found = new Set<string>(middle.inputs)
  for (const name of found) {
    if (found.size > mostSources) break
    for (const input of makers.get(name)?.inputs ?? []) found.add(input)
  }
  return found
}

/** What a node gives at all points, where it takes nothing but known values and constants. */
function resultOf(
  { op, inputs }: GraphNode,
  values: ReadonlyMap<string, readonly number[]>,
  constants: ReadonlyMap<string, number>,
): number[] | undefined {
  if (!inputs.some((name) => values.has(name))) return undefined
  if (!inputs.every((name) => values.has(name) || constants.has(name))) return undefined
  const at = (name: string, i: number) => values.get(name)?.[i] ?? constants.get(name) ?? Number.NaN
  return points.map((_, i) => operators[op](at(inputs[0], i), at(inputs[1], i)))
}

function isSame(found: readonly number[], expected: readonly number[]): boolean {
  return found.every((each, i) => Math.abs(each - expected[i]) < 1e-6)
}

/** Those of some nodes whose results nothing takes, once steps stand in the place of others. */
function withoutUse(
  { nodes, outputs }: GraphNodes,
  steps: ReadonlyMap<GraphNode, OneStep>,
  among: ReadonlySet<GraphNode>,
): Set<GraphNode> {
  const taken = new Set(outputs)
  const unused = new Set<GraphNode>()
  for (const each of nodes.toReversed()) {
    const step = steps.get(each)
    if (step === undefined && among.has(each) && !each.outputs.some((name) => taken.has(name))) {
      unused.add(each)
      continue
    }
    for (const name of step ? [step.x] : [...each.inputs, ...each.within]) taken.add(name)
  }
  return unused
}
