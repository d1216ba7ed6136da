import { multitaper } from '../src/kernels/multitaper.ts'
import { type SpectralMeasure, spectralConnectivity } from '../src/kernels/spectral-connectivity.ts'
import { stft } from '../src/kernels/stft.ts'
import { superlets } from '../src/kernels/superlets.ts'
import { hannPeriodic } from '../src/kernels/taper.ts'
import { morletWavelets } from '../src/kernels/wavelet-banks.ts'
import { waveletTransform } from '../src/kernels/wavelet-transform.ts'

const taper = hannPeriodic(400)
const divisor = taper.reduce((sum, weight) => sum + weight, 0)
const frames = { segment: 400, hop: 50, taper, divisor, edge: 'zeros', fill: true, bins: 201 }
const frequenciesHz = Array.from({ length: 40 }, (_, k) => 2 + 2 * k)
const cycles = frequenciesHz.map((hz) => hz / 2)
const bank = morletWavelets({ rateHz: 500, frequenciesHz, cycles, zeroMean: true })
const superletHz = Array.from({ length: 20 }, (_, k) => 5 + 5 * k)
const some = { rateHz: 1000, frequenciesHz: superletHz, cycles: 3, adaptive: false }
const segments = { rateHz: 250, segment: 500, shared: 0 }

const [short, medium, long, window, few] = [
  signal(16, 10_240),
  signal(64, 5000),
  signal(64, 50_000),
  signal(64, 7500),
  signal(4, 5000),
]
const connected = (measure: SpectralMeasure) => () =>
  spectralConnectivity(long, 64, {
    ...segments,
    measure,
    bandsHz: [
      [8, 13],
      [13, 30],
    ],
  })

/** The work of python/spectra.py, on the same signals. */
const works: Readonly<Record<string, () => ArrayLike<number>>> = {
  stft: () => stft(short, 16, { ...frames, edge: 'zeros', value: 'magnitude' }),
  morlet: () => waveletTransform(medium, 64, { bank, hop: 1, value: 'power' }),
  morletHop: () => waveletTransform(medium, 64, { bank, hop: 10, value: 'power' }),
  superlets: () => superlets(few, 4, { ...some, orders: [1, 3], hop: 10 }),
  multitaper: () => multitaper(window, 64, { rateHz: 250, bandwidthHz: 2, adaptive: false }),
  wpli: connected('wpli'),
  plv: connected('plv'),
  coherence: connected('coherence'),
}

const timed = Object.entries(works).map(([name, work]) => {
  const check = rootMeanSquare(work())
  let seconds = Number.POSITIVE_INFINITY
  for (let i = 0; i < (name === 'stft' ? 200 : 5); i++) {
    const start = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(start)
    seconds = Math.min(seconds, (user + system) / 1e6)
  }
  return [name, { seconds, check }]
})
process.stdout.write(JSON.stringify(Object.fromEntries(timed)))

function rootMeanSquare(y: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < y.length; i++) sum += y[i] * y[i]
  return Math.sqrt(sum / y.length)
}

function signal(channels: number, samples: number): Float32Array {
  const out = new Float32Array(channels * samples)
  for (let c = 0; c < channels; c++) {
    for (let t = 0; t < samples; t++) {
      const rhythm = 5 * Math.sin(0.2513 * t + c)
      out[c * samples + t] = rhythm + ((t * t * 31 + t * 7919 + c * 104729) % 1013) / 20.26 - 25
    }
  }
  return out
}
