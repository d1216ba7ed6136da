import type { Command } from 'commander'
import { fail } from '../errors.ts'
import type { AnyRunFolder } from '../store/read-run.ts'
import { printJson, printTable, say } from './output.ts'
import { figuresOption, writeFigures } from './write-figures.ts'

interface ReplayFlags {
  readonly metrics?: string
  readonly html?: string
  readonly figures?: string
  readonly force?: boolean
  readonly json?: boolean
}

/** Adds `neurarrow replay`: scores a run again from its predictions alone. */
export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('score a run again from its predictions alone')
    .argument('<run>', 'the folder of a run')
    .option('--metrics <names>', 'other metrics, A,B, than those of the run')
    .option('--html <file>', 'draw the report again, as one HTML file')
    .addOption(figuresOption())
    .option('--force', 'replace the file when it exists')
    .option('--json', 'one JSON document on stdout')
    .action(replayAction)
}

async function replayAction(path: string, flags: ReplayFlags): Promise<void> {
  const { readAnyRun, readRun } = await import('../store/read-run.ts')
  const { replayRun } = await import('../execution/replay-run.ts')
  const isDrawn = flags.html !== undefined || flags.figures !== undefined
  if (isDrawn && readAnyRun(path).record.evaluation === undefined) {
    return await draw(readAnyRun(path), flags)
  }
  const run = readRun(path)
  const replay = await replayRun(
    run,
    flags.metrics?.split(',').map((name) => name.trim()),
  )
  const { byMetric, rows, worst, at } = replay
  if (worst > 0) fail('run-differs', { run: path, worst, at })
  if (isDrawn) await draw(run, flags)
  if (flags.json) return printJson(replay)
  printTable(
    ['metric', 'mean', '95 % interval', 'chance', 'p'],
    Object.entries(byMetric).map(([use, { mean, low, high, chance, p }]) => [
      ...[use, mean.toFixed(4), `${low.toFixed(4)} to ${high.toFixed(4)}`],
      ...[chance.toFixed(4), p.toFixed(4)],
    ]),
  )
  process.stdout.write(`\n${rows} predictions, scores as recorded\n`)
}

async function draw(run: AnyRunFolder, flags: ReplayFlags): Promise<void> {
  const { readFigures, readPredictions } = await import('../store/read-run.ts')
  const { writeFileWhole } = await import('./write-file.ts')
  const { reportText } = await import('../reports/run-files.ts')
  const page = reportText(run.record, readFigures(run), () => readPredictions(run))
  if (flags.html !== undefined) {
    writeFileWhole(flags.html, page, flags.force ?? false)
    say(`${flags.html}: the report`)
  }
  if (flags.figures !== undefined) await writeFigures(page, flags.figures)
}
