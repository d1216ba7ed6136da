import { join } from 'node:path'
import { stringify } from 'yaml'
import type { Run } from '../execution/run.ts'
import { renderReport } from '../reports/report.ts'
import { writeWhole } from '../store/disk.ts'
import { encodeTable } from '../tables/ipc.ts'

/**
 * Writes a run's folder `<out>/<name>-<first 8 of the key>`; `run.json` comes last, so a folder
 * that has one is complete. What was not scored is there as one table for each recording.
 *
 * @returns the path of the folder
 */
export async function writeRun(run: Run, out: string): Promise<string> {
  const { record, scored } = run
  const folder = join(out, `${record.pipeline}-${record.key.slice(0, 8)}`)
  const write = (name: string, bytes: Uint8Array | string) =>
    writeWhole(join(folder, name), typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
  if (scored) {
    write('scores.arrow', encodeTable(scored.scores))
    write('predictions.arrow', encodeTable(scored.predictions))
    if (record.evaluation) write('report.html', renderReport(record, scored.predictions))
  } else {
    for (const { recording, key } of run.rows) {
      run.store.place(key, join(folder, 'rows', `${encodeURIComponent(recording)}.arrow`))
    }
  }
  write('pipeline.lock.yaml', lockText(run))
  write('run.json', `${JSON.stringify(record, null, 2)}\n`)
  return folder
}

/** The pipeline as it was run: overrides and defaults filled in, models and data set named. */
function lockText({ record, checked: { pipeline } }: Run): string {
  const { yaml: _, file: _file, stages, evaluate, ...rest } = pipeline
  const head = evaluate && { [evaluate.head.use]: evaluate.head.options }
  const document = {
    ...rest,
    stages: stages.map(({ use, options }) => ({ [use]: options })),
    ...(evaluate ? { evaluate: { ...evaluate, head } } : {}),
  }
  const plain = JSON.parse(JSON.stringify(document)) as unknown
  const heading = `# ${record.title}: run ${record.key}\n# neurarrow ${record.versions.neurarrow}\n`
  return heading + stringify(plain)
}
