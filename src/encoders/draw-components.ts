import { sourceOf } from '../kernels/remove-components.ts'
import { welch } from '../kernels/welch.ts'
import type { ComponentDrawing, DrawnComponent } from '../tables/component-drawing.ts'
import type { Decomposed } from './decompose.ts'

/** What is known of the components beside the decomposition. */
export interface ComponentFindings {
  /** Classes of a model, and the probability of each, shape [K, classes]. */
  readonly labels?: { readonly classes: readonly string[]; readonly probabilities: Float32Array }
  /** Why components were removed; one may stand here more than once. */
  readonly reasons: readonly { readonly k: number; readonly why: string }[]
}

/** Components of one recording that are kept for pictures, and the highest frequency, Hz. */
const most = 24
const highestHz = 50

/**
 * What of components a picture needs: maps, spectra, labels, reasons; of many the removed ones and
 * the largest, 24 together. Numbers are rounded to four digits, since they travel with the rows.
 */
export function drawComponents(parts: Decomposed, findings: ComponentFindings): ComponentDrawing {
  const { recording, channels, found } = parts
  const count = found.shares.length
  const why = new Map<number, string>()
  for (const one of findings.reasons) {
    why.set(one.k, [why.get(one.k), one.why].filter(Boolean).join(', '))
  }
  const removed = [...why.keys()].sort((a, b) => a - b)
  const all = Array.from({ length: count }, (_, k) => k)
  const kept = [...removed, ...all.filter((k) => !why.has(k))].slice(0, most)
  const hz = frequencies(parts)
  const best = all.map((k) => bestLabel(k, findings))
  const components = kept
    .sort((a, b) => a - b)
    .map((k): DrawnComponent => {
      const map = channels.map((_, c) => digits(found.mixing[c * count + k]))
      const share = digits(found.shares[k])
      const spectrumDb = spectrumOf(parts, k, hz.length)
      const reason = why.get(k)
      return { k, share, ...best[k], ...(reason ? { why: reason } : {}), map, spectrumDb }
    })
  const labels = best.map(({ label = '' }) => label)
  return { recording, channels, hz, count, components, labels, removed }
}

function bestLabel(k: number, { labels }: ComponentFindings) {
  if (labels === undefined) return {}
  const { classes, probabilities } = labels
  const own = probabilities.subarray(k * classes.length, (k + 1) * classes.length)
  const best = own.reduce((at, p, c) => (p > own[at] ? c : at), 0)
  return { label: classes[best], probability: digits(own[best]) }
}

/** A number a Hz, up to half the rate; none of recordings shorter than a second. */
function frequencies({ rateHz, fitted, channels }: Decomposed): number[] {
  const isLong = fitted.length / channels.length >= Math.round(rateHz)
  const count = isLong ? Math.min(highestHz, Math.floor(rateHz / 2) - 1) : 0
  return Array.from({ length: Math.max(0, count) }, (_, f) => {
    return digits(((f + 1) * rateHz) / Math.round(rateHz))
  })
}

function spectrumOf({ fitted, found, rateHz, channels }: Decomposed, k: number, count: number) {
  if (count === 0) return []
  const weights = found.unmixing.subarray(k * channels.length, (k + 1) * channels.length)
  const source = Float32Array.from(sourceOf(fitted, weights, found.means))
  const density = welch(source, 1, { rateHz, segment: Math.round(rateHz) }).slice(1, count + 1)
  const peak = density.reduce((a, b) => Math.max(a, b), Number.MIN_VALUE)
  return Array.from(density, (v) => {
    return Math.round(100 * Math.log10(Math.max(v / peak, 1e-12))) / 10
  })
}

function digits(value: number): number {
  return Number(value.toPrecision(4))
}
