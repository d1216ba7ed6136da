import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { smallEdf, temporaryFolder, writeFiles } from '../fixtures/recording-files.ts'
import { entry, runCommand } from './run-command.ts'

const cwd = temporaryFolder()
const bytes = { 'A_1.edf': smallEdf(), 'B_1.edf': smallEdf('BDF+C') }
const source = join(cwd, 'source')
mkdirSync(source)
writeFiles(source, bytes)

/** A card of two files with these hashes, in `datasets` of the working folder. */
function writeCard(name: string, hashes: readonly string[]): void {
  const files = Object.keys(bytes).map((path, i) => `    - { path: ${path}, sha256: ${hashes[i]} }`)
  const lines = [
    `name: ${name}`,
    'title: Two small recordings',
    'licence: CC0-1.0',
    'modality: eeg',
    'source:',
    '  files:',
    ...files,
    'recordings: { pattern: "{subject}_{run}.edf" }',
  ]
  mkdirSync(join(cwd, 'datasets'), { recursive: true })
  writeFileSync(join(cwd, 'datasets', `${name}.yaml`), `${lines.join('\n')}\n`)
}

const right = Object.values(bytes).map((b) => createHash('sha256').update(b).digest('hex'))
writeCard('small', right)
writeCard('wrong', [right[0], right[0]])
const fetch = (...args: string[]) => runCommand(['fetch', ...args], { cwd })

describe('neurarrow fetch', () => {
  test('files are taken from a folder, verified, and kept the second time', () => {
    const first = fetch('small', '--from', source, '--json')
    expect(first.code).toBe(0)
    expect(JSON.parse(first.stdout)).toMatchObject({ dataset: 'small', fetched: 2, kept: 0 })
    expect(readdirSync(join(cwd, 'data', 'small')).sort()).toEqual(['A_1.edf', 'B_1.edf'])
    const second = fetch('small', '--from', source)
    expect([second.code, second.stdout]).toEqual([0, ''])
    expect(second.stderr).toContain('0 files fetched, 2 were there already')
  })

  test('a file with another hash is refused and removed: exit 3', () => {
    const { code, stderr } = fetch('wrong', '--from', source, '--to', join(cwd, 'elsewhere'))
    expect(code).toBe(3)
    expect(stderr).toMatch(/checksum-mismatch[\s\S]*B_1\.edf/)
    expect(existsSync(join(cwd, 'elsewhere', 'wrong', 'B_1.edf'))).toBe(false)
  })

  test('a folder without all files is an error that names what is missing', () => {
    const part = join(cwd, 'part')
    mkdirSync(part)
    writeFiles(part, { 'A_1.edf': bytes['A_1.edf'] })
    const { code, stderr } = fetch('small', '--from', part, '--to', join(cwd, 'third'))
    expect(code).toBe(3)
    expect(stderr).toMatch(/dataset-incomplete[\s\S]*missing: B_1\.edf/)
  })

  test('a card without addresses says so', () => {
    const { code, stderr } = fetch('small', '--to', join(cwd, 'fourth'))
    expect(code).toBe(3)
    expect(stderr).toMatch(/download-failed[\s\S]*--from/)
  })

  test('an interrupted generation ends with 130 and the next one completes it', async () => {
    const child = spawn(process.execPath, [entry, 'fetch', 'synthetic-eeg'], { cwd })
    const folder = join(cwd, 'data', 'synthetic-eeg')
    const recordings = () =>
      existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.edf')) : []
    const watch = setInterval(() => {
      if (recordings().length === 0) return
      clearInterval(watch)
      child.kill('SIGINT')
    }, 20)
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect(code).toBe(130)
    const kept = recordings().length
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThan(12)
    const { stdout } = fetch('synthetic-eeg', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ dataset: 'synthetic-eeg' })
    expect(recordings()).toHaveLength(12)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})
