import type { Command } from 'commander'
import { fail } from '../errors.ts'
import { printJson } from './output.ts'

interface VerifyFlags {
  readonly tolerance: string
  readonly workers?: string
  readonly json?: boolean
}

/** Adds `neurarrow verify`: computes a run again here, and says how far it is from the record. */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('compute a run again on this machine and compare')
    .argument('<run>', 'the folder of a run')
    .option('--tolerance <number>', 'how far any score may lie from the recorded one', '1e-6')
    .option('--workers <number>', 'worker threads; one for each core by default')
    .option('--json', 'one JSON document on stdout')
    .action(verifyAction)
}

async function verifyAction(path: string, flags: VerifyFlags): Promise<void> {
  const { numberFrom } = await import('./number-from.ts')
  const { readRun } = await import('../store/read-run.ts')
  const { verifyRun } = await import('../execution/verify-run.ts')
  const { workersFrom } = await import('./workers.ts')
  const tolerance = numberFrom('--tolerance', flags.tolerance, { from: 0, to: 1 })
  const workers = workersFrom(flags.workers)
  const found = await verifyRun(readRun(path), tolerance, { workers })
  const { verdict, worst, at, rows, samePredictions, worstHeadScore, otherNodes } = found
  const other = otherNodes.length > 0 ? otherNodes.slice(0, 10) : undefined
  if (verdict === 'differs') {
    fail('run-differs', { run: path, worst, at, tolerance, samePredictions, otherNodes: other })
  }
  if (flags.json) return printJson(found)
  const lines =
    verdict === 'bytes'
      ? [`the same: ${rows} predictions to the byte`]
      : [
          `within tolerance: scores differ by at most ${worst}${at ? `, in ${at}` : ''}`,
          `${(100 * samePredictions).toFixed(2)} % of ${rows} predictions are the same`,
          `scores of the head differ by at most ${worstHeadScore}`,
        ]
  if (other) lines.push(`computed from other data, options or versions: ${other.join(', ')}`)
  process.stdout.write(`${lines.join('\n')}\n`)
}
