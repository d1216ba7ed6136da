import { createServer, type Server } from 'node:http'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { fail } from '../errors.ts'

/** What a worker counts, for Prometheus. */
export interface WorkerMetrics {
  nodeEnded(need: string, outcome: string, seconds: number): void
  runEnded(outcome: string): void
  /** The text that Prometheus reads. */
  text(): Promise<string>
}

/** How a worker stands at the moment it is asked. */
export interface WorkerGauges {
  readonly reservedMb: () => number
  readonly running: () => number
}

/** Makes the metrics of a worker. */
export function workerMetrics({ reservedMb, running }: WorkerGauges): WorkerMetrics {
  const registers = [new Registry()]
  const [registry] = registers
  collectDefaultMetrics({ register: registry })
  const nodes = new Counter({
    ...{ name: 'neurarrow_nodes_total', help: 'Nodes that ended, by need and outcome' },
    ...{ labelNames: ['need', 'outcome'], registers },
  })
  const seconds = new Histogram({
    ...{ name: 'neurarrow_node_seconds', help: 'Wall time of nodes, s' },
    ...{ labelNames: ['need'], buckets: [0.01, 0.1, 1, 10, 60, 600, 3600], registers },
  })
  const runs = new Counter({
    ...{ name: 'neurarrow_runs_total', help: 'Runs that ended here, by outcome' },
    ...{ labelNames: ['outcome'], registers },
  })
  gauge('neurarrow_memory_reserved_megabytes', 'Memory given to nodes, MB', reservedMb)
  gauge('neurarrow_nodes_running', 'Nodes that run now', running)

  function gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(value())
      },
    })
  }
  return {
    nodeEnded(need, outcome, wallS) {
      nodes.inc({ need, outcome })
      seconds.observe({ need }, wallS)
    },
    runEnded: (outcome) => runs.inc({ outcome }),
    text: () => registry.metrics(),
  }
}

/**
 * Serves the metrics at `/metrics` of a port.
 *
 * @param place `9464`, which is this machine alone, or `host:9464`
 * @throws {NeurarrowError} `arguments-invalid` when the port cannot be had
 */
export async function serveMetrics(metrics: WorkerMetrics, place: string): Promise<Server> {
  const [, host = '127.0.0.1', digits = ''] = /^(?:(.+):)?(\d+)$/.exec(place) ?? []
  const port = Number(digits)
  if (digits === '' || port > 65535) {
    fail('arguments-invalid', { option: '--metrics', value: place, expected: 'PORT or HOST:PORT' })
  }
  const server = createServer(async ({ url, method }, response) => {
    const isKnown = url === '/metrics' && method === 'GET'
    response.writeHead(isKnown ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4' })
    response.end(isKnown ? await metrics.text() : '')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve)
  }).catch((cause) => fail('arguments-invalid', { option: '--metrics', value: place }, cause))
  return server
}
