import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodeTable } from '../../src/tables/ipc.ts'
import { listsOf } from '../../src/tables/table.ts'
import { runCommand } from '../cli/run-command.ts'
import { writeNoiseSet } from '../fixtures/noise-set.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const cwd = temporaryFolder()
const codes = ['0,0,0,0', '1,1,0,0', '2,0,1,0', '-1,0,0,2']
const pipeline = `name: tokens
dataset: noise
stages:
  - window: { lengthS: 2 }
  - stft: { segment: 32, hop: 16, bins: 4, value: log }
  - codebook: { file: codes.csv }
  - coordinates: { file: places.tsv, as: gradient }
  - maskTokens: { kind: bernoulli, ratio: 0.4, randomShare: 0.2, leaveShare: 0.1 }
  - tokenReport: { measures: [explained, perplexity, usage, idAccuracy] }
`
const place = (name: string) => join(cwd, 'data', 'noise', name)

/** The rows of every recording, by file, and the key of the run. */
function run(store: string, workers: number) {
  const args = ['run', 'tokens.yaml', '--json', '--store', store, '--workers', String(workers)]
  const { code, stdout, stderr } = runCommand(args, { cwd })
  expect(code, stderr).toBe(0)
  const { pipeline: name, key } = JSON.parse(stdout) as { pipeline: string; key: string }
  const folder = join(cwd, 'runs', `${name}-${key.slice(0, 8)}`, 'rows')
  const files = readdirSync(folder).sort()
  const rows = files.map((file) => readFileSync(join(folder, file)))
  rmSync(join(cwd, 'runs'), { recursive: true })
  return { key, files, rows }
}

beforeAll(() => {
  writeNoiseSet(cwd, { subjects: 2, lengthS: 20, channels: 3 })
  writeFileSync(join(cwd, 'tokens.yaml'), pipeline)
  writeFileSync(place('codes.csv'), `${codes.join('\n')}\n`)
  writeFileSync(place('places.tsv'), '0\t1\n2\t3\n4\t5\n')
})

describe('tokens from the command line', () => {
  test('are hidden in the same way whatever the number of threads', () => {
    const [one, three] = [run('store-1', 1), run('store-3', 3)]
    expect(one.files).toHaveLength(4)
    expect(three).toEqual(one)
    const table = decodeTable(one.rows[0])
    expect(JSON.parse(table.meta.names)).toContain('idAccuracy')
    expect(listsOf(table, 'features').values.every(Number.isFinite)).toBe(true)
  })

  test('a changed code is another run, a missing file is named', () => {
    const before = run('store-1', 1)
    writeFileSync(place('codes.csv'), `${codes.slice(0, 3).join('\n')}\n-1,0,0,3\n`)
    const after = run('store-1', 1)
    expect(after.key).not.toBe(before.key)
    expect(after.rows).not.toEqual(before.rows)
    rmSync(place('codes.csv'))
    const { code, stderr } = runCommand(['run', 'tokens.yaml'], { cwd })
    expect(code).toBe(3)
    expect(stderr).toMatch(/codes\.csv/)
  })

  test('what cannot work is said before anything is read', () => {
    const wrong = pipeline.replace('bins: 4', 'bins: 40').replace('ratio: 0.4', 'ratio: 4')
    writeFileSync(join(cwd, 'wrong.yaml'), wrong)
    const { code, stderr } = runCommand(['check', 'wrong.yaml'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toMatch(/ratio/)
    writeFileSync(join(cwd, 'wrong.yaml'), pipeline.replace('bins: 4', 'bins: 40'))
    expect(runCommand(['check', 'wrong.yaml'], { cwd }).stderr).toMatch(/17 frequencies/)
  })
})
