import { random } from '../kernels/random.ts'

export const fmriTrS = 2
export const fmriScans = 120
export const categories = ['face', 'house', 'tool'] as const
export const motionNames = ['trans_x', 'trans_y', 'trans_z', 'rot_x', 'rot_y', 'rot_z'] as const

const blocksPerCategory = 3
const blockS = 16
const restS = 8

/** Which run of whom, and the seed of the data set. */
export interface Who {
  readonly seed: number
  readonly subject: number
  readonly run: number
}

/** What is shown and how the head moves in one run. */
export interface Design {
  readonly blocks: readonly { onsetS: number; durationS: number; category: string }[]
  /** One row for each of `motionNames`, a value each scan: mm, then rad. */
  readonly motion: readonly Float64Array[]
}

/** Draws the order of blocks (rest before each and behind the last) and the motion of a run. */
export function drawDesign({ seed, subject, run }: Who): Design {
  const draw = random((seed * 4096 + subject) * 16 + run)
  const order = draw.shuffle(
    Array.from({ length: blocksPerCategory * categories.length }, (_, i) => i % categories.length),
  )
  const blocks = order.map((category, i) => ({
    onsetS: restS + i * (blockS + restS),
    durationS: blockS,
    category: categories[category],
  }))
  const motion = motionNames.map((name) => {
    const step = name.startsWith('trans') ? 0.04 : 0.0006
    const path = new Float64Array(fmriScans)
    for (let t = 1; t < fmriScans; t++) {
      const jerk = draw.uniform() < 0.03 ? 5 : 1
      path[t] = 0.98 * path[t - 1] + step * jerk * draw.normal()
    }
    return path
  })
  return { blocks, motion }
}
