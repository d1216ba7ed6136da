import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/** Two ways to the same scores: a pipeline of ours and a Python script. */
interface Bench {
  readonly name: string
  readonly dataset: string
  readonly script: string
  readonly subjects?: string
  /** Scores that both sides give, to be shown side by side. */
  readonly metrics: readonly string[]
}

/** What one process took, from `measure.py`, and the scores that it printed. */
interface Measured {
  readonly wallS: number
  readonly cpuS: number
  readonly peakBytes: number
  readonly rows: number
  readonly scores: Readonly<Record<string, number>>
}

interface Pair {
  readonly ours: Measured
  readonly python: Measured
}

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.NEURARROW_DATA ?? 'data' },
    python: { type: 'string', default: 'python3' },
    pairs: { type: 'string', default: '3' },
    subjects: { type: 'string', default: 'Subject00..Subject31' },
    only: { type: 'string' },
  },
})

const benches: readonly Bench[] = [
  {
    name: 'eegmat-bandpower',
    dataset: 'eegmat',
    script: 'eegmat_bandpower.py',
    subjects: flags.subjects,
    metrics: ['auroc', 'balancedAccuracy', 'averagePrecision'],
  },
  {
    name: 'haxby-lda',
    dataset: 'haxby2001',
    script: 'haxby_lda.py',
    metrics: ['accuracy', 'balancedAccuracy'],
  },
]

main()

/**
 * Runs both sides as whole processes, one after the other and in turns, so that a slow minute of
 * the machine meets both; ours begins each time with an empty store. Writes bench/results.md.
 */
function main(): void {
  const chosen = benches.filter(({ name }) => flags.only === undefined || name === flags.only)
  const sections = chosen.map((bench) => {
    const folder = join(flags.data, bench.dataset)
    if (!existsSync(folder)) throw new Error(`${bench.name} needs ${folder}; see --data`)
    warm(folder)
    const pairs = Array.from({ length: Number(flags.pairs) }, (_, i) => {
      const pair = i % 2 === 0 ? oursFirst(bench) : pythonFirst(bench)
      process.stderr.write(`${bench.name} ${i + 1}: ${show(pair)}\n`)
      return pair
    })
    return sectionOf(bench, pairs)
  })
  const text = `${heading()}\n\n${sections.join('\n\n')}\n`
  writeFileSync('bench/results.md', text)
  process.stdout.write(text)
}

function oursFirst(bench: Bench): Pair {
  const ours = runOurs(bench)
  return { ours, python: runPython(bench) }
}

function pythonFirst(bench: Bench): Pair {
  const python = runPython(bench)
  return { ours: runOurs(bench), python }
}

/** Neither side pays for the first read of a file or for compiling modules. */
function warm(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (/\.(edf|nii\.gz)$/.test(name)) readFileSync(join(folder, name))
  }
  execFileSync(flags.python, ['-c', 'import mne, nibabel, scipy.signal, sklearn.linear_model'])
  execFileSync(process.execPath, ['dist/cli/neurarrow.js', '--version'])
}

function runOurs(bench: Bench): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'neurarrow-bench-'))
  try {
    const pipeline = join('pipelines', `${bench.name}.yaml`)
    const subjects = bench.subjects ? ['--subjects', bench.subjects] : []
    const kept = ['--store', join(folder, 'store'), '--out', join(folder, 'runs')]
    const command = [process.execPath, 'dist/cli/neurarrow.js', 'run', pipeline]
    const { output, ...took } = measure([...command, ...subjects, ...kept, '--json'])
    const record = JSON.parse(output) as {
      data: { rows: number }
      scores: Record<string, { mean: number }>
    }
    const scores = Object.entries(record.scores).map(([name, { mean }]) => [name, mean])
    return { ...took, rows: record.data.rows, scores: Object.fromEntries(scores) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function runPython(bench: Bench): Measured {
  const subjects = bench.subjects ? ['--subjects', bench.subjects] : []
  const script = join('bench', 'python', bench.script)
  const command = [flags.python, script, join(flags.data, bench.dataset), ...subjects]
  const { output, ...took } = measure(command)
  return { ...took, ...(JSON.parse(output) as Pick<Measured, 'rows' | 'scores'>) }
}

function measure(command: readonly string[]) {
  const env = { ...process.env, NEURARROW_DATA: flags.data }
  const options = { env, maxBuffer: 2 ** 28, encoding: 'utf8' as const }
  const said = execFileSync(
    flags.python,
    [join('bench', 'python', 'measure.py'), ...command],
    options,
  )
  const { exit, ...took } = JSON.parse(said) as {
    wallS: number
    cpuS: number
    peakBytes: number
    exit: number
    output: string
  }
  if (exit !== 0) throw new Error(`${command.join(' ')} ended with ${exit}`)
  return took
}

function heading(): string {
  const [{ model }] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  const probe =
    'import mne, scipy, sklearn; print(mne.__version__, scipy.__version__, sklearn.__version__)'
  const found = execFileSync(flags.python, ['-c', probe], { encoding: 'utf8' }).trim().split(' ')
  const [mne, scipy, sklearn] = found
  return [
    '# Results of the last `npm run bench`',
    '',
    `${cpus().length} cores (${model.trim()}), ${memory} GiB; Node ${process.versions.node};`,
    `MNE ${mne}, SciPy ${scipy}, scikit-learn ${sklearn}.`,
    'Whole processes, in turns, ours with an empty store; medians, and the range in brackets.',
  ].join('\n')
}

function sectionOf(bench: Bench, pairs: readonly Pair[]): string {
  const rows: [string, (measured: Measured) => number, number][] = [
    ['wall time, s', (m) => m.wallS, 2],
    ['processor time, s', (m) => m.cpuS, 2],
    ['peak memory, MiB', (m) => m.peakBytes / 2 ** 20, 0],
  ]
  const costs = rows.map(([name, of, digits]) => {
    const [ours, python] = (['ours', 'python'] as const).map((side) =>
      pairs.map((p) => of(p[side])),
    )
    const ratio = median(pairs.map((pair) => of(pair.python) / of(pair.ours)))
    return `| ${name} | ${spread(ours, digits)} | ${spread(python, digits)} | ${ratio.toFixed(2)} |`
  })
  const [{ ours, python }] = pairs
  const scores = bench.metrics.map(
    (name) =>
      `| ${name} | ${ours.scores[name]?.toFixed(4)} | ${python.scores[name]?.toFixed(4)} | |`,
  )
  return [
    `## ${bench.name}${bench.subjects ? `, ${bench.subjects}` : ''}`,
    '',
    '| | neurarrow | Python | Python / neurarrow |',
    '|---|---|---|---|',
    ...costs,
    `| rows | ${ours.rows} | ${python.rows} | |`,
    ...scores,
  ].join('\n')
}

function spread(values: readonly number[], digits: number): string {
  const [low, high] = [Math.min(...values), Math.max(...values)].map((v) => v.toFixed(digits))
  return `${median(values).toFixed(digits)} [${low}, ${high}]`
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return (low + high) / 2
}

function show({ ours, python }: Pair): string {
  const side = ({ wallS, peakBytes }: Measured) =>
    `${wallS.toFixed(2)} s, ${Math.round(peakBytes / 2 ** 20)} MiB`
  return `neurarrow ${side(ours)}; Python ${side(python)}`
}
