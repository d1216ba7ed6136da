import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../cli/run-command.ts'
import { writeNoiseSet } from '../fixtures/noise-set.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const cwd = temporaryFolder()
const quickstart = fileURLToPath(new URL('../../pipelines/quickstart.yaml', import.meta.url))

/** Writes a changed quickstart and gives its name. */
function changed(name: string, change: (text: string) => string): string {
  writeFileSync(join(cwd, name), change(readFileSync(quickstart, 'utf8')))
  return name
}

describe('a wrong document', () => {
  test('ends with 2 and lists every mistake with file, line, column and the nearest name', () => {
    const file = changed('typo.yaml', (text) =>
      text
        .replace('bandpass:', 'bandpas:')
        .replace('lengthS: 1', 'lengtS: 1')
        .replace('target:', 'targt:'),
    )
    const { code, stdout, stderr } = runCommand(['check', file], { cwd })
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/typo\.yaml:\d+:\d+: .*no stage "bandpas"; did you mean "bandpass"\?/)
    expect(stderr).toMatch(/unknown key "lengtS"; did you mean "lengthS"\?/)
    expect(stderr).toMatch(/unknown key "targt"; did you mean "target"\?/)
  })

  test('a band edge above half the rate of the data is found before anything is read', () => {
    const file = changed('rate.yaml', (text) => text.replace('highHz: 45', 'highHz: 145'))
    const { code, stderr } = runCommand(['run', file], { cwd })
    expect(code).toBe(2)
    expect(stderr).toMatch(/rate\.yaml:\d+:\d+: stages\[2\]\.bandpass\.highHz/)
  })

  test('a stage after the wrong kind is found before anything is read', () => {
    const file = changed('kind.yaml', (text) => text.replace(/ {2}- (window|patch).*\n/g, ''))
    const { code, stderr } = runCommand(['run', file], { cwd })
    expect(code).toBe(2)
    expect(stderr).toMatch(/"encode" reads tokens or windows; here it gets signals/)
  })

  test('stages that leave no row are told from a split that cannot be made', () => {
    writeNoiseSet(cwd, { subjects: 2, lengthS: 6, channels: 2 })
    const text = readFileSync(join(cwd, 'noise.yaml'), 'utf8')
    const strict = text.replace(/( +)(- bandpower)/, '$1- reject: { peakToPeakUv: 1 }\n$1$2')
    const open = strict.replace(/evaluate:[\s\S]*/, '').replace(/.*standardize.*\n/, '')
    for (const [name, content] of Object.entries({ 'strict.yaml': strict, 'open.yaml': open })) {
      writeFileSync(join(cwd, name), content)
      const { code, stderr } = runCommand(['run', name], { cwd })
      expect([code, stderr]).toEqual([1, expect.stringContaining('rows-missing')])
      expect(stderr).toContain('reject: windows were dropped: 3 of 3')
    }
  })

  test('a missing document, an unknown data set and unknown subjects end with 2', () => {
    expect(runCommand(['check', 'none.yaml'], { cwd }).code).toBe(2)
    const file = changed('set.yaml', (text) => text.replace('synthetic-eeg', 'synthetic-egg'))
    const { code, stderr } = runCommand(['check', file], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('synthetic-eeg')
    expect(runCommand(['run', quickstart, '--subjects', 'S99'], { cwd }).code).toBe(2)
    expect(runCommand(['run', quickstart, '--workers', 'many'], { cwd }).code).toBe(2)
    expect(runCommand(['runn', quickstart], { cwd }).code).toBe(2)
  })

  test('--json gives the failure as one document', () => {
    const { code, stdout } = runCommand(['check', 'none.yaml', '--json'], { cwd })
    expect(code).toBe(2)
    expect(JSON.parse(stdout).error.code).toBe('document-unreadable')
  })
})

describe('a damaged recording', () => {
  const data = join(cwd, 'own', 'damaged')
  const run = (...args: string[]) =>
    runCommand(['run', 'damaged.yaml', '--json', '--out', 'damaged-runs', ...args], {
      cwd,
      env: { NEURARROW_DATA: join(cwd, 'own') },
    })

  beforeAll(() => {
    const made = runCommand(['plan', quickstart], { cwd })
    expect(made.code, made.stderr).toBe(0)
    mkdirSync(data, { recursive: true })
    mkdirSync(join(cwd, 'datasets'), { recursive: true })
    const from = join(cwd, 'data', 'synthetic-eeg')
    for (const name of readdirSync(from)
      .filter((file) => file.endsWith('.edf'))
      .slice(0, 4)) {
      copyFileSync(join(from, name), join(data, name))
    }
    const card = [
      'name: damaged',
      'title: copies of synthetic recordings',
      'licence: CC0-1.0',
      'modality: eeg',
      'recordings: { pattern: "{subject}.edf" }',
      'events: annotations',
      '',
    ]
    writeFileSync(join(cwd, 'datasets', 'damaged.yaml'), card.join('\n'))
    changed('damaged.yaml', (text) => text.replace('synthetic-eeg', 'damaged'))
    truncateSync(join(data, 'S02.edf'), 40_000)
  })

  test('is left out and named with code, file and byte; the others are scored; exit 3', () => {
    const { code, stdout, stderr } = run()
    expect(code).toBe(3)
    const record = JSON.parse(stdout)
    expect(record.status).toBe('partial')
    expect(record.data.subjects).toBe(3)
    expect(record.failures).toMatchObject([{ recording: 'S02', code: 'file-truncated' }])
    expect(record.failures[0].facts.file).toContain('S02.edf')
    expect(record.failures[0].facts.byte).toBeTypeOf('number')
    expect(stderr).toContain('S02')
  })

  test('ends the run with --strict, without a run folder', () => {
    const { code, stdout } = run('--strict', '--out', 'strict-runs', '--store', 'strict')
    expect(code).toBe(3)
    expect(JSON.parse(stdout).error.code).toBe('file-truncated')
    expect(readdirSync(cwd)).not.toContain('strict-runs')
  })

  test('of no bytes, or of noise, is refused by its own code', () => {
    writeFileSync(join(data, 'S02.edf'), '')
    expect(JSON.parse(run().stdout).failures).toMatchObject([{ code: 'file-empty' }])
    writeFileSync(join(data, 'S02.edf'), Buffer.alloc(70_000, 7))
    expect(JSON.parse(run().stdout).failures).toMatchObject([{ code: 'file-corrupt' }])
  })

  test('under two names is leakage, whatever the names say', () => {
    const file = join(cwd, 'data', 'synthetic-eeg', 'S03.edf')
    copyFileSync(file, join(data, 'S02.edf'))
    const { code, stdout } = run('--strict', '--store', 'twins')
    expect(code).toBe(1)
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'leakage' })
  })
})
