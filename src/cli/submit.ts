import { userInfo } from 'node:os'
import type { Command } from 'commander'
import type { RunDone } from '../queue/run-job.ts'
import type { SubmitSettings, Submitted } from '../queue/submit.ts'
import type { Store } from '../store/store.ts'
import { printJson, say } from './output.ts'
import { type QueueSession, shortRun, withQueue } from './queue-session.ts'
import { storeOption } from './store-option.ts'

interface SubmitFlags {
  readonly set: readonly string[]
  readonly subjects?: string
  readonly store: string
  readonly root: readonly string[]
  readonly wait?: boolean
  readonly json?: boolean
  readonly strict?: boolean
  readonly leakCheck?: boolean
  readonly priority: string
  readonly user: string
  readonly timeLimit: string
  readonly workers?: string
  readonly out: string
}

/** Adds `neurarrow submit`: runs go to a queue, where workers of any machine take them. */
export function addSubmit(program: Command): void {
  const gather = (value: string, before: string[]) => [...before, value]
  const user = process.env.NEURARROW_USER || userInfo().username
  program
    .command('submit')
    .description('put runs on the queue of REDIS_URL, for workers to do')
    .argument('<pipelines...>', 'pipeline documents')
    .option('--set <path=value>', 'override an option, e.g. stages.bandpass.lowHz=1', gather, [])
    .option('--subjects <names>', 'a subject, a list A,B, or a range A..B in the order of the card')
    .addOption(storeOption())
    .option('--root <name=folder>', 'a folder of recordings beside the data folders', gather, [])
    .option('--wait', 'stay until the runs have ended, and write their folders')
    .option('--out <folder>', 'where run folders are made', 'runs')
    .option('--strict', 'end at the first recording that fails')
    .option('--leak-check', 'also score the rows under splits that leak, and show the gap')
    .option('--priority <number>', 'from 1, first, to 100, last', '10')
    .option('--user <name>', 'whose run it is; shares are by user', user)
    .option('--time-limit <seconds>', 'when one node is ended', '3600')
    .option('--workers <number>', 'threads that hash files; one for each core by default')
    .option('--json', 'one JSON document on stdout')
    .action((files: string[], flags: SubmitFlags) =>
      withQueue((session) => submitAction(session, files, flags)),
    )
}

async function submitAction(
  session: QueueSession,
  files: readonly string[],
  flags: SubmitFlags,
): Promise<void> {
  const { sweepRequests } = await import('../execution/prepare.ts')
  const { submitPipeline } = await import('../queue/submit.ts')
  const { startSpans } = await import('../queue/telemetry.ts')
  const spans = await startSpans('neurarrow-submit')
  const settings = { ...(await settingsOf(session, flags)), spans }
  const { set, subjects } = flags
  const all: Submitted[] = []
  try {
    const requests = files.flatMap((file) => sweepRequests({ file, set, subjects }))
    for (const request of requests) {
      const submitted = await submitPipeline(request, settings)
      all.push(submitted)
      const state = submitted.known ? 'was submitted before' : `${submitted.recordings} recordings`
      say(`${submitted.pipeline}: run ${shortRun(submitted.run)}, ${state}`)
    }
    if (flags.wait) await waitForAll(session, all, flags)
    else if (flags.json) printJson(all)
    else for (const { run } of all) process.stdout.write(`${run}\n`)
  } finally {
    await spans?.stop()
  }
}

async function settingsOf(
  { connection }: QueueSession,
  flags: SubmitFlags,
): Promise<SubmitSettings> {
  const { declaredRoots } = await import('../queue/roots.ts')
  const { parseLocation } = await import('../store/location.ts')
  const { workersFrom } = await import('./workers.ts')
  const { numberFrom } = await import('./number-from.ts')
  const store = parseLocation(flags.store)
  return {
    connection,
    store,
    roots: declaredRoots(flags.root),
    user: flags.user,
    priority: numberFrom('--priority', flags.priority, { from: 1, to: 100, whole: true }),
    limitS: numberFrom('--time-limit', flags.timeLimit, { from: 0.001, to: 1e7 }),
    strict: flags.strict ?? false,
    leakCheck: flags.leakCheck,
    workers: workersFrom(flags.workers),
  }
}

/** With `--json`, one run prints its `run.json`, several a list of them. */
async function waitForAll(
  session: QueueSession,
  all: readonly Submitted[],
  flags: SubmitFlags,
): Promise<void> {
  const { awaitRun } = await import('../queue/await-run.ts')
  const { openStore } = await import('../store/open-store.ts')
  const { parseLocation } = await import('../store/location.ts')
  const { followRun } = await import('./follow-run.ts')
  const store = await openStore(parseLocation(flags.store))
  const abort = new AbortController()
  const interrupt = () => abort.abort()
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  const records: unknown[] = []
  for (const { run, pipeline } of all) {
    const follow = followRun(pipeline)
    const settings = { onProgress: follow.update, signal: abort.signal }
    const done = await awaitRun(session.connection, run, settings).finally(() => follow.stop())
    records.push(await leaveRun(done, store, flags.out))
  }
  if (flags.json) printJson(records.length === 1 ? records[0] : records)
}

async function leaveRun(done: RunDone, store: Store, out: string): Promise<unknown> {
  const { readFile } = await import('node:fs/promises')
  const { join } = await import('node:path')
  const { fetchRun } = await import('../queue/fetch-run.ts')
  const { catalogue } = await import('../errors.ts')
  const folder = await fetchRun(done, store, out)
  const record = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as {
    failures: { recording: string; code: keyof typeof catalogue; facts: object }[]
  }
  for (const { recording, code, facts } of record.failures)
    say(`failed: ${recording}: ${code} ${JSON.stringify(facts)}`)
  const [failure] = record.failures
  if (failure) process.exitCode = catalogue[failure.code].exit
  say(`${done.status}: ${folder}`)
  return record
}
