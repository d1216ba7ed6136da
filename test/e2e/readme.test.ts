import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shellLines } from '../conformance/shell-lines.ts'
import { root } from '../conformance/source-files.ts'
import { command, startWorkerProcess, type WorkerProcess } from '../fixtures/queue-site.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { type RedisServer, startRedis } from '../fixtures/redis-server.ts'
import { type S3Server, startS3 } from '../fixtures/s3-server.ts'

const lines = shellLines(readFileSync(join(root, 'README.md'), 'utf8'))
const ours = lines.filter((line) => line.startsWith('npx neurarrow '))
const cwd = temporaryFolder()
for (const folder of ['pipelines', 'datasets', 'models']) {
  symlinkSync(join(root, folder), join(cwd, folder))
}

let server: S3Server
let redis: RedisServer
let env: Record<string, string>
const workers: WorkerProcess[] = []
beforeAll(async () => {
  server = await startS3(join(cwd, 'objects'), ['tables'])
  redis = await startRedis(join(cwd, 'redis'))
  env = { ...server.env, REDIS_URL: redis.url }
})
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  await redis.kill()
  await server.stop()
})

describe('the commands of README, one after the other in an empty folder', () => {
  test('they are ours, or those that install and test', () => {
    const others = lines.filter((line) => !ours.includes(line))
    expect([...new Set(others)].sort()).toEqual(['npm ci', 'npm test'])
    expect(ours.length).toBeGreaterThan(3)
  })

  test.each(ours)('%s', async (line) => {
    const args = line.split(/\s+/).slice(2)
    // Workers go on until the last command.
    if (args[0] === 'worker') {
      workers.push(await startWorkerProcess(args.slice(1), { cwd, env }))
      return
    }
    const { code, stderr } = await command(args, { cwd, env })
    expect(code, stderr).toBe(0)
  })
})
