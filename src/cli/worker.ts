import { hostname, totalmem } from 'node:os'
import type { Command } from 'commander'
import type { WorkerSettings } from '../queue/desk.ts'
import type { QueueWorker } from '../queue/worker.ts'
import type { LogLevel } from '../queue/worker-log.ts'
import { deviceFrom, deviceOption } from './device-option.ts'
import { storeOption } from './store-option.ts'

interface WorkerFlags {
  readonly store: string
  readonly root: readonly string[]
  readonly threads?: string
  readonly memory?: string
  readonly heap?: string
  readonly queues: string
  readonly device: string
  readonly runs: string
  readonly grace: string
  readonly lock: string
  readonly metrics?: string
  readonly log: string
}

/** Adds `neurarrow worker`: takes work from the queue until it is told to end. */
export function addWorker(program: Command): void {
  const gather = (value: string, before: string[]) => [...before, value]
  program
    .command('worker')
    .description('do what others submit to the queue of REDIS_URL, until SIGTERM')
    .addOption(storeOption())
    .option('--root <name=folder>', 'a folder of recordings beside the data folders', gather, [])
    .option('--threads <number>', 'nodes that run at a time; one for each core by default')
    .option('--memory <MB>', 'memory that nodes may take; three quarters of the machine by default')
    .option('--heap <MB>', 'JavaScript heap of one thread; as much as Node allows by default')
    .option('--queues <names>', 'what it takes: cpu, gpu (nodes with a model), io', 'cpu,gpu,io')
    .addOption(deviceOption())
    .option('--runs <number>', 'runs that it conducts at a time', '4')
    .option('--grace <seconds>', 'how long nodes may go on after SIGTERM', '30')
    .option('--lock <seconds>', 'how long after its last sign its work is given to others', '30')
    .option('--metrics <port>', 'serve metrics for Prometheus at PORT, or HOST:PORT')
    .option('--log <level>', 'silent, error, warn, info or debug', 'info')
    .action(workerAction)
}

async function workerAction(flags: WorkerFlags): Promise<void> {
  const { connect } = await import('../queue/connect.ts')
  const { startSpans } = await import('../queue/telemetry.ts')
  const { workerLog } = await import('../queue/worker-log.ts')
  const { startWorker } = await import('../queue/worker.ts')
  const limits = await limitsOf(flags)
  const name = `${hostname()}-${process.pid}`
  const log = workerLog(name, limits.level)
  const onTrouble = (message: string) => log.warn({ message }, 'Redis cannot be reached')
  const connection = await connect({ patienceS: Number.POSITIVE_INFINITY, onTrouble })
  const spans = await startSpans('neurarrow-worker')
  const settings = { ...limits.settings, name, connection, log, spans }
  const worker = await startWorker(settings)
  const server = await serve(worker, flags.metrics)
  await untilTold()
  // A Redis that is away must not keep the process from ending.
  const late = setTimeout(() => process.exit(1), (limits.graceS + 10) * 1000)
  late.unref()
  await worker.close(limits.graceS)
  server?.close()
  await spans?.stop()
  connection.disconnect()
}

type Limits = Pick<
  WorkerSettings,
  'store' | 'device' | 'roots' | 'threads' | 'memoryMb' | 'heapMb' | 'needs' | 'runs' | 'lockS'
>

async function limitsOf(
  flags: WorkerFlags,
): Promise<{ settings: Limits; graceS: number; level: LogLevel }> {
  const { declaredRoots } = await import('../queue/roots.ts')
  const { needs } = await import('../queue/queues.ts')
  const { logLevels } = await import('../queue/worker-log.ts')
  const { parseLocation } = await import('../store/location.ts')
  const { numberFrom } = await import('./number-from.ts')
  const { wordsFrom } = await import('./words-from.ts')
  const { workersFrom } = await import('./workers.ts')
  const most = Math.floor((0.75 * totalmem()) / 2 ** 20)
  const megabytes = { from: 16, to: 1e8 }
  const [level = 'info'] = wordsFrom('--log', flags.log, logLevels)
  const settings = {
    store: parseLocation(flags.store),
    roots: declaredRoots(flags.root),
    threads: workersFrom(flags.threads, '--threads'),
    memoryMb: flags.memory === undefined ? most : numberFrom('--memory', flags.memory, megabytes),
    heapMb: flags.heap === undefined ? undefined : numberFrom('--heap', flags.heap, megabytes),
    device: await deviceFrom(flags.device),
    needs: wordsFrom('--queues', flags.queues, needs),
    runs: numberFrom('--runs', flags.runs, { from: 0, to: 64, whole: true }),
    lockS: numberFrom('--lock', flags.lock, { from: 1, to: 3600 }),
  }
  const graceS = numberFrom('--grace', flags.grace, { from: 0, to: 1e6 })
  return { settings, graceS, level }
}

async function serve({ metrics }: QueueWorker, place: string | undefined) {
  if (place === undefined) return undefined
  const { serveMetrics } = await import('../queue/worker-metrics.ts')
  return serveMetrics(metrics, place)
}

function untilTold(): Promise<void> {
  return new Promise((resolve) => {
    const told = () => resolve()
    process.once('SIGTERM', told).once('SIGINT', told)
  })
}
