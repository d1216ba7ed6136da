import { butterworth } from '../src/kernels/butterworth.ts'
import { firPassBand } from '../src/kernels/fir-design.ts'
import { firFilter } from '../src/kernels/fir-filter.ts'
import { resamplePoly } from '../src/kernels/resample-poly.ts'
import { sosFilterBothWays } from '../src/kernels/sos-filter.ts'
import { welch } from '../src/kernels/welch.ts'

const channels = 64
const samples = 300_000
const rateHz = 500

const x = signal()
const taps = firPassBand({ lowHz: 0.5, highHz: 45, rateHz })
const sections = butterworth(4, [1 / 250, 40 / 250], 'bandpass')

/** The work of python/filters.py, on the same signal. */
const works = {
  fir: () => firFilter(x, channels, taps),
  sos: () => sosFilterBothWays(x, channels, sections),
  resample: () => resamplePoly(x, channels, 2, 5),
  welch: () => welch(x, channels, { rateHz, segment: 1000 }),
}

const timed = Object.entries(works).map(([name, work]) => {
  work()
  const start = performance.now()
  const y = work()
  const seconds = (performance.now() - start) / 1000
  return [name, { seconds, check: rootMeanSquare(y) }]
})
process.stdout.write(JSON.stringify(Object.fromEntries(timed)))

function rootMeanSquare(y: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < y.length; i++) sum += y[i] * y[i]
  return Math.sqrt(sum / y.length)
}

function signal(): Float32Array {
  const out = new Float32Array(channels * samples)
  for (let c = 0; c < channels; c++) {
    for (let t = 0; t < samples; t++) {
      const slow = 20 * Math.sin((2 * Math.PI * (6 + c / 8) * t) / rateHz)
      const fast = 5 * Math.sin((2 * Math.PI * 37.3 * t) / rateHz + c)
      out[c * samples + t] = slow + fast + ((t * 7919 + c * 104729) % 1013) / 20.26
    }
  }
  return out
}
