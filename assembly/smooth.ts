/**
 * Smooths a volume of f32 along an axis other than x: `inner` voxels lie next to each other, and
 * `length` such rows after the other, `outer` times. Beyond the ends rows are mirrored, the
 * outermost twice.
 *
 * @param offsets for each place along the axis and each distance from 1 to `radius`, the place
 *   below and the place above, as u32: shape [length, radius, 2]
 * @param weights f32, the middle first, shape [radius + 1]
 */
export function smoothAcross(
  from: usize,
  to: usize,
  outer: i32,
  length: i32,
  inner: i32,
  offsets: usize,
  weights: usize,
  radius: i32,
): void {
  const row = <usize>inner << 2
  const span = row * <usize>length
  const middle = v128.load32_splat(weights)
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < length; i++) {
      const own = from + row * <usize>i
      const out = to + row * <usize>i
      const places = offsets + ((<usize>(i * radius)) << 3)
      let j: usize = 0
      for (; j + 64 <= row; j += 64) {
        let a = f32x4.mul(middle, v128.load(own + j))
        let b = f32x4.mul(middle, v128.load(own + j, 16))
        let c = f32x4.mul(middle, v128.load(own + j, 32))
        let d = f32x4.mul(middle, v128.load(own + j, 48))
        for (let k = 0; k < radius; k++) {
          const pair = places + (<usize>k << 3)
          const below = from + row * <usize>load<u32>(pair) + j
          const above = from + row * <usize>load<u32>(pair, 4) + j
          const weight = v128.load32_splat(weights + (<usize>k << 2), 4)
          a = f32x4.add(a, f32x4.mul(weight, f32x4.add(v128.load(below), v128.load(above))))
          b = f32x4.add(b, f32x4.mul(weight, f32x4.add(v128.load(below, 16), v128.load(above, 16))))
          c = f32x4.add(c, f32x4.mul(weight, f32x4.add(v128.load(below, 32), v128.load(above, 32))))
          d = f32x4.add(d, f32x4.mul(weight, f32x4.add(v128.load(below, 48), v128.load(above, 48))))
        }
        v128.store(out + j, a)
        v128.store(out + j, b, 16)
        v128.store(out + j, c, 32)
        v128.store(out + j, d, 48)
      }
      for (; j + 16 <= row; j += 16) {
        let sum = f32x4.mul(middle, v128.load(own + j))
        for (let k = 0; k < radius; k++) {
          const pair = places + (<usize>k << 3)
          const below = v128.load(from + row * <usize>load<u32>(pair) + j)
          const above = v128.load(from + row * <usize>load<u32>(pair, 4) + j)
          const weight = v128.load32_splat(weights + (<usize>(k + 1) << 2))
          sum = f32x4.add(sum, f32x4.mul(weight, f32x4.add(below, above)))
        }
        v128.store(out + j, sum)
      }
      for (; j < row; j += 4) {
        let sum = load<f32>(weights) * load<f32>(own + j)
        for (let k = 0; k < radius; k++) {
          const pair = places + (<usize>k << 3)
          const below = load<f32>(from + row * <usize>load<u32>(pair) + j)
          const above = load<f32>(from + row * <usize>load<u32>(pair, 4) + j)
          sum += load<f32>(weights + (<usize>(k + 1) << 2)) * (below + above)
        }
        store<f32>(out + j, sum)
      }
    }
    from += span
    to += span
  }
}

/**
 * Smooths a volume of f32 along x: `rows` of `length` voxels, through a line that is mirrored at
 * both ends.
 *
 * @param line room for length + 2 * radius voxels and three more
 * @param weights f32, the middle first, shape [radius + 1]
 */
export function smoothAlong(
  from: usize,
  to: usize,
  rows: i32,
  length: i32,
  line: usize,
  weights: usize,
  radius: i32,
): void {
  const row = <usize>length << 2
  const start = line + (<usize>radius << 2)
  const middle = v128.load32_splat(weights)
  for (let r = 0; r < rows; r++) {
    memory.copy(start, from, row)
    for (let k = 1; k <= radius; k++) {
      store<f32>(start - (<usize>k << 2), load<f32>(from + (<usize>mirrored(-k, length) << 2)))
      const after = length - 1 + k
      store<f32>(start + (<usize>after << 2), load<f32>(from + (<usize>mirrored(after, length) << 2)))
    }
    let j: usize = 0
    for (; j + 64 <= row; j += 64) {
      const own = start + j
      let a = f32x4.mul(middle, v128.load(own))
      let b = f32x4.mul(middle, v128.load(own, 16))
      let c = f32x4.mul(middle, v128.load(own, 32))
      let d = f32x4.mul(middle, v128.load(own, 48))
      for (let k: usize = 4; k <= <usize>radius << 2; k += 4) {
        const below = own - k
        const above = own + k
        const weight = v128.load32_splat(weights + k)
        a = f32x4.add(a, f32x4.mul(weight, f32x4.add(v128.load(below), v128.load(above))))
        b = f32x4.add(b, f32x4.mul(weight, f32x4.add(v128.load(below, 16), v128.load(above, 16))))
        c = f32x4.add(c, f32x4.mul(weight, f32x4.add(v128.load(below, 32), v128.load(above, 32))))
        d = f32x4.add(d, f32x4.mul(weight, f32x4.add(v128.load(below, 48), v128.load(above, 48))))
      }
      v128.store(to + j, a)
      v128.store(to + j, b, 16)
      v128.store(to + j, c, 32)
      v128.store(to + j, d, 48)
    }
    for (; j + 16 <= row; j += 16) {
      let sum = f32x4.mul(middle, v128.load(start + j))
      for (let k = 1; k <= radius; k++) {
        const apart = <usize>k << 2
        const both = f32x4.add(v128.load(start + j - apart), v128.load(start + j + apart))
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weights + apart), both))
      }
      v128.store(to + j, sum)
    }
    for (; j < row; j += 4) {
      let sum = load<f32>(weights) * load<f32>(start + j)
      for (let k = 1; k <= radius; k++) {
        const apart = <usize>k << 2
        const both = load<f32>(start + j - apart) + load<f32>(start + j + apart)
        sum += load<f32>(weights + apart) * both
      }
      store<f32>(to + j, sum)
    }
    from += row
    to += row
  }
}

/** Whether f32 numbers are all finite. */
export function allFinite(x: usize, count: i32): bool {
  const exponent = i32x4.splat(0x7f800000)
  const end = x + (<usize>count << 2)
  let holes = i32x4.splat(0)
  for (; x + 16 <= end; x += 16) {
    const own = v128.and(v128.load(x), exponent)
    holes = v128.or(holes, i32x4.eq(own, exponent))
  }
  for (; x < end; x += 4) {
    const isHole = (load<u32>(x) & 0x7f800000) == 0x7f800000
    if (isHole) return false
  }
  return !v128.any_true(holes)
}

function mirrored(index: i32, length: i32): i32 {
  const period = 2 * length
  const inside = ((index % period) + period) % period
  return inside < length ? inside : period - 1 - inside
}
