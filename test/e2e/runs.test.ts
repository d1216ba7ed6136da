import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../cli/run-command.ts'
import { writeNoiseSet } from '../fixtures/noise-set.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const cwd = temporaryFolder()
const json = (args: readonly string[]) => {
  const { code, stdout, stderr } = runCommand([...args, '--json'], { cwd })
  return { code, stderr, value: stdout === '' ? undefined : JSON.parse(stdout) }
}
let first: string
let second: string

beforeAll(() => {
  writeNoiseSet(cwd, { subjects: 6, lengthS: 40, channels: 4 })
  const run = (...set: string[]) => {
    const { code, stderr, value } = json(['run', 'noise.yaml', ...set])
    expect(code, stderr).toBe(0)
    return join('runs', `${value.pipeline}-${value.key.slice(0, 8)}`)
  }
  first = run()
  second = run('--set', 'evaluate.seed=5')
})

describe('commands on runs that are done', () => {
  test('compare: pairs, claims and a page', () => {
    const { code, value } = json(['compare', `one=${first}`, `two=${second}`, '--html', 'c.html'])
    expect(code).toBe(0)
    expect(value.sets[0].pairs).toHaveLength(1)
    expect(value.sets[0].claims[0]).toMatch(/one|two/)
    expect(readFileSync(join(cwd, 'c.html'), 'utf8')).toContain('</html>')
    const planned = json(['compare', `one=${first}`, `two=${second}`, '--planned', 'two,one'])
    expect(planned.value.sets[0].claims[0]).toContain('said to be planned')
    const nobody = ['compare', `one=${first}`, `two=${second}`, '--planned', 'one']
    expect(runCommand(nobody, { cwd }).stderr).toContain('--planned')
    const again = runCommand(['compare', first, second], { cwd })
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('NAME=FOLDER')])
    const plain = runCommand(['compare', `one=${first}`, `two=${second}`], { cwd })
    expect(plain.stdout).toMatch(/pair .*difference/)
  })

  test('diff: the option that was changed', () => {
    const { value } = json(['diff', first, second])
    expect(value.pipeline).toEqual([{ field: 'evaluate.seed', before: 0, now: 5 }])
    expect(value.recordings).toEqual([])
    expect(runCommand(['diff', first, second], { cwd }).stdout).toContain('evaluate.seed')
  })

  test('replay: the scores that were recorded, from predictions alone', () => {
    const { code, value } = json(['replay', first])
    expect([code, value.worst]).toEqual([0, 0])
    expect(json(['replay', first, '--metrics', 'kappa']).value.byMetric.kappa).toBeDefined()
  })

  test('replay and compare draw their figures, the same each time', () => {
    const drawn = (args: readonly string[], folder: string) => {
      const { code, stderr } = runCommand([...args, '--figures', folder], { cwd })
      expect(code, stderr).toBe(0)
      return Object.fromEntries(
        readdirSync(join(cwd, folder)).map((name) => [name, readFileSync(join(cwd, folder, name))]),
      )
    }
    const once = drawn(['replay', first, '--html', 'again.html'], 'figures')
    expect(Object.keys(once)).toEqual(expect.arrayContaining(['confusion.svg', 'confusion.png']))
    const page = readFileSync(join(cwd, first, 'report.html'))
    expect(readFileSync(join(cwd, 'again.html')).equals(page)).toBe(true)
    expect(drawn(['run', 'noise.yaml'], 'same')['confusion.png']).toEqual(once['confusion.png'])
    const pairs = drawn(['compare', `one=${first}`, `two=${second}`], 'pairs')
    expect(Object.keys(pairs)).toContain('pairs-0.svg')
    expect(runCommand(['replay', first, '--html', 'again.html'], { cwd }).code).toBe(2)
  })

  test('components that were removed are drawn from what each recording left', () => {
    const text = readFileSync(join(cwd, 'noise.yaml'), 'utf8')
    const follow = 'correlate: [{ channels: [C1], above: 0.022 }], method: fastica'
    const stages = `stages:\n  - ica: { ${follow} }\n`
    writeFileSync(join(cwd, 'ica.yaml'), text.replace('stages:\n', stages))
    const set = ['--set', 'report.figures=[components]', '--out', 'ica']
    const { code, value, stderr } = json(['run', 'ica.yaml', ...set])
    expect(code, stderr).toBe(0)
    const folder = join('ica', `${value.pipeline}-${value.key.slice(0, 8)}`)
    const page = readFileSync(join(cwd, folder, 'report.html'), 'utf8')
    expect(page).toContain('Independent components of 12 recordings')
    expect(page).toContain('Independent components of S01_a')
    expect(JSON.stringify(value)).not.toContain('spectrumDb')
    expect(runCommand(['replay', folder, '--html', 'ica.html'], { cwd }).code).toBe(0)
    expect(readFileSync(join(cwd, 'ica.html'), 'utf8')).toBe(page)
  })

  test('figures that a pipeline asks for lie in its folder, and replay draws them', () => {
    const set = ['--set', 'report.figures=[patterns]']
    const { code, value, stderr } = json(['run', 'noise.yaml', '--out', 'drawn', ...set])
    expect(code, stderr).toBe(0)
    expect(value.key).toBe(JSON.parse(readFileSync(join(cwd, first, 'run.json'), 'utf8')).key)
    const folder = join('drawn', `noise-${value.key.slice(0, 8)}`)
    expect(readdirSync(join(cwd, folder, 'figures'))).toEqual(['bandMaps.arrow', 'patterns.arrow'])
    expect(runCommand(['replay', folder, '--html', 'drawn.html'], { cwd }).code).toBe(0)
    const page = readFileSync(join(cwd, folder, 'report.html'), 'utf8')
    expect(readFileSync(join(cwd, 'drawn.html'), 'utf8')).toBe(page)
    expect(page).toContain('Pattern of the linear model')
    const refused = (figure: string) =>
      json(['run', 'noise.yaml', '--set', figure]).value.error.code
    expect(refused('report.figures=[spatialFilters]')).toBe('figure-impossible')
    const wrong = runCommand(['check', 'noise.yaml', '--set', 'report.figures=[pattern]'], { cwd })
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('no figure "pattern"')])
    const none = json(['replay', 'none', '--html', 'x.html'])
    expect(none.value.error.code).toBe('run-unknown')
  })

  test('a run without an evaluation has a report too, which replay draws again', () => {
    const text = readFileSync(join(cwd, 'noise.yaml'), 'utf8')
    const stages = text.slice(0, text.indexOf('  - standardize'))
    writeFileSync(join(cwd, 'rows.yaml'), `${stages}report: { figures: [contents] }\n`)
    const { code, value, stderr } = json(['run', 'rows.yaml', '--out', 'rows', '--figures', 'rf'])
    expect(code, stderr).toBe(0)
    const folder = join('rows', `${value.pipeline}-${value.key.slice(0, 8)}`)
    const page = readFileSync(join(cwd, folder, 'report.html'), 'utf8')
    expect(page).toContain('What the rows hold')
    expect(readdirSync(join(cwd, 'rf'))).toContain('plan-graph.svg')
    expect(runCommand(['replay', folder, '--html', 'rows.html'], { cwd }).code).toBe(0)
    expect(readFileSync(join(cwd, 'rows.html'), 'utf8')).toBe(page)
    expect(json(['replay', folder]).value.error.code).toBe('run-unknown')
  })

  test('verify: computed again, the same bytes', () => {
    const { code, value, stderr } = json(['verify', first, '--workers', '1'])
    expect(code, stderr).toBe(0)
    expect(value).toMatchObject({ verdict: 'bytes', worst: 0, samePredictions: 1, otherNodes: [] })
  })

  test('leaderboard: best first, and nothing where there is none', () => {
    const [board] = json(['leaderboard', 'runs']).value
    const means = board.entries.map(({ mean }: { mean: number }) => mean)
    expect(means).toEqual([...means].sort((a, b) => b - a))
    expect([board.doubts, board.entries[0].chance]).toEqual([[], expect.any(Number)])
    const drawn = ['--html', 'board.html', '--figures', 'board']
    expect(runCommand(['leaderboard', 'runs', ...drawn], { cwd }).code).toBe(0)
    expect(readFileSync(join(cwd, 'board.html'), 'utf8')).toContain('noise: part of each subject')
    expect(readdirSync(join(cwd, 'board'))).toEqual(['board-0-chart.png', 'board-0-chart.svg'])
    expect(json(['leaderboard', 'none']).value.error.code).toBe('run-unknown')
  })

  test('run --leak-check: controls and splits that leak, beside the same scores', () => {
    const set = ['--set', 'evaluate.controls=[labelShuffle, subjectIdentity]']
    const { code, value } = json(['run', 'noise.yaml', '--leak-check', ...set])
    expect(code).toBe(0)
    expect(value.key).toBe(JSON.parse(readFileSync(join(cwd, first, 'run.json'), 'utf8')).key)
    expect(value.controls.map(({ use }: { use: string }) => use)).toEqual([
      ...['labelShuffle', 'subjectIdentity'],
    ])
    expect(value.controls[1].scores.accuracy.chance).toBe(1 / 6)
    const splits = value.leakCheck.splits.map(({ use }: { use: string }) => use)
    expect(splits).toEqual(['window', 'recording', 'subject'])
    const rest = ['--set', 'evaluate.controls=[timeWithinRest]']
    const refused = runCommand(['check', 'noise.yaml', ...rest], { cwd })
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('which rows are rest'),
    ])
  })

  test('an official split is one that the card names', () => {
    const set = ['--set', 'evaluate.split={official: cbramod}']
    const { code, stderr } = runCommand(['check', 'noise.yaml', ...set], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('noise has no split "cbramod"')])
  })

  test('a split by windows is refused by the firewall', () => {
    const { code, value } = json([
      'run',
      'noise.yaml',
      '--set',
      'evaluate.split={kFold: 4, by: window}',
    ])
    expect(code).toBe(1)
    expect(value.error).toMatchObject({ code: 'leakage' })
    expect(value.error.facts.overlap).toBe('neighbouring windows of one recording')
  })

  test('a record that was changed is found by replay and by verify', () => {
    const file = join(cwd, first, 'run.json')
    const text = readFileSync(file, 'utf8')
    const record = JSON.parse(text)
    const [metric] = Object.keys(record.scores)
    record.scores[metric].mean += 0.01
    writeFileSync(file, JSON.stringify(record))
    for (const command of ['replay', 'verify']) {
      const { code, value } = json([command, first])
      expect([code, value.error.code], command).toEqual([1, 'run-differs'])
    }
    writeFileSync(file, '{')
    expect(json(['replay', first]).value.error.code).toBe('file-corrupt')
    expect(readdirSync(join(cwd, first))).toContain('run.json')
  })
})
