import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { artifacts } from './artifacts.ts'
import { copies } from './copies.ts'
import { dense } from './dense.ts'
import { encoders } from './encoders.ts'
import { filters } from './filters.ts'
import { fmri } from './fmri.ts'
import { fmriDecode } from './fmri-decode.ts'
import { formats } from './formats.ts'
import { long } from './long.ts'
import { entry } from './measure.ts'
import { queue } from './queue.ts'
import type { Group, Part, Row, Settings } from './settings.ts'
import { spectra } from './spectra.ts'
import { startup } from './startup.ts'
import { eegmat, haxby, prepare } from './whole.ts'

const groups: readonly Group[] = [
  eegmat,
  haxby,
  prepare,
  filters,
  formats,
  spectra,
  long,
  copies,
  dense,
  artifacts,
  fmri,
  fmriDecode,
  encoders,
  startup,
  queue,
]

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.NEURARROW_DATA ?? 'data' },
    python: { type: 'string', default: 'python3' },
    pairs: { type: 'string', default: '5' },
    subjects: { type: 'string', default: 'Subject00..Subject31' },
    hours: { type: 'string', default: '1,4,24' },
    copies: { type: 'string', default: '1,10,50,100' },
    only: { type: 'string' },
    out: { type: 'string', default: join('bench', 'results.md') },
  },
})

main()

/** Measures the chosen groups one after the other; prints each when it is done, and writes all. */
function main(): void {
  const settings: Settings = {
    data: flags.data,
    python: flags.python,
    subjects: flags.subjects,
    pairs: Number(flags.pairs),
    hours: flags.hours.split(',').map(Number),
    copies: flags.copies.split(',').map(Number),
  }
  const wanted = flags.only?.split(',')
  const chosen = groups.filter(({ name }) => wanted === undefined || wanted.includes(name))
  warm(settings)
  const text = [heading(settings)]
  for (const group of chosen) {
    const section = sectionOf(group, group.run(settings))
    process.stdout.write(`${section}\n\n`)
    text.push(section)
    writeFileSync(flags.out, `${text.join('\n\n')}\n`)
  }
}

/** Neither side pays for the first read of a file or for compiling modules. */
function warm({ data, python }: Settings): void {
  for (const folder of ['eegmat', 'haxby2001'].map((name) => join(data, name))) {
    if (!existsSync(folder)) throw new Error(`the bench needs ${folder}; see --data`)
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (/\.(edf|nii\.gz)$/.test(name)) readFileSync(join(folder, name))
    }
  }
  execFileSync(python, ['-c', 'import mne, nibabel, scipy.signal, sklearn.linear_model'])
  execFileSync(process.execPath, [entry, '--version'])
}

function heading({ python, pairs }: Settings): string {
  const [{ model }] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  const names = ['numpy', 'mne', 'scipy', 'sklearn']
  const probe = `import platform, ${names.join(', ')}\nprint(platform.python_version(), ${names
    .map((name) => `${name}.__version__`)
    .join(', ')})`
  const found = execFileSync(python, ['-c', probe], { encoding: 'utf8' }).trim().split(' ')
  const [version, numpy, mne, scipy, sklearn] = found
  return [
    '# Results of the last `npm run bench`',
    '',
    `${cpus().length} cores (${model.trim()}), ${memory} GiB; Node ${process.versions.node};`,
    `Python ${version}, NumPy ${numpy}, MNE ${mne}, SciPy ${scipy}, scikit-learn ${sklearn}.`,
    `Both sides in turns, ${pairs} pairs: medians of each side, and the median of the ratios.`,
    'What is compared with what, and why, is in [README.md](README.md).',
  ].join('\n')
}

function sectionOf({ title }: Group, { rows, notes }: Part): string {
  const line = ({ work, ours, python, ratio, target, verdict }: Row) =>
    `| ${[work, ours, python, ratio, target, verdict].join(' | ')} |`
  return [
    `## ${title}`,
    '',
    '| | neurarrow | Python | ratio | target | |',
    '|---|---|---|---|---|---|',
    ...rows.map(line),
    ...notes.flatMap((note) => ['', note]),
  ].join('\n')
}
