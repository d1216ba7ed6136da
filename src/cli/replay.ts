import type { Command } from 'commander'
import { fail } from '../errors.ts'
import { printJson, printTable } from './output.ts'

interface ReplayFlags {
  readonly metrics?: string
  readonly json?: boolean
}

/** Adds `neurarrow replay`: scores a run again from its predictions alone. */
export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('score a run again from its predictions alone')
    .argument('<run>', 'the folder of a run')
    .option('--metrics <names>', 'other metrics, A,B, than those of the run')
    .option('--json', 'one JSON document on stdout')
    .action(replayAction)
}

async function replayAction(path: string, flags: ReplayFlags): Promise<void> {
  const { readRun } = await import('../store/read-run.ts')
  const { replayRun } = await import('../execution/replay-run.ts')
  const replay = replayRun(
    readRun(path),
    flags.metrics?.split(',').map((name) => name.trim()),
  )
  const { byMetric, rows, worst, at } = replay
  if (worst > 0) fail('run-differs', { run: path, worst, at })
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
