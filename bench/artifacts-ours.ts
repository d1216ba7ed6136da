import { availableParallelism } from 'node:os'
import { handsOf, newSeats } from '../src/execution/hands.ts'
import { applyAutoReject, autoReject } from '../src/kernels/auto-reject.ts'
import { lendHands } from '../src/kernels/crew.ts'
import { electrodePositions } from '../src/kernels/electrode-positions.ts'
import { independentComponents } from '../src/kernels/independent-components.ts'
import { recycling } from '../src/kernels/recycling.ts'
import { channelRepair } from '../src/kernels/repair-channels.ts'
import { principalAxes } from '../src/kernels/whitening.ts'

const names = (
  'Fp1 Fpz Fp2 AF7 AF3 AFz AF4 AF8 F7 F5 F3 F1 Fz F2 F4 F6 ' +
  'F8 FT7 FC5 FC3 FC1 FCz FC2 FC4 FC6 FT8 T7 C5 C3 C1 Cz C2 ' +
  'C4 C6 T8 TP7 CP5 CP3 CP1 CPz CP2 CP4 CP6 TP8 P7 P5 P3 P1 ' +
  'Pz P2 P4 P6 P8 PO7 PO3 POz PO4 PO8 O1 Oz O2 Iz P9 P10'
).split(' ')
const channels = names.length
const rateHz = 250
const samples = 600 * rateHz
const bad = [3, 17, 30, 44, 60]
const windows = 120

const places = electrodePositions(names)
const x = process.argv[2] === 'places' ? new Float32Array(channels * samples) : mixture()
const cut = Array.from({ length: windows }, (_, w) => {
  const out = new Float32Array(channels * rateHz)
  for (let c = 0; c < channels; c++) {
    const from = c * samples + w * 5 * rateHz
    out.set(x.subarray(from, from + rateHz), c * rateHz)
  }
  return out
})

/** The work of python/artifacts.py, on the same signal. */
const works = {
  picard: separated,
  interpolate: interpolated,
  interpolateKept: interpolated,
  autoreject: () => {
    const consensus = Array.from({ length: 11 }, (_, k) => k / 10)
    const options = { interpolate: [1, 4, 32], consensus, folds: 10, augment: true, seed: 0 }
    const found = autoReject(cut, places, options)
    if (found === undefined) throw new Error('nothing is kept')
    return applyAutoReject(cut, found).windows[0]
  },
  picardWall: () => {
    lendHands(handsOf(newSeats(availableParallelism())))
    return separated()
  },
}

const only = process.argv[2]
if (only === 'places') {
  process.stdout.write(JSON.stringify([...places]))
  process.exit(0)
}
/** How often a work is done; its figure is the least. */
const runs: Readonly<Record<string, number>> = {
  ...{ picard: 1, interpolate: 20, interpolateKept: 20, autoreject: 3, picardWall: 1 },
}

const timed: Record<string, { seconds: number; check: number }> = {}
for (const [name, work] of Object.entries(works)) {
  if (only !== undefined && name !== only) continue
  let [seconds, check] = [Number.POSITIVE_INFINITY, 0]
  for (let i = 0; i < runs[name]; i++) {
    const [start, begun] = [process.cpuUsage(), performance.now()]
    const y = await work()
    const { user, system } = process.cpuUsage(start)
    const wallS = (performance.now() - begun) / 1000
    seconds = Math.min(seconds, name === 'picardWall' ? wallS : (user + system) / 1e6)
    check = rootMeanSquare(y)
  }
  timed[name] = { seconds, check }
}
process.stdout.write(JSON.stringify(timed))

function interpolated(): Promise<Float32Array> {
  return recycling(async () => channelRepair(places)(x, bad))
}

function separated(): Float64Array {
  const options = { method: 'picard', components: 'rank', maxIterations: 500, seed: 0 } as const
  const found = independentComponents(x, principalAxes(x, channels), options)
  if (!found.converged) throw new Error('picard did not converge')
  return peaks(found.mixing, channels)
}

/** The largest magnitude of each column over its length: what sign, scale and order leave. */
function peaks(mixing: Float64Array, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => {
    const column = mixing.filter((_value, i) => i % count === k)
    return Math.max(...column.map(Math.abs)) / Math.hypot(...column)
  })
}

function rootMeanSquare(y: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < y.length; i++) sum += y[i] * y[i]
  return Math.sqrt(sum / y.length)
}

/** Sources with heavy tails, smoothly mixed over the head, with bursts in some of them. */
function mixture(): Float32Array {
  const out = new Float32Array(channels * samples)
  const mixing = new Float64Array(channels * channels)
  for (let c = 0; c < channels; c++) {
    for (let k = 0; k < channels; k++) {
      const cosine = [0, 1, 2].reduce((s, a) => s + places[3 * c + a] * places[3 * k + a], 0)
      mixing[c * channels + k] = Math.exp(4 * (cosine - 1)) + (c === k ? 0.5 : 0)
    }
  }
  const source = new Float64Array(channels)
  for (let t = 0; t < samples; t++) {
    for (let k = 0; k < channels; k++) source[k] = sourceAt(k, t)
    for (let c = 0; c < channels; c++) {
      let sum = 0
      for (let k = 0; k < channels; k++) sum += mixing[c * channels + k] * source[k]
      out[c * samples + t] = sum
    }
  }
  return out
}

function sourceAt(k: number, t: number): number {
  const hashed = ((t + 1) * (t + 1) * 7919 + (k + 1) * 104729 * t) % 65521
  const u = (hashed + 0.5) / 65521 - 0.5
  const noise = -Math.sign(u) * Math.log(1 - 2 * Math.abs(u))
  const burst = (Math.floor(t / 125) * 31 + k * 17) % 97 === 0 ? 8 : 1
  return 5 * burst * noise
}
