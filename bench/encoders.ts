import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { entry, inFolder, inStep, measure, oneThread, type RunFacts, timesOf } from './measure.ts'
import { compare, inTurns, median, seconds, type Timed, verdict } from './pairs.ts'
import type { Group, Row, Settings } from './settings.ts'

interface Encoded extends Timed {
  /** Whether batches gave the bytes of single windows, so that they were used. */
  readonly batched?: boolean
}

const script = join('bench', 'python', 'encoders.py')
/** Two plain transformers, our own encoder, two published ones as the recipes export them. */
const models: readonly Omit<Asked, 'batch'>[] = [
  { name: 'bench-tiny', words: '22 thousand parameters', passes: 60 },
  { name: 'bench-2m', words: '1.8 million parameters', passes: 20, atLeast: 0.97 },
  {
    name: 'neurarrow-small',
    words: 'neurarrow-small, 1.2 million',
    depth: 128,
    passes: 20,
    atLeast: 0.97,
  },
  { name: 'cbramod', words: 'CBraMod, 4.9 million', passes: 10, atLeast: 0.97 },
  { name: 'labram', words: 'LaBraM-Base, 5.8 million', passes: 10, atLeast: 0.97 },
]
const batches = [1, 16]

const oursDoes = 'Ours looks at every window and proves that batches change no byte.'
const gelu =
  'GELUs of the last three models are one step in ours; Python runs the graphs as they are.'
const bound = 'The whole process against the encoder alone in Python, batches of 8.'
/** What the encoder is asked for, from EDF on. */
const wholes: readonly Omit<Whole, 'threads'>[] = [
  { model: 'bench-2m', words: '1.8 million parameters', pool: 'flatten' },
  { model: 'cbramod', words: 'CBraMod', pool: 'meanAll', atMost: 1.15 },
  { model: 'labram', words: 'LaBraM-Base', pool: 'meanAll', atMost: 1.15 },
]

/** Encoders: the same graph, batch and number of threads on both sides; then from EDF on. */
export const encoders: Group = {
  name: 'encoders',
  title: 'Encoders, one thread: 160 windows of 19 channels x 5 s at 200 Hz',
  run: (settings) =>
    inFolder((folder) => {
      execFileSync(settings.python, [script, 'make', folder], { stdio: 'inherit' })
      const rows = models.flatMap((model) =>
        batches.map((batch) => throughput(settings, folder, { ...model, batch })),
      )
      return {
        rows: [
          ...rows,
          ...wholes.flatMap((whole) => [
            endToEnd(settings, folder, { ...whole, threads: 1 }),
            endToEnd(settings, folder, { ...whole, threads: cpus().length }),
          ]),
        ],
        notes: [
          'Time that passes. Batches: in turns, pass by pass, in some pairs of processes.',
          oursDoes,
          gelu,
          `From EDF on: read, resample, filter, cut and encode 64 recordings. ${bound}`,
          'From EDF on Python has as many threads.',
          'What is left beside the encoder is the same for all: start, reading, filters, proofs.',
          'Against an encoder of 1.8 million parameters that is much, so its rows have no target;',
          'nor have those of one thread, which cannot prepare windows while it encodes.',
        ],
      }
    }),
}

/** A third of the young generation of a thread of a run (`execution/pool`), MB; and `gc`. */
const asThread = ['--max-semi-space-size=4', '--expose-gc']

interface Asked {
  readonly name: string
  readonly words: string
  readonly batch: number
  /** Samples of a patch; 200 when not given. */
  readonly depth?: number
  /** How often all windows are encoded by each side, once all code is compiled. */
  readonly passes: number
  readonly atLeast?: number
}

function throughput({ python, pairs }: Settings, folder: string, asked: Asked): Row {
  const { name, words, batch, depth = 200, passes, atLeast } = asked
  const here = fileURLToPath(new URL('./encoders-ours.js', import.meta.url))
  const sizes = [String(batch), String(depth)]
  const ours = [process.execPath, ...asThread, here, folder, name, ...sizes]
  const theirs = [python, script, 'answer', join(folder, name, 'model.onnx'), ...sizes]
  const done = Array.from({ length: pairs }, () =>
    inStep<Encoded>(python, passes, { ours, python: theirs }),
  ).flat()
  for (const { ours: a, python: b } of done) {
    if (Math.abs(a.check - b.check) > 1e-4 * b.check) {
      throw new Error(`${name}: ${a.check} here, ${b.check} in Python`)
    }
  }
  const isBatched = batch === 1 || done.every((pair) => pair.ours.batched === true)
  const work = `${words}, batch ${batch}${isBatched ? '' : ' (run one by one)'}`
  return compare(done, { work, of: (side) => side.seconds, show: seconds, atLeast })
}

interface Whole {
  readonly model: string
  readonly words: string
  readonly pool: string
  readonly threads: number
  readonly atMost?: number
}

/** A whole run, and the time that Python takes to encode as many windows. */
function endToEnd(settings: Settings, folder: string, whole: Whole): Row {
  const { model, words, threads } = whole
  const atMost = threads === 1 ? undefined : whole.atMost
  const pipeline = join(folder, 'embed.yaml')
  writeFileSync(pipeline, documentOf(whole))
  process.env.NEURARROW_MODELS = folder
  if (threads === 1) Object.assign(process.env, oneThread)
  const found = inTurns(
    settings.pairs,
    () => inFolder((kept) => wholeRun(settings, pipeline, { folder: kept, threads })),
    () => {
      const graph = join(folder, model, 'model.onnx')
      return { windows: 160, seconds: encodeAlone(settings, graph, threads) }
    },
  )
  const ratios = found.map(({ ours, python }) => {
    return ours.seconds / ours.windows / (python.seconds / python.windows)
  })
  const each = median(found.map(({ python }) => python.seconds / python.windows))
  const ratio = median(ratios)
  return {
    work: `from EDF to embeddings, ${words}, ${threads === 1 ? 'one thread' : 'all cores'}`,
    ours: seconds(median(found.map(({ ours }) => ours.seconds))),
    python: `${seconds(each * found[0].ours.windows)}, the encoder alone`,
    ratio: ratio.toFixed(2),
    target: atMost === undefined ? '' : `at most ${atMost}`,
    verdict: atMost === undefined ? '' : verdict(ratio <= atMost, atMost / ratio),
  }
}

function wholeRun(settings: Settings, pipeline: string, kept: { folder: string; threads: number }) {
  const { folder, threads } = kept
  const places = ['--store', join(folder, 'store'), '--out', join(folder, 'runs'), '--json']
  const command = [entry, 'run', pipeline, '--workers', String(threads), ...places]
  const { wallS, output } = measure(settings, [process.execPath, ...command])
  return { windows: (JSON.parse(output) as RunFacts).data.rows, seconds: wallS }
}

/** The mean of nine passes, about as many windows as a run has: its time is no least either. */
function encodeAlone({ python }: Settings, graph: string, threads: number): number {
  const asked = [script, 'mean', graph, '8', '9', String(threads)]
  return timesOf<{ mean: number }>(python, asked).mean
}

const documentOf = ({ model, pool }: Whole) => `name: embed
dataset: eegmat
subjects: Subject00..Subject31
stages:
  - pick:
      channels: [Fp1, Fp2, F3, F4, F7, F8, T3, T4, C3, C4, T5, T6, P3, P4, O1, O2, Fz, Cz, Pz]
  - resample: { rateHz: 200 }
  - bandpass: { lowHz: 0.5, highHz: 45 }
  - window: { lengthS: 5 }
  - encode: { model: ${model}, pool: ${pool} }
`
