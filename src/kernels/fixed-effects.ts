/** An effect of each voxel, and how sure it is. */
export interface VoxelEffects {
  /** Shape [V]. */
  readonly effects: Float64Array
  /** Variances of the effects, none below 0; shape [V]. */
  readonly variances: Float64Array
}

/**
 * Takes the effects of runs together as if every run had the same true one (fixed effects).
 *
 * Plain, the effect is the mean over the R runs and its variance their sum over R². Weighted by
 * precision, each run counts by 1 over its variance; runs of variance 0 then count alone, and the
 * variance is 0. NaN in one run is NaN of the voxel. One run is itself.
 *
 * @param runs R runs of V voxels each
 * @throws {RangeError} there are no runs, or lengths differ
 * @see nilearn.glm.contrasts.compute_fixed_effects; Worsley et al. (2002), NeuroImage 15(1):1-15
 */
export function fixedEffects(runs: readonly VoxelEffects[], isWeighted: boolean): VoxelEffects {
  const voxels = runs[0]?.effects.length ?? 0
  const isAlike = runs.every((r) => r.effects.length === voxels && r.variances.length === voxels)
  if (runs.length === 0 || !isAlike) throw new RangeError(`${runs.length} runs of unlike length`)
  const effects = new Float64Array(voxels)
  const variances = new Float64Array(voxels)
  const join = isWeighted ? weighted : plain
  for (let v = 0; v < voxels; v++) [effects[v], variances[v]] = join(runs, v)
  return { effects, variances }
}

function plain(runs: readonly VoxelEffects[], v: number): [number, number] {
  let effect = 0
  let variance = 0
  for (const run of runs) {
    effect += run.effects[v]
    variance += run.variances[v]
  }
  return [effect / runs.length, variance / runs.length ** 2]
}

function weighted(runs: readonly VoxelEffects[], v: number): [number, number] {
  const sure = runs.filter((run) => run.variances[v] === 0)
  const isWhole = runs.every((run) => !Number.isNaN(run.effects[v] + run.variances[v]))
  if (sure.length > 0 && isWhole) return plain(sure, v)
  let effect = 0
  let precision = 0
  for (const run of runs) {
    effect += run.effects[v] / run.variances[v]
    precision += 1 / run.variances[v]
  }
  return isWhole ? [effect / precision, 1 / precision] : [Number.NaN, Number.NaN]
}
