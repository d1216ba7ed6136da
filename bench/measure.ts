import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pair } from './pairs.ts'
import type { Settings } from './settings.ts'

/** What one process took, as the kernel counts it, and what it wrote to its output. */
export interface Took {
  readonly wallS: number
  readonly cpuS: number
  readonly peakBytes: number
  readonly output: string
}

/** The part of `run.json` that the bench looks at. */
export interface RunFacts {
  readonly data: { readonly rows: number; readonly recordings: number }
  readonly scores: Readonly<Record<string, { readonly mean: number }>>
  readonly timingsS: {
    readonly total: number
    readonly read?: number
    readonly evaluate?: number
    readonly stages: Readonly<Record<string, number>>
  }
}

/** The command as a user has it. */
export const entry = join('dist', 'bin', 'neurarrow.js')

/**
 * Runs a command as a process of its own, under `python/measure.py`.
 *
 * @throws {Error} the command ended with another code than 0
 */
export function measure(settings: Settings, command: readonly string[], data?: string): Took {
  const env = { ...process.env, NEURARROW_DATA: data ?? settings.data }
  const said = execFileSync(settings.python, [join('bench', 'python', 'measure.py'), ...command], {
    env,
    maxBuffer: 2 ** 29,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { exit, ...took } = JSON.parse(said) as Took & { exit: number }
  if (exit !== 0) throw new Error(`${command.join(' ')} ended with ${exit}: ${took.output}`)
  return took
}

/** Runs one of our pipelines with an empty store, in a folder that is removed afterwards. */
export function measureRun(
  settings: Settings,
  pipeline: string,
  { subjects, data }: { subjects?: string; data?: string } = {},
): Took & { record: RunFacts } {
  return inFolder((folder) => {
    const chosen = subjects === undefined ? [] : ['--subjects', subjects]
    const kept = ['--store', join(folder, 'store'), '--out', join(folder, 'runs'), '--json']
    const took = measure(
      settings,
      [process.execPath, entry, 'run', pipeline, ...chosen, ...kept],
      data,
    )
    return { ...took, record: JSON.parse(took.output) as RunFacts }
  })
}

/** Does something in a new folder for temporary files, which is removed afterwards. */
export function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'neurarrow-bench-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Environment that keeps the libraries under NumPy and SciPy to one thread. */
export const oneThread = Object.fromEntries(
  ['OMP', 'OPENBLAS', 'MKL', 'VECLIB_MAXIMUM', 'NUMEXPR', 'BLIS'].map((name) => [
    `${name}_NUM_THREADS`,
    '1',
  ]),
)

/** Runs a script that times its own work and prints one JSON document. */
export function timesOf<T>(
  command: string,
  args: readonly string[],
  cores: 'one' | 'all' = 'one',
): T {
  const env = cores === 'all' ? process.env : { ...process.env, ...oneThread }
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit']
  const said = execFileSync(command, [...args], {
    env,
    maxBuffer: 2 ** 28,
    encoding: 'utf8',
    stdio,
  })
  return JSON.parse(said) as T
}

/**
 * Lets both sides do passes of the same work in turns, under `python/in_step.py`.
 *
 * @param commands processes that answer each line of their input with a pass
 */
export function inStep<T>(
  python: string,
  passes: number,
  commands: Pair<readonly string[]>,
): Pair<T>[] {
  const script = join('bench', 'python', 'in_step.py')
  const asked = [script, String(passes), ...commands.ours, '--', ...commands.python]
  const [ours, theirs] = timesOf<[T[], T[]]>(python, asked)
  return ours.map((each, i) => ({ ours: each, python: theirs[i] }))
}
