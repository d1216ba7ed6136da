import { execFileSync, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entry } from '../cli/run-command.ts'
import { writeNoiseSet } from '../fixtures/noise-set.ts'
import { command, type LogLine, resultOf, until } from '../fixtures/queue-site.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { slowFolds } from '../fixtures/slow-folds.ts'

const cwd = temporaryFolder()
const id = process.pid % 1000
const bridge = `nq${id}b`
/** Three hosts on one network: Redis, and two workers. */
const hosts = [1, 2, 3].map((n) => ({
  name: `nq${id}h${n}`,
  link: `nq${id}v${n}`,
  address: `10.213.7.${n}`,
}))
const ends: (() => unknown)[] = []

beforeAll(() => {
  if (process.getuid?.() !== 0) throw new Error('network namespaces need root')
  ip('link', 'add', bridge, 'type', 'bridge')
  ip('link', 'set', bridge, 'up')
  for (const { name, link, address } of hosts) {
    ip('netns', 'add', name)
    ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name)
    ip('link', 'set', link, 'master', bridge, 'up')
    ip('-n', name, 'addr', 'add', `${address}/24`, 'dev', 'eth0')
    ip('-n', name, 'link', 'set', 'eth0', 'up')
    ip('-n', name, 'link', 'set', 'lo', 'up')
  }
  writeNoiseSet(cwd, { subjects: 8, lengthS: 60, channels: 4 })
  writeFileSync(join(cwd, 'slow.yaml'), slowFolds(60))
})
afterAll(async () => {
  for (const end of ends.reverse()) await end()
  for (const { name } of hosts) ip('netns', 'del', name)
  ip('link', 'del', bridge)
})

function ip(...words: string[]): void {
  execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Starts a process on a host; gives what it has said. */
function startOn(host: number, words: readonly string[], env: Record<string, string> = {}) {
  const child = spawn('ip', ['netns', 'exec', hosts[host].name, ...words], {
    cwd,
    env: { ...process.env, NEURARROW_DATA: '', NEURARROW_STORE: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (piece: string) => {
      text[stream] += piece
    })
  }
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, ...text }))
  })
  ends.push(() => {
    child.kill('SIGKILL')
    return ended
  })
  return { child, ended, said: () => text.stderr }
}

test('three hosts, one worker cut off for a while: the run ends with the same bytes', async () => {
  const local = resultOf(await command(['run', 'slow.yaml', '--json'], { cwd }), cwd)
  const [{ address }] = hosts
  startOn(0, ['redis-server', '--bind', address, '--port', '6390', '--protected-mode', 'no'])
  const env = { REDIS_URL: `redis://${address}:6390` }
  const node = [process.execPath, entry]
  const work = ['worker', '--store', 'store', '--threads', '1', '--lock', '4']
  const workers = [1, 2].map((host) => startOn(host, [...node, ...work], env))
  const lines = (w: number) =>
    workers[w]
      .said()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as LogLine)
  for (const w of [0, 1])
    await until(() => lines(w).some(({ msg }) => msg === 'worker is ready'), workers[w])
  const args = ['submit', 'slow.yaml', '--wait', '--json', '--store', 'store', '--out', 'out']
  const running = startOn(0, [...node, ...args], env)
  const done = (w: number) => lines(w).filter(({ msg }) => msg === 'node is done').length
  await until(() => done(0) > 0 && done(1) > 1, running)
  ip('link', 'set', hosts[2].link, 'down')
  await setTimeout(15_000)
  const before = done(1)
  ip('link', 'set', hosts[2].link, 'up')
  const { record, predictions } = resultOf(await running.ended, cwd, 'out')
  expect(record.status).toBe('done')
  expect(record.key).toBe(local.record.key)
  expect(predictions.equals(local.predictions)).toBe(true)
  // The one that was cut off comes back by itself and takes work again.
  const other = ['--store', 'store', '--set', 'stages.bandpass.lowHz=2', '--out', 'after']
  const again = startOn(0, [...node, ...args.slice(0, 4), ...other], env)
  expect((await again.ended).code).toBe(0)
  await until(() => done(1) > before, workers[1])
})
