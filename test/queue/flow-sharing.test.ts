import { join } from 'node:path'
import { FlowProducer, Worker } from 'bullmq'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type RedisConnection } from '../../src/queue/connect.ts'
import { openQueue, prefix } from '../../src/queue/queues.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { type RedisServer, startRedis } from '../fixtures/redis-server.ts'

const cwd = temporaryFolder()
let redis: RedisServer
let connection: RedisConnection

beforeAll(async () => {
  redis = await startRedis(join(cwd, 'redis'))
  connection = await connect({ url: redis.url, patienceS: 10 })
})
afterAll(async () => {
  connection.disconnect()
  await redis.kill()
})

// Why runs are conducted (src/queue/conduct.ts) and are no flows of BullMQ. When this test fails,
// BullMQ has learnt to share children, and the conductor can become a flow.
test('a child that two flows ask for wakes the first parent only', async () => {
  const flows = new FlowProducer({ connection, prefix })
  const runs = openQueue('runs', connection)
  const child = { name: 'node', queueName: 'cpu', data: {}, opts: { jobId: 'shared' } }
  const ask = (jobId: string) =>
    flows.add({ name: 'run', queueName: 'runs', data: {}, opts: { jobId }, children: [child] })
  const stateOf = async (jobId: string) => (await runs.getJob(jobId))?.getState()
  await ask('first')
  await ask('second')
  const worker = new Worker('cpu', async () => 'done', { connection, prefix })
  await new Promise((resolve) => worker.once('completed', resolve))
  await worker.close()
  await ask('third')
  expect(await stateOf('first')).toBe('waiting')
  expect(await stateOf('second')).toBe('waiting-children')
  expect(await stateOf('third')).toBe('waiting-children')
  await Promise.all([flows.close(), runs.close()])
})
