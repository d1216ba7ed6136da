import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeNoiseSet } from '../fixtures/noise-set.ts'
import { command, startWorkerProcess } from '../fixtures/queue-site.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { type RedisServer, startRedis } from '../fixtures/redis-server.ts'

const cwd = temporaryFolder()
const received: { path: string; text: string }[] = []
const collector = createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => {
    received.push({ path: request.url ?? '', text: Buffer.concat(pieces).toString('utf8') })
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
})
let redis: RedisServer

beforeAll(async () => {
  writeNoiseSet(cwd, { subjects: 3, lengthS: 20, channels: 2 })
  redis = await startRedis(join(cwd, 'redis'))
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  collector.close()
  await redis.kill()
})

test('spans of jobs go where OTEL_EXPORTER_OTLP_ENDPOINT says, without data of jobs', async () => {
  const { port } = collector.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${port}`
  const env = { REDIS_URL: redis.url, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }
  const worker = await startWorkerProcess(['--store', 'store', '--threads', '1'], { cwd, env })
  const submit = ['submit', 'noise.yaml', '--wait', '--store', 'store']
  const ended = await command(submit, { cwd, env })
  expect(ended.code, ended.stderr).toBe(0)
  await worker.stop()
  expect(new Set(received.map(({ path }) => path))).toEqual(new Set(['/v1/traces']))
  const spans = received.flatMap(({ text }) =>
    (JSON.parse(text).resourceSpans as Traces[]).flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap((scope) =>
        scope.spans.map(({ name }) => `${resource.attributes[0].value.stringValue}: ${name}`),
      ),
    ),
  )
  expect(spans).toContain('neurarrow-submit: add runs.run')
  expect(spans).toContain('neurarrow-worker: process cpu')
  expect(received.some(({ text }) => text.includes('noise/S01'))).toBe(false)
})

interface Traces {
  readonly resource: { attributes: { value: { stringValue: string } }[] }
  readonly scopeSpans: { spans: { name: string }[] }[]
}
