import type { Random } from './random.ts'

/** What becomes of a hidden token; what is left of 1 becomes zero. */
export interface Fill {
  /** Share of hidden tokens that become another token of the row. */
  readonly randomShare: number
  /** Share of hidden tokens that stay as they are. */
  readonly leaveShare: number
}

/** What became of a hidden token: 0 zero, 1 another one, 2 left. */
export type Fate = 0 | 1 | 2

/**
 * Decides the fate of each hidden token.
 *
 * @param hidden shape [N], 1 for hidden
 * @param real shape [N]; another token is one of these
 * @returns `fate`, shape [N], 0 too where nothing is hidden, and `from`, shape [N]: the token that
 *   takes its place
 */
export function drawFates(hidden: Uint8Array, real: Uint8Array, fill: Fill, draw: Random) {
  const others = Int32Array.from(real.keys()).filter((i) => real[i] === 1)
  const fate = new Uint8Array(hidden.length)
  const from = new Int32Array(hidden.length)
  for (let i = 0; i < hidden.length; i++) {
    if (!hidden[i]) continue
    const dice = draw.uniform()
    if (dice < fill.leaveShare) fate[i] = 2
    else if (dice < fill.leaveShare + fill.randomShare) {
      fate[i] = 1
      from[i] = others[draw.integer(others.length)]
    }
  }
  return { fate, from }
}

/**
 * Fills hidden tokens, or hidden parts of tokens, in place.
 *
 * A value that is not finite becomes NaN, never zero: that a token is hidden does not mend it.
 *
 * @param row tokens of one row, shape [N, depth], changed
 * @param before the same tokens as they were, shape [N, depth]
 * @param parts shape [N, depth], 1 where hidden; the whole token when not given
 */
export function fillHidden(
  row: Float32Array,
  before: Float32Array,
  { fate, from }: ReturnType<typeof drawFates>,
  { hidden, parts }: { readonly hidden: Uint8Array; readonly parts?: Uint8Array },
): void {
  const depth = row.length / Math.max(1, hidden.length)
  for (let i = 0; i < hidden.length; i++) {
    if (!hidden[i] || fate[i] === 2) continue
    const source = fate[i] === 1 ? from[i] * depth : -1
    for (let d = 0, at = i * depth; d < depth; d++, at++) {
      if (parts && !parts[at]) continue
      const trace = before[at] * 0 + 0
      row[at] = source < 0 ? trace : before[source + d] + trace
    }
  }
}
