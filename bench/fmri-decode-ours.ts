import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { mapFold } from '../src/evaluation/map-fold.ts'
import { makeFolds, splitRows } from '../src/evaluation/split.ts'
import { handsOf, newSeats } from '../src/execution/hands.ts'
import { lda } from '../src/heads/lda.ts'
import { bandedRidge } from '../src/kernels/banded-ridge.ts'
import { connectome } from '../src/kernels/connectome.ts'
import { lendHands } from '../src/kernels/crew.ts'
import { rowsOfFolds } from '../src/kernels/left-out-ridge.ts'
import { spdMean } from '../src/kernels/spd-mean.ts'
import { tangentSpace, whitening } from '../src/kernels/tangent-space.ts'
import { makeFeatures } from '../src/tables/features.ts'
import { listsOf, textOf } from '../src/tables/table.ts'
import { hashedNoise, type RidgeSizes, type Sizes } from './fmri-decode-sizes.ts'

const threads = 2

interface Task {
  readonly work: keyof typeof works
  readonly sizes: Sizes
  readonly part: number
}

/** What one thread does: covariances and their seconds, or a sum of the result and its seconds. */
const works = {
  tangent({ sizes: { tangent = refuse() }, part }: Task) {
    const { subjects, parcels, scans } = tangent
    const size = parcels * parcels
    const out = new Float64Array((subjects / threads) * size + 1)
    for (let s = 0; s < 10; s++) {
      connectome(hashedNoise(parcels * scans, s), parcels, 'covariance', 'ledoitWolf')
    }
    for (let s = 0; s < subjects / threads; s++) {
      const x = hashedNoise(parcels * scans, (part * subjects) / threads + s)
      const first = x.slice(0, scans)
      for (let i = 0; i < x.length; i++) x[i] += first[i % scans]
      const from = performance.now()
      out.set(connectome(x, parcels, 'covariance', 'ledoitWolf'), s * size)
      out[out.length - 1] += (performance.now() - from) / 1000
    }
    return out
  },
  async searchlight({ sizes: { searchlight = refuse() }, part }: Task) {
    const table = voxelTable(searchlight)
    const split = { leaveOut: 'run' }
    const head = { head: lda, options: lda.options.parse({}) }
    const branch = { stages: [], head, target: 'event', unit: 'run', split, seed: 0 } as const
    const asked = { use: 'searchlight', options: { radiusMm: 5 }, metric: 'accuracy' }
    const { keys, facts } = splitRows(table, split, 'event')
    const folds = makeFolds(keys, split, facts).filter((_, f) => f % threads === part)
    const from = performance.now()
    let sum = 0
    for (const fold of folds) {
      const map = await mapFold(table, fold, { branch, asked })
      for (const score of listsOf(map, 'features').values) sum += score
    }
    return Float64Array.of(sum, (performance.now() - from) / 1000)
  },
}

function refuse(): never {
  throw new Error('a thread was asked for what is not measured')
}

function voxelTable({ side, rows, classes, runs }: NonNullable<Sizes['searchlight']>) {
  const voxels = side ** 3
  const values = Float32Array.from(hashedNoise(rows * voxels, 3))
  const words = (word: (r: number) => string) =>
    textOf(Array.from({ length: rows }, (_, r) => word(r)))
  const run = words((r) => `run${Math.floor((r * runs) / rows)}`)
  const keys = { subject: words(() => 's'), session: words(() => '1'), run, recording: run }
  const window = Int32Array.from({ length: rows }, (_, r) => r)
  const spans = {
    window,
    startS: Float64Array.from(window),
    endS: Float64Array.from(window, (r) => r + 1),
  }
  const names = Array.from({ length: voxels }, (_, v) => {
    return `${Math.floor(v / side ** 2)},${Math.floor(v / side) % side},${v % side}`
  })
  const affine = [3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1]
  const event = words((r) => 'abcdefgh'[r % classes])
  return makeFeatures({ ...keys, event }, spans, values, {
    labels: '["event"]',
    names: JSON.stringify(names),
    grid: JSON.stringify({ shape: [side, side, side], affine }),
  })
}

async function main(): Promise<void> {
  lendHands(handsOf(newSeats(threads)))
  const sizes = JSON.parse(process.argv[2]) as Sizes
  const out: Record<string, { seconds: number; check: number }> = {}
  if (sizes.tangent) {
    const parts = await inThreads('tangent', sizes)
    const { parcels } = sizes.tangent
    const some = parts.map((part) => part.subarray(0, 10 * parcels ** 2 + 1))
    for (let i = 0; i < 2; i++) tangentOf(some, parcels, 0)
    const before = Math.max(...parts.map((part) => part[part.length - 1]))
    out.tangent = tangentOf(parts, parcels, before)
  }
  if (sizes.ridge) out.ridge = ridgeOf(sizes.ridge)
  if (sizes.voxelwise) out.voxelwise = ridgeOf(sizes.voxelwise)
  if (sizes.searchlight) {
    const parts = await inThreads('searchlight', sizes)
    const check = parts.reduce((sum, part) => sum + part[0], 0)
    out.searchlight = { seconds: Math.max(...parts.map((part) => part[1])), check }
  }
  process.stdout.write(JSON.stringify(out))
  process.exitCode = 0
}

function tangentOf(parts: readonly Float64Array[], parcels: number, before: number) {
  const matrices = new Float64Array(parts.reduce((sum, part) => sum + part.length - 1, 0))
  let at = 0
  for (const part of parts) {
    matrices.set(part.subarray(0, -1), at)
    at += part.length - 1
  }
  const from = performance.now()
  const { mean } = spdMean(matrices, parcels, 'riemann', 1e-7 * parcels ** 2)
  const vectors = tangentSpace(matrices, parcels, whitening(mean, parcels))
  const seconds = before + (performance.now() - from) / 1000
  return { seconds, check: Math.sqrt(vectors.reduce((sum, v) => sum + v * v, 0)) }
}

function ridgeOf({ rows, features, voxels, alphas }: RidgeSizes) {
  const [x, y] = [hashedNoise(rows * features, 1), hashedNoise(rows * voxels, 2)]
  const folds = Int32Array.from({ length: rows }, (_, r) => Math.floor((5 * r) / rows))
  const data = { x, y, rows, bands: new Int32Array(features), tests: rowsOfFolds(folds) }
  const from = performance.now()
  const { weights } = bandedRidge(data, { alphas, gammas: [[1]] })
  const seconds = (performance.now() - from) / 1000
  return { seconds, check: weights.reduce((sum, weight) => sum + Math.abs(weight), 0) }
}

function inThreads(work: Task['work'], sizes: Sizes): Promise<Float64Array[]> {
  const file = fileURLToPath(import.meta.url)
  return Promise.all(
    Array.from({ length: threads }, (_, part) => {
      const worker = new Worker(file, { workerData: { work, sizes, part } satisfies Task })
      return new Promise<Float64Array>((done, failed) => {
        worker.once('message', done)
        worker.once('error', failed)
      })
    }),
  )
}

if (isMainThread) await main()
else {
  const task = workerData as Task
  parentPort?.postMessage(await works[task.work](task))
}
