import { componentAutocorrelations } from '../kernels/component-autocorrelations.ts'
import { componentSpectra } from '../kernels/component-spectra.ts'
import { sourceOf } from '../kernels/remove-components.ts'
import { scalpImages } from '../kernels/scalp-image.ts'
import type { Decomposed } from './decompose.ts'

/** What ICLabel sees of components; all values lie from -0.99 to 0.99 but for autocorrelations. */
export interface ComponentFeatures {
  /** Shape [K, 32, 32]. */
  readonly topo: Float32Array
  /** Shape [K, 100]. */
  readonly psds: Float32Array
  /** Shape [K, 100]. */
  readonly autocorr: Float32Array
}

/** All features are scaled by this, as for the training of the network. */
const SCALE = Math.fround(0.99)

/**
 * Describes components as ICLabel wants them: maps, spectra and autocorrelations.
 *
 * Sources are scaled by the standard deviation of all samples together, since levels in decibels
 * depend on the unit; means of channels stay in them.
 *
 * @see `mne_icalabel.iclabel.get_iclabel_features`
 */
export function componentFeatures({
  channels,
  places,
  fitted,
  found,
  rateHz,
}: Omit<Decomposed, 'recording' | 'parts'>): ComponentFeatures {
  const count = found.shares.length
  const width = channels.length
  const maps = new Float64Array(found.mixing.length)
  for (let c = 0; c < width; c++) {
    for (let k = 0; k < count; k++) maps[k * width + c] = found.mixing[c * count + k]
  }
  const spread = deviation(fitted)
  const samples = fitted.length / width
  const sources = new Float64Array(count * samples)
  const still = new Float64Array(width)
  for (let k = 0; k < count; k++) {
    const weights = found.unmixing.slice(k * width, (k + 1) * width).map((w) => w * spread)
    sources.set(sourceOf(fitted, weights, still), k * samples)
  }
  return {
    topo: scaled(scalpImages(maps, places)),
    psds: scaled(componentSpectra(sources, count, rateHz)),
    autocorr: scaled(componentAutocorrelations(sources, count, rateHz)),
  }
}

function deviation(x: Float32Array): number {
  let [sum, squares] = [0, 0]
  for (let i = 0; i < x.length; i++) sum += x[i]
  const mean = sum / x.length
  for (let i = 0; i < x.length; i++) squares += (x[i] - mean) ** 2
  return Math.sqrt(squares / x.length)
}

function scaled(values: Float32Array): Float32Array {
  return values.map((v) => v * SCALE)
}
