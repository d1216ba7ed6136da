import type { Command } from 'commander'
import type { Pool } from '../execution/pool.ts'
import type { Run } from '../execution/run.ts'
import { compileLater } from './compile-later.ts'
import { deviceFrom, deviceOption } from './device-option.ts'
import { eachVariant } from './each-variant.ts'
import { printTable, say } from './output.ts'
import { type PipelineFlags, withPipelineOptions } from './pipeline-options.ts'
import { type Progress, startProgress } from './progress.ts'
import { figuresOption, writeFigures } from './write-figures.ts'

interface RunFlags extends PipelineFlags {
  readonly out: string
  readonly workers?: string
  readonly device: string
  readonly strict?: boolean
  readonly leakCheck?: boolean
  readonly figures?: string
}

const notesShown = 8

/** Adds `neurarrow run`: the whole way from recordings to scores. */
export function addRun(program: Command): void {
  const command = program
    .command('run')
    .description('run a pipeline and score it on held-out groups')
  withPipelineOptions(command)
    .option('--out <folder>', 'where run folders are made', 'runs')
    .option('--workers <number>', 'worker threads; one for each core by default')
    .addOption(deviceOption())
    .option('--leak-check', 'also score the rows under splits that leak, and show the gap')
    .addOption(figuresOption())
    .option('--strict', 'end at the first recording that fails')
    .action(runAction)
}

async function runAction(file: string, flags: RunFlags): Promise<void> {
  compileLater()
  const { workersFrom } = await import('./workers.ts')
  const workers = workersFrom(flags.workers)
  const begun = await begunThreads(flags, workers)
  let pool = begun
  const { runPipeline } = await import('../execution/run.ts')
  const abort = new AbortController()
  const interrupt = () => abort.abort()
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  const progress = progressOfPhases()
  try {
    const settings = {
      store: flags.store,
      workers,
      device: await deviceFrom(flags.device),
      strict: flags.strict,
      leakCheck: flags.leakCheck,
      signal: abort.signal,
      onProgress: progress.update,
    }
    const records = await eachVariant({ file, ...flags }, async (request) => {
      const own = pool
      pool = undefined
      const run = await runPipeline(request, { ...settings, pool: own })
      progress.stop()
      await finish(run, flags)
      return run.record
    })
    if (records.length > 1 && !flags.json) await showSweep(records)
  } finally {
    await begun?.stop()
    progress.stop()
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

/** Threads whose code loads beside that of the command; none where the device is to be found. */
async function begunThreads(flags: RunFlags, workers: number): Promise<Pool | undefined> {
  if (flags.device !== 'cpu') return undefined
  const { startPool } = await import('../execution/pool.ts')
  const { parseLocation } = await import('../store/location.ts')
  const store = parseLocation(flags.store)
  const pool = startPool(workers, { store, encoder: { device: flags.device } })
  pool.begin()
  return pool
}

async function finish(run: Run, flags: RunFlags): Promise<void> {
  const { writeRun } = await import('./write-run.ts')
  const folder = await writeRun(run, flags.out)
  const { record } = run
  if (flags.figures !== undefined) await drawRun(run, flags.figures)
  for (const { recording, code, facts } of record.failures) {
    say(`failed: ${recording}: ${code} ${JSON.stringify(facts)}`)
  }
  showNotes(record.notes)
  if (!flags.json) showScores(run, folder)
  const [failure] = record.failures
  if (failure) {
    const { catalogue } = await import('../errors.ts')
    const { length } = record.failures
    say(`${length} recording${length === 1 ? '' : 's'} failed; the result is partial`)
    process.exitCode = catalogue[failure.code].exit
  }
}

/** What stages have to say of recordings: what was left out, what is constant, what RDMs show. */
function showNotes(notes: readonly string[]): void {
  for (const note of notes.slice(0, notesShown)) say(`note: ${note}`)
  const more = notes.length - notesShown
  if (more > 0) say(`${more} more notes are in the report`)
}

/** A run of a sweep has a folder of its own below the one that is asked for. */
async function drawRun(run: Run, folder: string): Promise<void> {
  const { reportOf, runFolder } = await import('../reports/run-files.ts')
  const { join } = await import('node:path')
  const { record } = run
  const page = reportOf(run)
  const own = record.variant === undefined ? folder : join(folder, runFolder(record))
  await writeFigures(page, own)
}

function showScores({ record }: Run, folder: string): void {
  const metrics = Object.entries(record.scores)
  const { data } = record
  const counts = [`${data.subjects} subjects`, `${data.recordings} recordings`, `${data.rows} rows`]
  process.stdout.write(`${record.title}\n${counts.join(', ')}\n\n`)
  if (metrics.length > 0) {
    const groups = Object.keys(metrics[0][1].perGroup)
    const heading = [record.certificate?.unit ?? 'group', ...metrics.map(([use]) => use)]
    printTable(
      heading,
      groups.map((group) => [group, ...metrics.map(([, score]) => number(score.perGroup[group]))]),
    )
    process.stdout.write('\n')
    printTable(
      ['metric', 'mean', '95 % interval', 'chance', 'p'],
      metrics.map(([use, score]) => [
        use,
        number(score.mean),
        `${number(score.low)} to ${number(score.high)}`,
        number(score.chance),
        number(score.p, 4),
      ]),
    )
    process.stdout.write(`\ncertificate: ${record.certificate?.clean ? 'clean' : 'NOT clean'}`)
    const around = record.certificate?.transductive ?? []
    process.stdout.write(around.length > 0 ? `, transductive: ${around.join(', ')}\n` : '\n')
    showTrials(record)
    process.stdout.write(`report: ${folder}/report.html\n`)
  } else process.stdout.write(`tables: ${folder}/rows\nreport: ${folder}/report.html\n`)
}

/** Controls, and how much splits that leak would show. */
function showTrials({ controls = [], refit, leakCheck }: Run['record']): void {
  for (const { use, says, scores } of controls) {
    const figures = Object.entries(scores).map(
      ([metric, score]) => `${metric} ${number(score.mean)} (chance ${number(score.chance)})`,
    )
    process.stdout.write(`control ${use}: ${figures.join(', ')}. ${says}\n`)
  }
  for (const [metric, { p, chance }] of Object.entries(refit?.scores ?? {})) {
    const says = `${metric} p ${number(p, 4)} (chance ${number(chance)})`
    process.stdout.write(`fitted anew ${refit?.refits} times on shuffled labels: ${says}\n`)
  }
  if (leakCheck === undefined) return
  const { splits, metric, gap } = leakCheck
  const means = splits.map(({ use, scores }) => `${use} ${number(scores[metric].mean)}`)
  process.stdout.write(`leak check, ${metric} by split: ${means.join(', ')}; gap ${number(gap)}\n`)
}

/** The variants of a sweep beside each other: means of the metrics with their intervals. */
async function showSweep(records: readonly Run['record'][]): Promise<void> {
  const { variantName } = await import('../pipeline/variant.ts')
  const metrics = Object.keys(records[0].scores)
  process.stdout.write('\n')
  printTable(
    ['variant', ...metrics],
    records.map(({ variant = {}, scores }) => [
      variantName(variant),
      ...metrics.map((use) => {
        const { mean, low, high } = scores[use]
        return `${number(mean)} (${number(low)} to ${number(high)})`
      }),
    ]),
  )
  process.stdout.write('\nThese are scores on the groups under test: to choose among the variants')
  process.stdout.write(' by them is to fit to those groups; "select" chooses without.\n')
}

function number(value: number | undefined, digits = 3): string {
  return value === undefined || Number.isNaN(value) ? '-' : value.toFixed(digits)
}

/** One bar for the recordings, then one for the folds. */
function progressOfPhases() {
  let phase = ''
  let progress: Progress | undefined
  const stop = () => {
    progress?.stop()
    progress = undefined
  }
  return {
    stop,
    update(now: 'recordings' | 'folds', done: number, total: number, node: { id: string }) {
      if (now !== phase) {
        stop()
        progress = startProgress({ label: now, total, unit: now })
        phase = now
      }
      progress?.update(done, node.id)
    },
  }
}
