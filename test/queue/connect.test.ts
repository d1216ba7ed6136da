import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { writeNoiseSet } from '../fixtures/noise-set.ts'
import { command, resultOf, startWorkerProcess, until } from '../fixtures/queue-site.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { startRedis } from '../fixtures/redis-server.ts'
import { freePort } from '../fixtures/s3-server.ts'

const cwd = temporaryFolder()
const ends: (() => unknown)[] = []
afterAll(async () => {
  for (const end of ends.reverse()) await end()
})

const status = (url: string, env: Record<string, string> = {}) =>
  command(['status', '--json'], { cwd, env: { REDIS_URL: url, ...env } })

describe('kinds of Redis', () => {
  test('a cluster runs a whole pipeline', async () => {
    const redis = await startRedis(join(cwd, 'cluster'), [
      'cluster-enabled yes',
      'cluster-announce-ip 127.0.0.1',
    ])
    ends.push(redis.kill)
    redis.command('cluster', 'addslotsrange', '0', '16383')
    await until(() => redis.command('cluster', 'info').includes('cluster_state:ok'))
    writeNoiseSet(cwd, { subjects: 3, lengthS: 20, channels: 2 })
    const env = { REDIS_URL: redis.url.replace('redis://', 'redis+cluster://') }
    const worker = await startWorkerProcess(['--store', 'store'], { cwd, env })
    ends.push(() => worker.stop())
    const submit = ['submit', 'noise.yaml', '--wait', '--json', '--store', 'store']
    const { record } = resultOf(await command(submit, { cwd, env }), cwd)
    expect(record.status).toBe('done')
  })

  test('a sentinel tells where the master is', async () => {
    const redis = await startRedis(join(cwd, 'master'))
    ends.push(redis.kill)
    const port = await freePort()
    const file = join(cwd, 'sentinel.conf')
    const watch = `sentinel monitor main 127.0.0.1 ${redis.port} 1`
    writeFileSync(file, ['bind 127.0.0.1', `port ${port}`, `dir ${cwd}`, watch, ''].join('\n'))
    const sentinel = spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' })
    ends.push(() => sentinel.kill('SIGKILL'))
    const ended = await status(`redis+sentinel://127.0.0.1:${port}/main`)
    expect(JSON.parse(ended.stdout)).toEqual({ runs: [], workers: [] })
  })

  test('TLS, with a certificate that is trusted and one that is not', async () => {
    const folder = join(cwd, 'tls')
    mkdirSync(folder)
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
    const made = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')]
    const how = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2']
    execFileSync('openssl', [...how, ...made, ...names], { stdio: 'ignore' })
    const tlsPort = await freePort()
    const redis = await startRedis(folder, [
      ...[`tls-port ${tlsPort}`, `tls-cert-file ${folder}/cert.pem`, 'tls-auth-clients no'],
      `tls-key-file ${folder}/key.pem`,
    ])
    ends.push(redis.kill)
    const url = `rediss://127.0.0.1:${tlsPort}`
    const trusted = await status(url, { NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') })
    expect(trusted.code, trusted.stdout).toBe(0)
    const unknown = await status(url)
    expect(JSON.parse(unknown.stdout).error.code).toBe('queue-unreachable')
    expect(JSON.parse(unknown.stdout).error.facts.message).toMatch(/certificate/)
  })
})
