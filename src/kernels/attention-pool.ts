import { outputLoss, type Targets } from './output-loss.ts'

/**
 * Pools the tokens of each row by one learned query, then maps what is pooled to outputs.
 *
 * A token counts by the softmax of its product with the query, over the root of its depth. The
 * parameters are the query [depth], weights [width, depth] and biases [width], one after the other.
 */
export interface AttentionPool {
  /** Numbers of a token. */
  readonly depth: number
  /** Outputs. */
  readonly width: number
}

/** Parameters to begin with, shape [P]: all 0, so that every token counts the same. */
export function startAttention({ depth, width }: AttentionPool): Float64Array {
  return new Float64Array(depth + width * (depth + 1))
}

/**
 * Outputs of rows of tokens.
 *
 * @param x shape [R, tokens, depth]
 * @param rows R
 * @returns `outputs` shape [R, width], `shares` shape [R, tokens], `pooled` shape [R, depth]
 */
export function attentionOutputs(
  { depth, width }: AttentionPool,
  parameters: Float64Array,
  x: Float64Array,
  rows: number,
) {
  const tokens = x.length / (rows * depth)
  const shares = new Float64Array(rows * tokens)
  const pooled = new Float64Array(rows * depth)
  const outputs = new Float64Array(rows * width)
  const query = parameters.subarray(0, depth)
  for (let r = 0; r < rows; r++) {
    const own = shares.subarray(r * tokens, (r + 1) * tokens)
    const from = r * tokens * depth
    for (let t = 0; t < tokens; t++) {
      own[t] = dot(query, x, from + t * depth) / Math.sqrt(depth)
    }
    toShares(own)
    for (let t = 0; t < tokens; t++) {
      for (let d = 0; d < depth; d++) pooled[r * depth + d] += own[t] * x[from + t * depth + d]
    }
    for (let q = 0; q < width; q++) {
      const bias = parameters[depth + width * depth + q]
      const weights = parameters.subarray(depth * (1 + q), depth * (2 + q))
      outputs[r * width + q] = bias + dot(weights, pooled, r * depth)
    }
  }
  return { outputs, shares, pooled }
}

/**
 * The mean loss over rows, and its gradient.
 *
 * @param x shape [R, tokens, depth]
 * @returns `gradient`, shape [P]
 */
export function attentionLoss(
  pool: AttentionPool,
  parameters: Float64Array,
  x: Float64Array,
  targets: Targets,
): { loss: number; gradient: Float64Array } {
  const { depth, width } = pool
  const rows = targets.isClass ? targets.y.length : targets.y.length / width
  const { outputs, shares, pooled } = attentionOutputs(pool, parameters, x, rows)
  const loss = outputLoss(outputs, targets)
  const gradient = new Float64Array(parameters.length)
  const tokens = shares.length / rows
  const down = new Float64Array(depth)
  for (let r = 0; r < rows; r++) {
    down.fill(0)
    for (let q = 0; q < width; q++) {
      const above = outputs[r * width + q]
      gradient[depth + width * depth + q] += above
      for (let d = 0; d < depth; d++) {
        gradient[depth * (1 + q) + d] += above * pooled[r * depth + d]
        down[d] += above * parameters[depth * (1 + q) + d]
      }
    }
    const level = dot(down, pooled, r * depth)
    for (let t = 0; t < tokens; t++) {
      const from = (r * tokens + t) * depth
      const share = shares[r * tokens + t]
      const pull = (share * (dot(down, x, from) - level)) / Math.sqrt(depth)
      for (let d = 0; d < depth; d++) gradient[d] += pull * x[from + d]
    }
  }
  return { loss, gradient }
}

/** The product of a vector with the numbers of another array from a place on. */
function dot(a: Float64Array, b: Float64Array, from: number): number {
  let sum = 0
  for (let d = 0; d < a.length; d++) sum += a[d] * b[from + d]
  return sum
}

function toShares(row: Float64Array): void {
  let top = Number.NEGATIVE_INFINITY
  for (let t = 0; t < row.length; t++) top = Math.max(top, row[t])
  let sum = 0
  for (let t = 0; t < row.length; t++) {
    row[t] = Math.exp(row[t] - top)
    sum += row[t]
  }
  for (let t = 0; t < row.length; t++) row[t] /= sum
}
