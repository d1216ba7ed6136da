/** One pass of a Stockham transform: `groups` x `stride` butterflies of `radix` numbers. */
export interface Pass {
  readonly radix: number
  readonly groups: number
  readonly stride: number
  /** Shape [groups, radix - 1, 2]. */
  readonly twiddles: Float64Array
}

const SIN_60 = Math.sqrt(3) / 2
const COS_72 = (Math.sqrt(5) - 1) / 4
const COS_144 = (-Math.sqrt(5) - 1) / 4
const SIN_72 = Math.sqrt(10 + 2 * Math.sqrt(5)) / 4
const SIN_144 = Math.sqrt(10 - 2 * Math.sqrt(5)) / 4

/** Radix 2: x and y of shape [N, 2], interleaved; y is written. */
export function pass2(x: Float64Array, y: Float64Array, pass: Pass): void {
  const { groups, twiddles: tw } = pass
  const w = 2 * pass.stride
  const gap = w * groups
  for (let p = 0, i = 0, o = 0; p < groups; p++, o += w) {
    const wr = tw[2 * p]
    const wi = tw[2 * p + 1]
    for (const end = i + w; i < end; i += 2, o += 2) {
      const br = x[i] - x[i + gap]
      const bi = x[i + 1] - x[i + gap + 1]
      y[o] = x[i] + x[i + gap]
      y[o + 1] = x[i + 1] + x[i + gap + 1]
      y[o + w] = br * wr - bi * wi
      y[o + w + 1] = br * wi + bi * wr
    }
  }
}

/** Radix 3: x and y of shape [N, 2], interleaved; y is written. */
export function pass3(x: Float64Array, y: Float64Array, pass: Pass): void {
  const { groups, twiddles: tw } = pass
  const w = 2 * pass.stride
  const gap = w * groups
  for (let p = 0, i = 0, o = 0; p < groups; p++, o += 2 * w) {
    const t = 4 * p
    for (const end = i + w; i < end; i += 2, o += 2) {
      const ar = x[i + gap] + x[i + 2 * gap]
      const ai = x[i + gap + 1] + x[i + 2 * gap + 1]
      const br = SIN_60 * (x[i + gap + 1] - x[i + 2 * gap + 1])
      const bi = SIN_60 * (x[i + gap] - x[i + 2 * gap])
      const cr = x[i] - 0.5 * ar
      const ci = x[i + 1] - 0.5 * ai
      y[o] = x[i] + ar
      y[o + 1] = x[i + 1] + ai
      y[o + w] = (cr + br) * tw[t] - (ci - bi) * tw[t + 1]
      y[o + w + 1] = (cr + br) * tw[t + 1] + (ci - bi) * tw[t]
      y[o + 2 * w] = (cr - br) * tw[t + 2] - (ci + bi) * tw[t + 3]
      y[o + 2 * w + 1] = (cr - br) * tw[t + 3] + (ci + bi) * tw[t + 2]
    }
  }
}

/** Radix 4: x and y of shape [N, 2], interleaved; y is written. */
export function pass4(x: Float64Array, y: Float64Array, pass: Pass): void {
  const { groups, twiddles: tw } = pass
  const w = 2 * pass.stride
  const gap = w * groups
  for (let p = 0, i = 0, o = 0; p < groups; p++, o += 3 * w) {
    const t = 6 * p
    for (const end = i + w; i < end; i += 2, o += 2) {
      const ar = x[i] + x[i + 2 * gap]
      const ai = x[i + 1] + x[i + 2 * gap + 1]
      const br = x[i] - x[i + 2 * gap]
      const bi = x[i + 1] - x[i + 2 * gap + 1]
      const cr = x[i + gap] + x[i + 3 * gap]
      const ci = x[i + gap + 1] + x[i + 3 * gap + 1]
      const dr = x[i + gap + 1] - x[i + 3 * gap + 1]
      const di = x[i + 3 * gap] - x[i + gap]
      y[o] = ar + cr
      y[o + 1] = ai + ci
      y[o + w] = (br + dr) * tw[t] - (bi + di) * tw[t + 1]
      y[o + w + 1] = (br + dr) * tw[t + 1] + (bi + di) * tw[t]
      y[o + 2 * w] = (ar - cr) * tw[t + 2] - (ai - ci) * tw[t + 3]
      y[o + 2 * w + 1] = (ar - cr) * tw[t + 3] + (ai - ci) * tw[t + 2]
      y[o + 3 * w] = (br - dr) * tw[t + 4] - (bi - di) * tw[t + 5]
      y[o + 3 * w + 1] = (br - dr) * tw[t + 5] + (bi - di) * tw[t + 4]
    }
  }
}

/** Radix 5: x and y of shape [N, 2], interleaved; y is written. */
export function pass5(x: Float64Array, y: Float64Array, pass: Pass): void {
  const { groups, twiddles: tw } = pass
  const w = 2 * pass.stride
  const gap = w * groups
  for (let p = 0, i = 0, o = 0; p < groups; p++, o += 4 * w) {
    const t = 8 * p
    for (const end = i + w; i < end; i += 2, o += 2) {
      const ar = x[i + gap] + x[i + 4 * gap]
      const ai = x[i + gap + 1] + x[i + 4 * gap + 1]
      const br = x[i + 2 * gap] + x[i + 3 * gap]
      const bi = x[i + 2 * gap + 1] + x[i + 3 * gap + 1]
      const cr = x[i + gap + 1] - x[i + 4 * gap + 1]
      const ci = x[i + 4 * gap] - x[i + gap]
      const dr = x[i + 2 * gap + 1] - x[i + 3 * gap + 1]
      const di = x[i + 3 * gap] - x[i + 2 * gap]
      const ur = x[i] + COS_72 * ar + COS_144 * br
      const ui = x[i + 1] + COS_72 * ai + COS_144 * bi
      const vr = x[i] + COS_144 * ar + COS_72 * br
      const vi = x[i + 1] + COS_144 * ai + COS_72 * bi
      const er = SIN_72 * cr + SIN_144 * dr
      const ei = SIN_72 * ci + SIN_144 * di
      const fr = SIN_144 * cr - SIN_72 * dr
      const fi = SIN_144 * ci - SIN_72 * di
      y[o] = x[i] + ar + br
      y[o + 1] = x[i + 1] + ai + bi
      y[o + w] = (ur + er) * tw[t] - (ui + ei) * tw[t + 1]
      y[o + w + 1] = (ur + er) * tw[t + 1] + (ui + ei) * tw[t]
      y[o + 2 * w] = (vr + fr) * tw[t + 2] - (vi + fi) * tw[t + 3]
      y[o + 2 * w + 1] = (vr + fr) * tw[t + 3] + (vi + fi) * tw[t + 2]
      y[o + 3 * w] = (vr - fr) * tw[t + 4] - (vi - fi) * tw[t + 5]
      y[o + 3 * w + 1] = (vr - fr) * tw[t + 5] + (vi - fi) * tw[t + 4]
      y[o + 4 * w] = (ur - er) * tw[t + 6] - (ui - ei) * tw[t + 7]
      y[o + 4 * w + 1] = (ur - er) * tw[t + 7] + (ui - ei) * tw[t + 6]
    }
  }
}

/** Any odd radix: x and y of shape [N, 2], interleaved; y is written. radix² operations each. */
export function passOdd(x: Float64Array, y: Float64Array, pass: Pass): void {
  const { radix, groups, twiddles } = pass
  const w = 2 * pass.stride
  const gap = w * groups
  const roots = rootsOf(radix)
  for (let p = 0, i = 0, o = 0; p < groups; p++, o += (radix - 1) * w) {
    for (const end = i + w; i < end; i += 2, o += 2) {
      for (let k = 0; k < radix; k++) {
        let re = x[i]
        let im = x[i + 1]
        for (let j = 1, at = 0; j < radix; j++) {
          at = (at + k) % radix
          const r = x[i + j * gap]
          const q = x[i + j * gap + 1]
          re += r * roots[2 * at] - q * roots[2 * at + 1]
          im += r * roots[2 * at + 1] + q * roots[2 * at]
        }
        const t = 2 * ((radix - 1) * p + k - 1)
        const wr = k === 0 ? 1 : twiddles[t]
        const wi = k === 0 ? 0 : twiddles[t + 1]
        y[o + k * w] = re * wr - im * wi
        y[o + k * w + 1] = re * wi + im * wr
      }
    }
  }
}

function rootsOf(radix: number): Float64Array {
  const roots = new Float64Array(2 * radix)
  for (let k = 0; k < radix; k++) {
    roots[2 * k] = Math.cos((-2 * Math.PI * k) / radix)
    roots[2 * k + 1] = Math.sin((-2 * Math.PI * k) / radix)
  }
  return roots
}
