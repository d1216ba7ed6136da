import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ended, entry, runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { freePort, type S3Server, startS3 } from '../fixtures/s3-server.ts'

const cwd = temporaryFolder()
const quickstart = fileURLToPath(new URL('../../pipelines/quickstart.yaml', import.meta.url))
const asked = ['run', quickstart, '--json', '--subjects', 'S01..S04', '--workers', '2']
let server: S3Server
let folderRun: Ran

interface Ran {
  readonly key: string
  readonly cached: readonly boolean[]
  readonly predictions: Buffer
}

function ran({ code, stdout, stderr }: Ended): Ran {
  expect(code, stderr + stdout).toBe(0)
  const { pipeline, key, plan } = JSON.parse(stdout)
  const folder = join(cwd, 'runs', `${pipeline}-${key.slice(0, 8)}`)
  const cached = plan.nodes.map((node: { cached: boolean }) => node.cached)
  return { key, cached, predictions: readFileSync(join(folder, 'predictions.arrow')) }
}

const run = (store: string, env: Record<string, string> = {}) =>
  runCommand([...asked, '--store', store], { cwd, env: { ...server.env, ...env } })
const failureOf = ({ stdout }: Ended) => JSON.parse(stdout).error

beforeAll(async () => {
  server = await startS3(join(cwd, 'objects'), ['tables'])
  folderRun = ran(run('folder'))
})
afterAll(() => server.stop())

describe('a run with its store in a bucket', () => {
  test('gives the bytes of one with a folder, and does no work twice', () => {
    const first = ran(run('s3://tables/first'))
    expect(first.key).toBe(folderRun.key)
    expect(first.cached).not.toContain(true)
    expect(first.predictions.equals(folderRun.predictions)).toBe(true)
    const again = ran(run('s3://tables/first'))
    expect(again.cached).not.toContain(false)
    expect(again.predictions.equals(folderRun.predictions)).toBe(true)
  })

  test('finds the store in the environment, and so does explain', () => {
    const env = { ...server.env, NEURARROW_STORE: 's3://tables/first' }
    expect(ran(runCommand(asked, { cwd, env })).cached).not.toContain(false)
    const told = runCommand(['explain', ...asked.slice(1, 5)], { cwd, env })
    expect(JSON.parse(told.stdout).reasons).toEqual([])
  })

  test.each([
    ['a bucket that is not there', 's3://nowhere/x', {}, 'store-missing'],
    ['an unknown user', 's3://tables/x', { AWS_ACCESS_KEY_ID: 'PLANTEDUSER' }, 'store-denied'],
    ['a wrong secret', 's3://tables/x', { AWS_SECRET_ACCESS_KEY: 'planted' }, 'store-denied'],
    ['no credentials', 's3://tables/x', { AWS_ACCESS_KEY_ID: '' }, 'store-denied'],
  ])('ends at once with %s', (_, store, env, code) => {
    const ended = run(store, { AWS_EC2_METADATA_DISABLED: 'true', ...env })
    expect(ended.code).toBe(1)
    expect(failureOf(ended)).toMatchObject({ code, facts: { transient: false } })
    expect(ended.stdout + ended.stderr).not.toMatch(/planted/i)
  })

  test('ends within seconds when nobody answers', async () => {
    const AWS_ENDPOINT_URL_S3 = `http://127.0.0.1:${await freePort()}`
    const ended = run('s3://tables/x', { AWS_ENDPOINT_URL_S3 })
    const facts = { transient: true, endpoint: AWS_ENDPOINT_URL_S3 }
    expect(failureOf(ended)).toMatchObject({ code: 'store-unreachable', facts })
  })

  test('waits for a service that goes away for a while', async () => {
    const running = start('s3://tables/away', {})
    await untilObjects('away', 2)
    await server.stop()
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await server.restart()
    const ended = ran(await running)
    expect(ended.predictions.equals(folderRun.predictions)).toBe(true)
  })

  test('ends with a code when it stays away, and resumes when it is back', async () => {
    const running = start('s3://tables/gone', { NEURARROW_STORE_WAIT_S: '0.5' })
    await untilObjects('gone', 2)
    await server.stop()
    const ended = await running
    expect(ended.code).toBe(1)
    expect(failureOf(ended)).toMatchObject({ code: 'store-unreachable' })
    await server.restart()
    const resumed = ran(run('s3://tables/gone'))
    expect(resumed.cached).toContain(true)
    expect(resumed.predictions.equals(folderRun.predictions)).toBe(true)
  })

  test('leaves no credentials in what it writes', () => {
    const secret = 'PlantedSecretOfTheTest'
    const env = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SESSION_TOKEN: secret }
    ran(run('s3://tables/first', env))
    const written = filesIn(cwd).filter((file) => readFileSync(file).includes(secret))
    expect(written).toEqual([])
  })
})

function start(store: string, env: Record<string, string>): Promise<Ended> {
  const all = { ...process.env, NEURARROW_DATA: '', ...server.env, ...env }
  const child = spawn(process.execPath, [entry, ...asked, '--store', store], { cwd, env: all })
  const texts = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => (texts.stdout += text))
  child.stderr.on('data', (text) => (texts.stderr += text))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...texts })))
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
}

async function untilObjects(prefix: string, count: number): Promise<void> {
  const objects = () => filesIn(join(cwd, 'objects')).filter(isTable).length
  const isTable = (path: string) => path.includes(`/${prefix}/`) && path.endsWith('_object')
  for (let waited = 0; objects() < count && waited < 60_000; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
