import { fail } from '../errors.ts'
import { hashFiles } from '../execution/hash-files.ts'
import type { Pool } from '../execution/pool.ts'
import { filesBeside } from '../execution/recording-files.ts'
import type { TaskResult } from '../execution/task.ts'
import type { ExpectedFile } from '../execution/thread.ts'
import type { PlanNode, Work } from '../pipeline/node.ts'
import type { HashMemory } from '../store/hashes.ts'
import type { Store } from '../store/store.ts'
import type { NodeJob } from './node-job.ts'
import { localPath, type Root } from './roots.ts'
import { type Sheet, sheetCache } from './sheet.ts'

/** What a worker runs nodes with. */
export interface NodeRunnerSettings {
  readonly pool: Pool
  readonly store: Store
  readonly roots: readonly Root[]
  readonly hashes: HashMemory
}

/**
 * Makes a function that runs the node of a job on this machine: nodes are checked, paths are
 * resolved below this machine's roots, and each file must have the very bytes that were hashed
 * where the pipeline was submitted.
 *
 * @throws {NeurarrowError} of the function: `job-refused`, `path-refused`, `file-missing`,
 *   `checksum-mismatch`, and what the node's work raises
 */
export function nodeRunner(settings: NodeRunnerSettings): (job: NodeJob) => Promise<TaskResult> {
  const { pool, store, roots, hashes } = settings
  const sheets = sheetCache(store)
  return async ({ sheet: id, key, limitS }) => {
    const nodes = await nodesFor(key, await sheets(id), store)
    const own = nodes.map((node) => ({ ...node, work: withLocalPath(node.work, roots) }))
    const read = own.flatMap((node, i) => filesRead(node, nodes[i]))
    const files: ExpectedFile[] = []
    for (const file of read) {
      const beside = await filesBeside(file.path)
      if (beside.length > 0) await verifyAll(file, settings)
      else if (hashes.recall(file.path) !== file.sha256) files.push(file)
    }
    const stamps = files.map(({ path }) => hashes.stamp(path))
    const result = await pool.perform({ key, nodes: own, files, limitS })
    for (const [i, { path, sha256 }] of files.entries()) hashes.remember(path, sha256, stamps[i])
    return result
  }
}

/** The node of a key and all that is computed or loaded for it, down to what is stored. */
async function nodesFor(key: string, sheet: Sheet, store: Store): Promise<PlanNode[]> {
  const root = sheet.node(key) ?? fail('job-refused', { key, found: 'not on its sheet' })
  const seen = new Map([[key, root]])
  // What rows are gathered from was just stored; asking for each of thousands would take long.
  const isGathered = root.content.stage === 'gather' || root.work.do === 'fold'
  for (const node of seen.values()) {
    if (node !== root && node.keep && (isGathered || (await store.has(node.key)))) continue
    for (const input of Object.values(node.inputs)) {
      const below = input === '' ? undefined : sheet.node(input)
      if (below !== undefined) seen.set(input, below)
    }
  }
  return [...seen.values()]
}

function withLocalPath(work: Work, roots: readonly Root[]): Work {
  if (work.do === 'read') {
    const beside = work.beside?.map((file) => ({ ...file, path: localPath(file.path, roots) }))
    return { ...work, path: localPath(work.path, roots), beside }
  }
  if (work.do !== 'side') return work
  return { ...work, file: { ...work.file, path: localPath(work.file.path, roots) } }
}

/** Files that a node reads, with the SHA-256 that they have where the node was planned. */
function filesRead({ work }: PlanNode, planned: PlanNode): ExpectedFile[] {
  if (work.do !== 'read' && work.do !== 'side') return []
  const path = work.do === 'read' ? work.path : work.file.path
  const { file: sha256 = '' } = planned.content.inputs
  const beside = work.do === 'read' ? (work.beside ?? []) : []
  return [{ path, sha256 }, ...beside.map((file) => ({ path: file.path, sha256: file.sha256 }))]
}

/** Files of one recording are hashed one by one, as they were where it was planned. */
async function verifyAll({ path, sha256 }: ExpectedFile, settings: NodeRunnerSettings) {
  const { hashes: memory, pool } = settings
  const hashing = { memory, pool }
  const found = (await hashFiles([path], hashing)).get(path)?.sha256
  const remedy = 'the machine that submitted has another version of these files'
  if (found !== sha256) fail('checksum-mismatch', { file: path, expected: sha256, found, remedy })
}
