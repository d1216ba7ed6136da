import { fail } from '../errors.ts'
import type { ReadOptions } from '../reader.ts'
import type { SurfaceContent } from '../tables/surface.ts'
import { chosenRows } from './chosen-rows.ts'

/**
 * The rows and the span that are asked for, of a surface; maps have no time, so all of them stay.
 *
 * @throws {NeurarrowError} `channel-missing`, `signal-too-short` when no sample lies in the span
 */
export function chosenSurface(
  content: SurfaceContent,
  { channels, fromS = Number.NEGATIVE_INFINITY, toS = Number.POSITIVE_INFINITY }: ReadOptions,
  file: string,
): SurfaceContent {
  const rows = chosenRows(content.channels, channels, file)
  const samples = content.values.length / Math.max(1, content.channels.length)
  const { startS, stepS } = content
  const isTime = stepS > 0
  const sampleAt = (timeS: number) => Math.ceil((timeS - startS) / stepS - 1e-6)
  const from = isTime ? Math.min(samples, Math.max(0, sampleAt(fromS))) : 0
  const to = isTime ? Math.max(from, Math.min(samples, sampleAt(toS))) : samples
  if (to === from) fail('signal-too-short', { file, fromS, toS, samples, stepS })
  if (channels === undefined && to - from === samples) return content
  const values = new Float32Array(rows.length * (to - from))
  for (const [r, { at }] of rows.entries()) {
    values.set(content.values.subarray(at * samples + from, at * samples + to), r * (to - from))
  }
  const names = rows.map(({ name }) => name)
  return { ...content, channels: names, values, startS: startS + from * stepS }
}
