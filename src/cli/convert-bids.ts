import { exportBids } from '../datasets/export-bids.ts'
import { loadDataset } from '../datasets/load-dataset.ts'
import { resolveDataset } from '../datasets/resolve.ts'
import { versions } from '../execution/versions.ts'
import { printJson, say } from './output.ts'

/** What `neurarrow convert --bids` is told. */
export interface ConvertBidsFlags {
  readonly out: string
  readonly subjects?: string
  readonly json?: boolean
}

/**
 * Makes a BIDS folder of a data set.
 *
 * @throws {NeurarrowError} what is wrong with the data set, or as `exportBids`
 */
export async function convertBids(
  dataset: string,
  { out, subjects, json }: ConvertBidsFlags,
): Promise<void> {
  const found = await resolveDataset(loadDataset(dataset), { subjects })
  const made = await exportBids(found, { out, version: versions().neurarrow })
  if (json) printJson({ dataset, out, ...made })
  else say(`${out}: ${made.recordings} recordings of ${made.subjects} subjects`)
}
