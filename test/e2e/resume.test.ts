import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodeTable } from '../../src/tables/ipc.ts'
import { entry, runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const cwd = temporaryFolder()
const quickstart = fileURLToPath(new URL('../../pipelines/quickstart.yaml', import.meta.url))
const six = ['--subjects', 'S01..S06']

interface Ran {
  readonly key: string
  readonly cached: Readonly<Record<string, boolean>>
  readonly bytes: Readonly<Record<string, Buffer>>
}

function run(args: readonly string[]): Ran {
  const ended = runCommand(['run', quickstart, '--json', ...six, ...args], { cwd })
  expect(ended.code, ended.stderr).toBe(0)
  const record = JSON.parse(ended.stdout)
  const nodes = record.plan.nodes as { id: string; cached: boolean }[]
  const at = args.includes('--out') ? args[args.indexOf('--out') + 1] : 'runs'
  const folder = join(cwd, at, `${record.pipeline}-${record.key.slice(0, 8)}`)
  const files = ['predictions.arrow', 'scores.arrow']
  return {
    key: record.key,
    cached: Object.fromEntries(nodes.map(({ id, cached }) => [id, cached])),
    bytes: Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name))])),
  }
}

describe('a run', () => {
  let first: Ran
  beforeAll(() => {
    first = run(['--workers', '2'])
  })

  test('gives the same bytes with one, two and four workers', () => {
    for (const workers of ['1', '4']) {
      const again = run([
        '--workers',
        workers,
        '--store',
        `store-${workers}`,
        '--out',
        `out-${workers}`,
      ])
      expect(again.key).toBe(first.key)
      expect(Object.values(again.cached)).not.toContain(true)
      for (const [name, bytes] of Object.entries(first.bytes)) {
        expect(bytes.equals(again.bytes[name]), `${name}, ${workers} workers`).toBe(true)
      }
    }
  })

  test('does no work the second time', () => {
    const again = run([])
    expect(again.key).toBe(first.key)
    expect(Object.values(again.cached)).not.toContain(false)
    expect(again.bytes['predictions.arrow'].equals(first.bytes['predictions.arrow'])).toBe(true)
  })

  test('recomputes only the folds when the head changes, and explain says so', () => {
    const set = ['--set', 'evaluate.head.logistic.c=0.5']
    const told = runCommand(['explain', quickstart, '--json', ...six, ...set], { cwd })
    const { reasons } = JSON.parse(told.stdout)
    expect(new Set(reasons.map((reason: { stage: string }) => reason.stage))).toEqual(
      new Set(['fold']),
    )
    expect(reasons[0].differences).toMatchObject([
      { field: 'options.branch.head.options.c', now: 0.5 },
    ])
    const changed = run(set)
    expect(changed.key).not.toBe(first.key)
    for (const [id, cached] of Object.entries(changed.cached)) {
      expect(cached, id).toBe(!id.startsWith('fold'))
    }
  })

  test('explain names the option that makes stages run again', () => {
    const set = ['--set', 'stages.bandpass.highHz=30']
    const told = runCommand(['explain', quickstart, ...six, ...set], { cwd })
    expect(told.stdout).toMatch(/^bandpass: runs, because options\.highHz 45 -> 30 +\(6 nodes\)$/m)
    expect(told.stdout).toMatch(/^window: runs, because its input changes/m)
    expect(told.stdout).toMatch(
      /^read edf: runs, because what stands on it runs; it is not stored/m,
    )
  })

  test('ends with 130 on Ctrl-C, leaves no part of a file, resumes to the same bytes', async () => {
    const args = ['run', quickstart, ...six, '--store', 'cut', '--out', 'cut-out', '--workers', '1']
    const child = spawn(process.execPath, [entry, ...args], {
      cwd,
      env: { ...process.env, NEURARROW_DATA: '' },
    })
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
    await untilStored(2)
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expect(stored().filter((name) => name.endsWith('.part'))).toEqual([])
    const before = tables().length
    expect(before).toBeGreaterThanOrEqual(2)
    const resumed = run(['--store', 'cut', '--out', 'cut-out'])
    expect(Object.values(resumed.cached)).toContain(true)
    expect(resumed.bytes['predictions.arrow'].equals(first.bytes['predictions.arrow'])).toBe(true)
  })

  test('goes on when a process was killed in the middle of a write', () => {
    writeFileSync(join(cwd, 'cut', 'ab.arrow.1-x-0.part'), 'half')
    const again = run(['--store', 'cut', '--out', 'cut-out'])
    expect(again.bytes['predictions.arrow'].equals(first.bytes['predictions.arrow'])).toBe(true)
  })
})

function stored(): string[] {
  try {
    return readdirSync(join(cwd, 'cut'), { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
}

function tables(): string[] {
  return stored().filter((name) => name.endsWith('.sha256'))
}

async function untilStored(count: number): Promise<void> {
  for (let waited = 0; tables().length < count && waited < 60_000; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('a run that scores nothing', () => {
  test('leaves the rows of each recording as a table', () => {
    const document = join(cwd, 'rows.yaml')
    writeFileSync(
      document,
      'name: rows\ndataset: synthetic-eeg\nstages:\n  - window: { lengthS: 2 }\n',
    )
    const ended = runCommand(['run', document, '--json', '--subjects', 'S01..S02'], { cwd })
    expect(ended.code, ended.stderr).toBe(0)
    const record = JSON.parse(ended.stdout)
    const folder = join(cwd, 'runs', `rows-${record.key.slice(0, 8)}`, 'rows')
    const tables = readdirSync(folder).map((name) => decodeTable(readFileSync(join(folder, name))))
    expect(tables.length).toBe(record.data.recordings)
    expect(tables.reduce((sum, { rows }) => sum + rows, 0)).toBe(record.data.rows)
  })
})
