import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Method, methods, planned } from './eegmat-methods.ts'
import { entry } from './measure.ts'

interface Score {
  readonly mean: number
  readonly low: number
  readonly high: number
  readonly p: number
}

/** The part of `run.json` that is shown. */
interface Record {
  readonly pipeline: string
  readonly key: string
  readonly data: { readonly rows: number; readonly subjects: number }
  readonly scores: { readonly [metric: string]: Score }
  readonly certificate: {
    readonly clean: boolean
    readonly transductive: readonly string[]
    readonly contamination: readonly { model: string; subjects?: readonly string[] }[]
  }
  readonly controls?: readonly {
    readonly use: string
    readonly says: string
    readonly scores: { readonly [metric: string]: { mean: number; low: number; high: number } }
  }[]
  readonly folds: readonly { readonly chosen?: { readonly [option: string]: unknown } }[]
}

/** The part of a comparison that is shown. */
interface Compared {
  readonly sets: readonly {
    readonly pairs: readonly {
      readonly better: string
      readonly other: string
      readonly difference: number
      readonly low: number
      readonly high: number
      readonly p: number
      readonly holmP: number
      readonly wilcoxonP: number
      readonly effect: number
      readonly detectable: number
      readonly planned: boolean
      readonly family: number
    }[]
    readonly claims: readonly string[]
  }[]
  readonly doubts: readonly string[]
}

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.NEURARROW_DATA ?? 'data' },
    work: { type: 'string', default: join('.neurarrow', 'eegmat') },
    workers: { type: 'string', default: '2' },
    only: { type: 'string' },
    out: { type: 'string', default: join('bench', 'eegmat.md') },
  },
})

/** Runs every method under both splits, compares them, and writes what came out. */
function main(): void {
  mkdirSync(flags.work, { recursive: true })
  const wanted = flags.only?.split(',')
  const chosen = methods.filter(({ name }) => wanted?.includes(name) ?? true)
  const left = chosen.map((method) => ({ method, record: run(method) }))
  const official = chosen.map((method) => ({ method, record: run(method, true) }))
  const text = [
    '# What tells mental arithmetic from rest: results on eegmat',
    preface,
    '## Leave one subject out, Subject00 to Subject31',
    scoreTable(left),
    choices(left),
    '## Trained on Subject00 to Subject27, tested on Subject28 to Subject31',
    scoreTable(official),
    'Four people: intervals over four values are rough, and paired tests are not worth it.',
    ...['balancedAccuracy', 'auroc'].flatMap((metric) => pairSection(left, metric)),
    '## Controls',
    controlTable(left),
  ]
  writeFileSync(flags.out, `${text.join('\n\n')}\n`)
}

const madeHere =
  'These sentences know nothing of how a method came about. `best` and `best-transductive` were ' +
  'made on these people: what is said of them holds for their scores here and waits for others.'

const preface = [
  'Made by `npm run results`, which runs the pipelines named here; nothing is written by hand.',
  'Windows of 5 s; means over subjects with 95 % intervals (BCa bootstrap over subjects); p of',
  'AUROC by permutation of labels within subjects, predictions held fixed. Options that a',
  'pipeline leaves open are chosen in each fold by five inner folds over its training subjects.',
  '',
  'What to know before believing it. Rest was always recorded before arithmetic, so what drifts',
  'tells them apart too. A2-A1 holds muscles and heart beside the brain: see `ear-bandpower`.',
  'The features of `best`, and that it chooses a threshold, were thought of while looking at',
  'these 32 subjects; only the values that `select` and `threshold` give were chosen inside',
  'folds. So p and intervals of `best` are of a method that was made on the people it is scored',
  'on, and too good by what that is worth; those of methods without choices are not. Subject32',
  'to Subject35 have never been looked at, and decide.',
].join('\n')

function run({ pipeline, controls = [] }: Method, official = false): Record {
  const split = ['--set', 'evaluate.split={ official: cbramod, part: validation }']
  const asked = ['--set', `evaluate.controls=[${controls.join(', ')}]`]
  const said = command([
    ...['run', join('pipelines', `${pipeline}.yaml`), '--json', '--workers', flags.workers],
    ...['--subjects', 'Subject00..Subject31'],
    ...['--store', join(flags.work, 'store'), '--out', join(flags.work, 'runs')],
    ...(official ? split : controls.length > 0 ? asked : []),
  ])
  process.stderr.write(`${pipeline}${official ? ', official split' : ''}: done\n`)
  return JSON.parse(said) as Record
}

function command(args: readonly string[]): string {
  return execFileSync(process.execPath, [entry, ...args], {
    env: { ...process.env, NEURARROW_DATA: flags.data },
    maxBuffer: 2 ** 29,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

interface Done {
  readonly method: Method
  readonly record: Record
}

function scoreTable(done: readonly Done[]): string {
  return table(
    ['method', 'what', 'balanced accuracy', 'AUROC', 'average precision', 'p', 'uses'],
    done.map(({ method: { name, what, pipeline }, record }) => [
      `[${name}](../pipelines/${pipeline}.yaml)`,
      what,
      ...['balancedAccuracy', 'auroc', 'averagePrecision'].map((use) => scored(record, use)),
      pText(record.scores.auroc.p),
      uses(record),
    ]),
  )
}

function scored({ scores }: Record, use: string): string {
  const { mean, low, high } = scores[use]
  return `${mean.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`
}

/** What of the tested people a method has met before. */
function uses({ certificate: { clean, transductive, contamination } }: Record): string {
  const met = contamination.map(({ model, subjects }) => {
    return `not clean: ${model} was pretrained on ${subjects?.length ?? 'all'} of them`
  })
  const own = transductive.length > 0 ? ['transductive: their own unlabelled windows'] : []
  if (!clean && met.length === 0) return 'not clean'
  return [...met, ...own].join('; ') || 'nothing of the tested'
}

function choices(done: readonly Done[]): string {
  const lines = done.flatMap(({ method: { name }, record }) => {
    const counts = new Map<string, number>()
    for (const { chosen } of record.folds) {
      const words = chosen && JSON.stringify(chosen)
      if (words) counts.set(words, (counts.get(words) ?? 0) + 1)
    }
    const sorted = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 3)
    const said = sorted.map(([words, count]) => `\`${words}\` in ${count} folds`)
    return said.length > 0 ? [`- ${name}: ${said.join(', ')}`] : []
  })
  return ['Most often chosen:', '', ...lines].join('\n')
}

function pairSection(done: readonly Done[], metric: string): string[] {
  const [reference] = done.filter(({ method }) => method.name === 'best')
  if (reference === undefined || done.length < 2) return []
  const names = done.map(({ method }) => method.name)
  const plans = planned.filter((pair) => pair.every((name) => names.includes(name)))
  const folders = done.map(({ method: { name }, record: { pipeline, key } }) => {
    return `${name}=${join(flags.work, 'runs', `${pipeline}-${key.slice(0, 8)}`)}`
  })
  const { sets, doubts } = JSON.parse(
    command([
      ...['compare', ...folders, '--metric', metric, '--json'],
      ...plans.flatMap((pair) => ['--planned', pair.join(',')]),
    ]),
  ) as Compared
  const [{ pairs, claims }] = sets
  const all = pairs.map((pair, i) => ({ pair, claim: claims[i] }))
  const asked = all.filter(({ pair }) => pair.planned)
  const others = all.filter(
    ({ pair }) => !pair.planned && [pair.better, pair.other].includes('best'),
  )
  return [
    `## Pairs, by ${metric}`,
    pairTable([...asked, ...others].map(({ pair }) => pair)),
    `Paired by subject. Planned pairs are corrected for each other (${asked.length}), all others ` +
      `for all others (${others[0]?.pair.family ?? 0}; those with \`best\` are shown).`,
    [...asked, ...others].map(({ claim }) => `- ${claim}`).join('\n'),
    [...doubts, madeHere].map((doubt) => `- But: ${doubt}`).join('\n'),
  ]
}

function pairTable(pairs: readonly Compared['sets'][number]['pairs'][number][]): string {
  const rows = pairs.map((pair) => [
    `${pair.better} over ${pair.other}${pair.planned ? ', planned' : ''}`,
    `${pair.difference.toFixed(3)} [${pair.low.toFixed(3)}, ${pair.high.toFixed(3)}]`,
    ...[pair.p, pair.holmP, pair.wilcoxonP].map(pText),
    ...[pair.effect, pair.detectable].map((value) => value.toFixed(2)),
  ])
  return table(['pair', 'difference', 'p', 'Holm', 'Wilcoxon', 'effect', 'detectable'], rows)
}

function controlTable(done: readonly Done[]): string {
  const rows = done.flatMap(({ method: { name }, record }) =>
    (record.controls ?? []).map(({ use, scores, says }) => {
      const [[metric, { mean, low, high }]] = Object.entries(scores)
      const value = `${metric} ${mean.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`
      return [name, use, value, says]
    }),
  )
  return table(['method', 'control', 'score', 'what it says'], rows)
}

function pText(p: number): string {
  return p < 0.001 ? 'below 0.001' : p.toFixed(3)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

main()
