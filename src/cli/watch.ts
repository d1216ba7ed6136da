import type { Command } from 'commander'
import type { RunProgress } from '../queue/run-job.ts'
import { scoresText } from './follow-run.ts'
import { type QueueSession, runWords, withQueue } from './queue-session.ts'

interface WatchFlags {
  readonly json?: boolean
}

/** Adds `neurarrow watch`: what a run does, as it does it. */
export function addWatch(program: Command): void {
  program
    .command('watch')
    .description('show a run of the queue as it goes on, fold by fold, until it ends')
    .argument('<run>', runWords)
    .option('--json', 'one JSON document a line on stdout')
    .action((run: string, flags: WatchFlags) =>
      withQueue((session) => watchAction(session, run, flags)),
    )
}

async function watchAction(
  { connection, queue }: QueueSession,
  name: string,
  { json = false }: WatchFlags,
): Promise<void> {
  const { awaitRun } = await import('../queue/await-run.ts')
  const { runJobNamed, stateOf } = await import('../queue/run-states.ts')
  const job = await runJobNamed(queue, name)
  const abort = new AbortController()
  const interrupt = () => abort.abort()
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  const write = json
    ? (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)
    : (value: RunProgress) => process.stdout.write(`${progressLine(value)}\n`)
  const { progress } = await stateOf(job)
  if (progress) write(progress)
  const settings = { onProgress: write, signal: abort.signal }
  const done = await awaitRun(connection, String(job.id), settings)
  if (json) process.stdout.write(`${JSON.stringify(done)}\n`)
  else process.stdout.write(`${done.status}: ${scoresText(done.scores)}\n`)
}

/** `recordings 12 of 12, folds 3 of 12, fold 2: auroc 0.81 (0.77 to 0.85, 3 groups)`. */
function progressLine({ recordings, folds, latest, scores }: RunProgress): string {
  const parts = [`recordings ${recordings.done} of ${recordings.total}`]
  if (folds.total > 0) parts.push(`folds ${folds.done} of ${folds.total}`)
  if (latest) parts.push(latest)
  const text = scoresText(scores)
  return text ? `${parts.join(', ')}: ${text}` : parts.join(', ')
}
