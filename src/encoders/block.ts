/** Windows to be encoded, as they lie in a table, and how each is read from it. */
export interface Block {
  /** Source rows, shape [R, ...], 32-bit floats; for plain windows [R, channel, time, depth]. */
  readonly values: Float32Array
  readonly rows: number
  /** The axes of a window as the model sees it; of volumes, channel and depth count voxels. */
  readonly channel: number
  readonly time: number
  readonly depth: number
  /** How rows of the source become windows; absent where they are windows already. */
  readonly cut?: Cut
  /** The axes of a window where they are not channel, time and depth: of a stack of volumes. */
  readonly axes?: readonly { readonly name: string; readonly length: number }[]
  /** What else is known of the windows, for the inputs that ask for it. */
  readonly known?: KnownOfWindows
}

/** How a window [channel, time, depth] is cut from a source row [C, T]. */
export interface Cut {
  /** For each channel of the model its place in the source; -1 where it is missing. */
  readonly from: readonly number[]
  /** Weights of the source's channels for each missing one, shape [missing, C]; else zeros. */
  readonly weights?: Float32Array
  /** T and C of a source row. */
  readonly samples: number
  readonly channels: number
  /** From the start of a patch to the start of the next, in samples. */
  readonly stride: number
}

/** Facts of windows beside their samples. */
export interface KnownOfWindows {
  /** Names of the channels of the model. */
  readonly channels?: readonly string[]
  /** For each channel its number among those that the card knows; 0, 1, 2 when not given. */
  readonly channelIds?: readonly number[]
  /** For each channel 0 an electrode, 1 a magnetometer, 2 a gradiometer; 0 when not given. */
  readonly sensorTypes?: readonly number[]
  /** Coordinates of each channel, shape [channel, K]. */
  readonly positions?: Float32Array
  /** Numbers by row, shape [R, N] each: masks and codes of tokens, ids. */
  readonly byRow?: Readonly<Record<string, Float32Array>>
  /** Numbers by row, shape [R, N] each, for inputs by their name in the graph. */
  readonly byInput?: Readonly<Record<string, Float32Array>>
  /** Number of each window in its recording, from which its random numbers follow; shape [R]. */
  readonly window?: Int32Array
}

/**
 * The samples of some windows, one after the other.
 *
 * @param rows positions of the windows, shape [N]
 * @returns shape [N, channel, time, depth]: a view where the windows follow each other, else a
 *   copy; always a copy of shared memory, which the runtime does not take
 */
export function samplesOf(block: Block, rows: Int32Array): Float32Array {
  const size = sizeOf(block)
  const inRow = rows.every((row, i) => row === rows[0] + i)
  if (inRow && block.cut === undefined && block.values.buffer instanceof ArrayBuffer) {
    return block.values.subarray(rows[0] * size, (rows[0] + rows.length) * size)
  }
  const out = new Float32Array(rows.length * size)
  for (let i = 0; i < rows.length; i++) readWindow(block, rows[i], out.subarray(i * size))
  return out
}

/** Samples of a window as the model sees it. */
export function sizeOf({ channel, time, depth }: Block): number {
  return channel * time * depth
}

/** Numbers of a row of the source. */
export function sourceSize(block: Block): number {
  return block.cut ? block.cut.channels * block.cut.samples : sizeOf(block)
}

/** The rows of numbers by row, shape [N, D] of [R, D]. */
export function rowsOf(all: Float32Array, total: number, rows: Int32Array): Float32Array {
  const width = all.length / total
  const out = new Float32Array(rows.length * width)
  for (let i = 0; i < rows.length; i++) {
    out.set(all.subarray(rows[i] * width, (rows[i] + 1) * width), i * width)
  }
  return out
}

function readWindow(block: Block, row: number, out: Float32Array): void {
  const { values, cut, time, depth } = block
  const at = row * sourceSize(block)
  if (cut === undefined) {
    out.set(values.subarray(at, at + sizeOf(block)))
    return
  }
  let missing = 0
  for (let c = 0; c < cut.from.length; c++) {
    if (cut.from[c] < 0) {
      const to = c * time * depth
      if (cut.weights) fill(block, cut, { at, missing, to, out })
      missing++
      continue
    }
    const start = at + cut.from[c] * cut.samples
    for (let t = 0; t < time; t++) {
      const from = start + t * cut.stride
      out.set(values.subarray(from, from + depth), (c * time + t) * depth)
    }
  }
}

interface Filled {
  /** Where the source row begins. */
  readonly at: number
  /** Which of the missing channels. */
  readonly missing: number
  /** Where its samples go. */
  readonly to: number
  readonly out: Float32Array
}

/** A missing channel as the weighted sum of those of the source. */
function fill({ values, time, depth }: Block, cut: Cut, { at, missing, to, out }: Filled): void {
  const { weights = new Float32Array(0), channels, samples, stride } = cut
  out.fill(0, to, to + time * depth)
  for (let k = 0; k < channels; k++) {
    const weight = weights[missing * channels + k]
    if (weight === 0) continue
    for (let t = 0; t < time; t++) {
      const from = at + k * samples + t * stride
      const target = to + t * depth
      for (let i = 0; i < depth; i++) out[target + i] += weight * values[from + i]
    }
  }
}
