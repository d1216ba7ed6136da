/**
 * Runs four second-order sections over a pair of rows in place: what a section does with one
 * sample overlaps with what the others do with theirs. Each section takes its numbers in the order
 * that src/kernels/sos-filter-scalar.ts does.
 *
 * Not one function for any number of sections: the compiler of the engine, which sees it as one
 * body, then runs out of registers and takes 1.7 times as long.
 *
 * @param x the first of `count` samples, each 16 bytes: one f64 of either row
 * @param step bytes from a sample to the next: 16 forwards, -16 backwards
 * @param sections shape [4, 6] of f64
 * @param states shape [4, 2] of pairs; holds the state after the last sample
 */
export function sosFour(x: usize, count: i32, step: i32, sections: usize, states: usize): void {
  let z0 = v128.load(states)
  let z1 = v128.load(states, 16)
  let w0 = v128.load(states, 32)
  let w1 = v128.load(states, 48)
  let q0 = v128.load(states, 64)
  let q1 = v128.load(states, 80)
  let r0 = v128.load(states, 96)
  let r1 = v128.load(states, 112)
  for (let t = 0; t < count; t++) {
    const y0 = v128.load(x)
    const y1 = f64x2.add(f64x2.mul(v128.load64_splat(sections), y0), z0)
    const z2 = f64x2.add(f64x2.mul(v128.load64_splat(sections, 8), y0), z1)
    z0 = f64x2.sub(z2, f64x2.mul(v128.load64_splat(sections, 32), y1))
    const z3 = f64x2.mul(v128.load64_splat(sections, 16), y0)
    z1 = f64x2.sub(z3, f64x2.mul(v128.load64_splat(sections, 40), y1))
    const y2 = f64x2.add(f64x2.mul(v128.load64_splat(sections, 48), y1), w0)
    const w2 = f64x2.add(f64x2.mul(v128.load64_splat(sections, 56), y1), w1)
    w0 = f64x2.sub(w2, f64x2.mul(v128.load64_splat(sections, 80), y2))
    const w3 = f64x2.mul(v128.load64_splat(sections, 64), y1)
    w1 = f64x2.sub(w3, f64x2.mul(v128.load64_splat(sections, 88), y2))
    const y3 = f64x2.add(f64x2.mul(v128.load64_splat(sections, 96), y2), q0)
    const q2 = f64x2.add(f64x2.mul(v128.load64_splat(sections, 104), y2), q1)
    q0 = f64x2.sub(q2, f64x2.mul(v128.load64_splat(sections, 128), y3))
    const q3 = f64x2.mul(v128.load64_splat(sections, 112), y2)
    q1 = f64x2.sub(q3, f64x2.mul(v128.load64_splat(sections, 136), y3))
    const y4 = f64x2.add(f64x2.mul(v128.load64_splat(sections, 144), y3), r0)
    const r2 = f64x2.add(f64x2.mul(v128.load64_splat(sections, 152), y3), r1)
    r0 = f64x2.sub(r2, f64x2.mul(v128.load64_splat(sections, 176), y4))
    const r3 = f64x2.mul(v128.load64_splat(sections, 160), y3)
    r1 = f64x2.sub(r3, f64x2.mul(v128.load64_splat(sections, 184), y4))
    v128.store(x, y4)
    x += step
  }
  v128.store(states, z0)
  v128.store(states, z1, 16)
  v128.store(states, w0, 32)
  v128.store(states, w1, 48)
  v128.store(states, q0, 64)
  v128.store(states, q1, 80)
  v128.store(states, r0, 96)
  v128.store(states, r1, 112)
}

/** As `sosFour`, two sections. */
export function sosTwo(x: usize, count: i32, step: i32, sections: usize, states: usize): void {
  let z0 = v128.load(states)
  let z1 = v128.load(states, 16)
  let w0 = v128.load(states, 32)
  let w1 = v128.load(states, 48)
  for (let t = 0; t < count; t++) {
    const y0 = v128.load(x)
    const y1 = f64x2.add(f64x2.mul(v128.load64_splat(sections), y0), z0)
    const z2 = f64x2.add(f64x2.mul(v128.load64_splat(sections, 8), y0), z1)
    z0 = f64x2.sub(z2, f64x2.mul(v128.load64_splat(sections, 32), y1))
    const z3 = f64x2.mul(v128.load64_splat(sections, 16), y0)
    z1 = f64x2.sub(z3, f64x2.mul(v128.load64_splat(sections, 40), y1))
    const y2 = f64x2.add(f64x2.mul(v128.load64_splat(sections, 48), y1), w0)
    const w2 = f64x2.add(f64x2.mul(v128.load64_splat(sections, 56), y1), w1)
    w0 = f64x2.sub(w2, f64x2.mul(v128.load64_splat(sections, 80), y2))
    const w3 = f64x2.mul(v128.load64_splat(sections, 64), y1)
    w1 = f64x2.sub(w3, f64x2.mul(v128.load64_splat(sections, 88), y2))
    v128.store(x, y2)
    x += step
  }
  v128.store(states, z0)
  v128.store(states, z1, 16)
  v128.store(states, w0, 32)
  v128.store(states, w1, 48)
}

/** As `sosFour`, one section. */
export function sosOne(x: usize, count: i32, step: i32, sections: usize, states: usize): void {
  let z0 = v128.load(states)
  let z1 = v128.load(states, 16)
  for (let t = 0; t < count; t++) {
    const y0 = v128.load(x)
    const y1 = f64x2.add(f64x2.mul(v128.load64_splat(sections), y0), z0)
    const z2 = f64x2.add(f64x2.mul(v128.load64_splat(sections, 8), y0), z1)
    z0 = f64x2.sub(z2, f64x2.mul(v128.load64_splat(sections, 32), y1))
    const z3 = f64x2.mul(v128.load64_splat(sections, 16), y0)
    z1 = f64x2.sub(z3, f64x2.mul(v128.load64_splat(sections, 40), y1))
    v128.store(x, y1)
    x += step
  }
  v128.store(states, z0)
  v128.store(states, z1, 16)
}
