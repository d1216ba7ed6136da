import { fail, NeurarrowError } from '../errors.ts'
import { mapNamed } from '../evaluation/maps/index.ts'
import { figureContent, partContent } from '../execution/figures.ts'
import { foldVersion, gatherVersion } from '../execution/folds.ts'
import { mapVersion } from '../execution/maps.ts'
import { readerNamed, relabelVersion } from '../execution/work.ts'
import { sideVersion, stepVersion } from '../pipeline/draft.ts'
import { canonicalJson, contentKey } from '../pipeline/key.ts'
import { type FoldWork, isShared, type PlanNode, readContent, type Work } from '../pipeline/node.ts'
import { headNamed, stageNamed } from '../pipeline/registry.ts'

/**
 * Checks that a node's key is that of its content, and its content that of its work by this
 * version's stages, readers, heads and models: nothing can be stored under a key that it is not.
 *
 * @throws {NeurarrowError} `job-refused` with what differs; most often the worker has another
 *   version of a stage or model than the machine that submitted
 */
export function checkNode(node: PlanNode): void {
  const { key, id, content, inputs } = node
  const { file, ...keys } = content.inputs
  if (canonicalJson(keys) !== canonicalJson(inputs)) refuse(id, 'inputs', keys, inputs)
  if ((file !== undefined) !== readsFile(node.work)) refuse(id, 'inputs.file', 'a hash', file)
  const found = contentKey(content)
  if (found !== key) refuse(id, 'key', key, found)
  const due = dueContent(node)
  for (const field of ['stage', 'version', 'options'] as const) {
    const [expected, given] = [canonicalJson(due[field]), canonicalJson(content[field])]
    if (expected !== given) refuse(id, field, expected, given)
  }
}

/** Whether the work reads a file itself. */
export function readsFile({ do: what }: Work): boolean {
  return what === 'read' || what === 'side'
}

interface Due {
  readonly stage: string
  readonly version: number
  readonly options: unknown
}

/** What the content of a node with this work must say. */
function dueContent({ work, content, id }: PlanNode): Due {
  if (work.do === 'read') {
    const { version } = named(id, 'reader', () => readerNamed(work.reader))
    return { stage: `read ${work.reader}`, version, options: readContent(work) }
  }
  if (work.do === 'side') {
    const { path: _, ...facts } = work.file
    const owner = isShared(work.file) ? {} : { recording: work.recording }
    const version = sideVersion(facts.from)
    return { stage: `side ${facts.from}`, version, options: { ...facts, ...owner } }
  }
  if (work.do === 'mean') return { stage: 'mean', version: stepVersion, options: {} }
  if (work.do === 'concat') {
    const isGather = content.stage === 'gather'
    const version = isGather ? gatherVersion : stepVersion
    return { stage: isGather ? 'gather' : 'concat', version, options: {} }
  }
  if (work.do === 'only') {
    return { stage: 'only', version: stepVersion, options: { recording: work.recording } }
  }
  if (work.do === 'relabel') {
    const options = { control: work.control, ...work.context }
    return { stage: 'relabel', version: relabelVersion, options }
  }
  if (work.do === 'fold') return foldDue(id, work)
  if (work.do === 'figurePart') return named(id, 'figure', () => partContent(work.figure))
  if (work.do === 'figure') {
    const versions = work.branch ? versionsOf(id, work.branch) : []
    return named(id, 'figure', () => figureContent(work, versions))
  }
  if (work.do === 'map') {
    const { version } = named(id, 'map', () => mapNamed(work.map.use))
    const own = { of: foldDue(id, work).options, map: work.map, mapVersion: version }
    return { stage: 'map', version: mapVersion, options: own }
  }
  const stage = named(id, 'stage', () => stageNamed(work.use))
  if (work.do === 'sum') {
    const options = { ...work.options, block: work.block }
    return { stage: `sum ${work.use}`, version: stage.version, options }
  }
  const options = { ...work.options, content: modelOf(stage, work), block: work.block }
  return { stage: work.use, version: stage.version, options }
}

function foldDue(id: string, { fold }: Pick<Extract<Work, { do: 'fold' }>, 'fold'>): Due {
  const { contentOf: _, ...own } = fold
  const versions = versionsOf(id, fold.branch)
  return { stage: 'fold', version: foldVersion, options: { ...own, versions } }
}

function versionsOf(id: string, { head, stages }: FoldWork['branch']): number[] {
  const parts = stages.map(({ use }) => named(id, 'stage', () => stageNamed(use)))
  return [...parts, named(id, 'head', () => headNamed(head.use))].map((part) => part.version)
}

/** Hashing a model's card and asking for its key again for each recording would take ms each. */
const models = new Map<string, unknown>()

function modelOf(
  stage: NonNullable<ReturnType<typeof stageNamed>>,
  { use, options }: Extract<Work, { do: 'stage' }>,
): unknown {
  if (stage.content === undefined) return undefined
  const name = `${use} ${canonicalJson(options)}`
  if (!models.has(name)) models.set(name, stage.content(options))
  return models.get(name)
}

function named<T>(id: string, what: string, find: () => T | undefined): T {
  try {
    return find() ?? refuse(id, what, 'one that this version has', undefined)
  } catch (thrown) {
    if (thrown instanceof NeurarrowError && thrown.code !== 'internal') throw thrown
    return refuse(id, what, 'one that this version has', undefined)
  }
}

function refuse(node: string, field: string, expected: unknown, found: unknown): never {
  return fail('job-refused', { node, field, expected, found })
}
