import { stringify } from 'yaml'
import { fail } from '../errors.ts'
import type { Run } from '../execution/run.ts'
import type { AnyRecord } from '../store/run.ts'
import { figureOf, figureOfMaps, mapKey } from '../tables/figure.ts'
import { encodeTable } from '../tables/ipc.ts'
import type { Table } from '../tables/table.ts'
import { mapFiles } from './map-files.ts'
import { renderReport } from './report.ts'
import type { Figures } from './section-signal.ts'
import { renderUnscored } from './unscored-report.ts'

/**
 * The files that a run leaves, by name: scores, report, the pipeline as it was run; rows stay in
 * the store. `run.json` comes last: where it lies, the others are complete.
 */
export function runFiles(run: Run): Map<string, Uint8Array> {
  const { record, scored } = run
  const files = new Map<string, Uint8Array>()
  if (scored) {
    files.set('scores.arrow', encodeTable(scored.scores))
    files.set('predictions.arrow', encodeTable(scored.predictions))
  }
  for (const { name, table } of run.figures) {
    files.set(`figures/${name}.arrow`, encodeTable(table))
  }
  files.set('report.html', Buffer.from(reportOf(run)))
  for (const [name, bytes] of mapFiles(run.maps)) files.set(name, bytes)
  files.set('pipeline.lock.yaml', Buffer.from(lockText(run)))
  files.set('run.json', Buffer.from(`${JSON.stringify(record, null, 2)}\n`))
  return files
}

/** The report of a run. */
export function reportOf({ record, scored, figures, maps }: Run): string {
  const tables = new Map(figures.map(({ name, table }) => [name, figureOf(table)]))
  for (const { use, table } of maps) tables.set(mapKey(use), figureOfMaps(table))
  return reportText(record, tables, () => scored?.predictions ?? fail('internal', { scored: 'no' }))
}

/** The report of a record; predictions are asked for when the run was scored. */
export function reportText(
  record: AnyRecord,
  figures: Figures,
  predictions: () => Table<'predictions'>,
): string {
  if (record.evaluation === undefined) return renderUnscored(record, figures)
  return renderReport(record, predictions(), figures)
}

/** The name of a run's folder: `<pipeline>-<first 8 of the key>`. */
export function runFolder({ pipeline, key }: { pipeline: string; key: string }): string {
  return `${pipeline}-${key.slice(0, 8)}`
}

/** The pipeline as it was run: overrides and defaults filled in, models and data set named. */
function lockText({ record, checked: { pipeline } }: Run): string {
  const {
    yaml: _,
    file: _file,
    variant: _variant,
    protocol: _protocol,
    stages,
    evaluate,
    report,
    ...rest
  } = pipeline
  const head = evaluate && { [evaluate.head.use]: evaluate.head.options }
  const document = {
    ...rest,
    stages: stages.map(oneKey),
    ...(evaluate ? { evaluate: { ...evaluate, head } } : {}),
    ...(report ? { report: { figures: report.figures.map(oneKey) } } : {}),
  }
  const plain = JSON.parse(JSON.stringify(document)) as unknown
  const heading = `# ${record.title}: run ${record.key}\n# neurarrow ${record.versions.neurarrow}\n`
  return heading + stringify(plain)
}

function oneKey({ use, options }: { use: string; options: unknown }) {
  return { [use]: options }
}
