import { gatherStrided } from '../kernels/gather-strided.ts'

/** Numbers with named axes: `values` has shape [axes[0].length, axes[1].length, ...]. */
export interface Named {
  readonly values: Float32Array | Float64Array
  readonly axes: readonly { readonly name: string; readonly length: number }[]
}

/** Axes of a tensor as a card declares them: a name, or a length. */
export type DeclaredAxes = readonly (string | number)[]

/** Axes that a card may name together. */
const parts: Readonly<Record<string, readonly string[]>> = {
  samples: ['time', 'depth'],
  token: ['channel', 'time'],
}

/** How numbers become a tensor: as they lie, or gathered by strides. */
export interface Layout {
  readonly shape: readonly number[]
  /** Length of each axis of the tensor, and the step in the numbers from one place to the next. */
  readonly gather?: { readonly lengths: readonly number[]; readonly strides: readonly number[] }
}

/**
 * Puts numbers on the axes that a card declares: moves axes, repeats along those that the numbers
 * do not have, joins those that a card names together.
 *
 * A length without a name stands for the next axes whose product it is, 1 for none. Where that
 * does not come out, named axes in front and lengths behind that hold as many numbers in all are
 * taken in their order. Numbers without axes fill any shape.
 *
 * @param lengths how long each named axis is
 * @returns `undefined` when the numbers do not go into the declared axes
 */
export function layoutOf(
  named: Named,
  declared: DeclaredAxes,
  lengths: Readonly<Record<string, number>>,
): Layout | undefined {
  const shape = shapeOf(declared, lengths)
  if (shape === undefined) return undefined
  const total = shape.reduce((product, length) => product * length, 1)
  const order = atomsOf(named, declared, lengths)
  if (order === undefined) {
    return follows(named, declared) && total === named.values.length ? { shape } : undefined
  }
  if (isSame(order, named) && total === named.values.length) return { shape }
  const strides = stridesOf(named)
  const gather = {
    lengths: order.map(({ length }) => length),
    strides: order.map(({ name }) => strides.get(name) ?? 0),
  }
  return { shape, gather }
}

/** Numbers in the order of a layout: themselves where they lie so. */
export function spread(
  values: Float32Array | Float64Array,
  { gather }: Layout,
): Float32Array | Float64Array {
  return gather ? gatherStrided(values, gather.lengths, gather.strides) : values
}

interface Atom {
  readonly name: string
  readonly length: number
}

/** The shape that declared axes have; `undefined` when the length of one is not known. */
export function shapeOf(
  declared: DeclaredAxes,
  lengths: Readonly<Record<string, number>>,
): number[] | undefined {
  const shape = declared.map((axis) =>
    typeof axis === 'number'
      ? axis
      : (parts[axis] ?? [axis]).reduce((product, part) => product * (lengths[part] ?? -1), 1),
  )
  return shape.some((length) => length < 0) ? undefined : shape
}

/** The declared axes in terms of those of the numbers. */
function atomsOf(
  named: Named,
  declared: DeclaredAxes,
  lengths: Readonly<Record<string, number>>,
): Atom[] | undefined {
  const told = new Set(declared.flatMap((axis) => parts[axis] ?? [String(axis)]))
  const rest = named.axes.filter(({ name }) => !told.has(name))
  const atoms: Atom[] = []
  for (const axis of declared) {
    if (typeof axis === 'string') {
      for (const name of parts[axis] ?? [axis]) atoms.push({ name, length: lengths[name] })
      continue
    }
    if (named.axes.length === 0) {
      atoms.push({ name: '', length: axis })
      continue
    }
    const taken = takeProduct(rest, axis)
    if (taken === undefined) return undefined
    atoms.push(...taken)
  }
  return rest.every(({ length }) => length === 1) ? atoms : undefined
}

/** Takes from the front the axes whose product is `length`. */
function takeProduct(rest: Atom[], length: number): Atom[] | undefined {
  const taken: Atom[] = []
  for (let product = 1; product < length; ) {
    const next = rest.shift()
    if (next === undefined) return undefined
    taken.push(next)
    product *= next.length
    if (product > length) return undefined
  }
  return taken
}

/** Whether the declared names are the first axes of the numbers, and only lengths come after. */
function follows({ axes }: Named, declared: DeclaredAxes): boolean {
  const names = declared.filter((axis) => typeof axis === 'string')
  return declared.every((axis, i) =>
    typeof axis === 'string' ? axis === axes[i]?.name : i >= names.length,
  )
}

function isSame(order: readonly Atom[], { axes }: Named): boolean {
  const long = (all: readonly Atom[]) => all.filter(({ length }) => length !== 1)
  const [a, b] = [long(order), long(axes)]
  return a.length === b.length && a.every(({ name }, i) => name === b[i].name)
}

function stridesOf({ axes }: Named): Map<string, number> {
  const strides = new Map<string, number>()
  let stride = 1
  for (const { name, length } of axes.toReversed()) {
    strides.set(name, stride)
    stride *= length
  }
  return strides
}
