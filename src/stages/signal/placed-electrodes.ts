import { fail } from '../../errors.ts'
import { electrodePosition } from '../../kernels/electrode-positions.ts'
import type { Shape, ShapeIssue } from '../../stage.ts'
import { scalpPlaces } from '../../tables/electrode-places.ts'
import type { Segment, Signals } from '../../tables/signals.ts'

/**
 * Places of the channels of a segment, all of them electrodes of the scalp.
 *
 * @param stage that needs them, for messages
 * @returns around the centre of the head, shape [C, 3], of length 1
 * @throws {NeurarrowError} `stage-options` with the channels that have no place, or for fewer than
 *   four
 */
export function placedElectrodes(
  table: Signals,
  { channels, recording }: Segment,
  stage: string,
): Float64Array {
  const places = scalpPlaces(table, channels)
  const missing = channels.filter((_, c) => Number.isNaN(places[3 * c]))
  if (missing.length === 0 && channels.length >= 4) return places
  const remedy = 'put a pick of electrodes before it, at least four of them'
  return fail('stage-options', { stage, recording, missing, electrodes: channels.length, remedy })
}

/**
 * What `placedElectrodes` would say of channels of a shape, as far as it is known before a run.
 *
 * @param path of the option that needs places
 */
export function placeIssues(
  { channels, hasPlaces }: Shape,
  path: readonly string[] = [],
): ShapeIssue[] {
  if (channels === undefined || hasPlaces) return []
  const missing = channels.filter((name) => electrodePosition(name) === undefined)
  if (missing.length === 0 && channels.length >= 4) return []
  const message =
    missing.length > 0
      ? `it needs the places of electrodes; there is none for ${missing.join(', ')}`
      : `it needs four electrodes or more, not ${channels.length}`
  return [{ path, message }]
}
