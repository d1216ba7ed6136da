import type { Command } from 'commander'
import { printJson } from './output.ts'
import { runWords, shortRun, withQueue } from './queue-session.ts'

/** Adds `neurarrow retry`. */
export function addRetry(program: Command): void {
  program
    .command('retry')
    .description('begin a failed or partial run of the queue again, with the nodes that failed')
    .argument('<run>', runWords)
    .option('--json', 'one JSON document on stdout')
    .action((name: string, { json }: { json?: boolean }) =>
      withQueue(async (session) => {
        const { retryRun } = await import('../queue/change-run.ts')
        const { run, begun } = await retryRun(session, name)
        const word = begun ? 'begins again' : 'waits, runs or is done'
        if (json) printJson({ run, begun })
        else process.stdout.write(`${shortRun(run)}: ${word}\n`)
      }),
    )
}
