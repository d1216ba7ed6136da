import type { Device } from '../encoders/device.ts'

/** A score of one pipeline on two devices. */
export interface ScoreParity {
  readonly metric: string
  readonly found: number
  readonly against: number
  readonly difference: number
}

/**
 * Runs a pipeline on two devices, each with a store of its own, and compares its scores.
 *
 * @throws {NeurarrowError} as `runPipeline`
 */
export async function scoreParity(
  file: string,
  device: Device,
  against: Device,
): Promise<ScoreParity[]> {
  const [one, other] = [await scoresOn(file, device), await scoresOn(file, against)]
  return Object.keys(one).map((metric) => {
    const [found, expected] = [one[metric], other[metric]]
    return { metric, found, against: expected, difference: found - expected }
  })
}

async function scoresOn(file: string, device: Device): Promise<Record<string, number>> {
  const { mkdtemp, rm } = await import('node:fs/promises')
  const { tmpdir } = await import('node:os')
  const { join } = await import('node:path')
  const { runPipeline } = await import('../execution/run.ts')
  const { workersFrom } = await import('./workers.ts')
  const store = await mkdtemp(join(tmpdir(), 'neurarrow-parity-'))
  try {
    const settings = { store, workers: workersFrom(undefined), device, strict: true }
    const { scores } = (await runPipeline({ file }, settings)).record
    return Object.fromEntries(Object.entries(scores).map(([use, { mean }]) => [use, mean]))
  } finally {
    await rm(store, { recursive: true, force: true })
  }
}
