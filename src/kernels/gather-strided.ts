/**
 * Reads an array along other axes: moves, repeats or leaves out axes.
 *
 * @param from what is read, of any shape
 * @param shape lengths of the axes of the result, slowest first
 * @param strides for each axis of the result, how many elements of `from` one step is; 0 repeats
 * @returns shape `shape`, a new array of the same type
 */
export function gatherStrided<A extends Float32Array | Float64Array>(
  from: A,
  shape: readonly number[],
  strides: readonly number[],
): A {
  const total = shape.reduce((product, length) => product * length, 1)
  const out = (
    from instanceof Float32Array ? new Float32Array(total) : new Float64Array(total)
  ) as A
  const last = shape.length - 1
  const inner = last < 0 ? 1 : shape[last]
  const step = last < 0 ? 0 : strides[last]
  const index = new Array<number>(Math.max(0, last)).fill(0)
  let at = 0
  for (let i = 0; i < total; ) {
    for (let j = 0; j < inner; j++) out[i++] = from[at + j * step]
    for (let axis = last - 1; axis >= 0; axis--) {
      at += strides[axis]
      if (++index[axis] < shape[axis]) break
      at -= strides[axis] * shape[axis]
      index[axis] = 0
    }
  }
  return out
}
