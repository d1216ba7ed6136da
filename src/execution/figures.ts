import { fail } from '../errors.ts'
import type { Figure } from '../evaluation/figure.ts'
import { figures } from '../evaluation/figures/index.ts'
import { unitOf } from '../evaluation/split.ts'
import { type FigureWork, makeNode, type PlanNode } from '../pipeline/node.ts'
import type { BoundFigure, Pipeline } from '../pipeline/parse.ts'
import { type Plan, planRecordings } from '../pipeline/plan.ts'
import type { PlannedRecording } from '../pipeline/planned-recording.ts'
import type { RunFigure } from '../store/run.ts'
import type { Store } from '../store/store.ts'
import { figureOf } from '../tables/figure.ts'
import type { Table } from '../tables/table.ts'
import { branchOf, type FoldPlan } from './folds.ts'
import { knownFigure } from './work.ts'

/** A figure of a run and its numbers. */
export interface DrawnFigure extends RunFigure {
  readonly table: Table<'figure'>
}

/** What figures are planned from. */
export interface FigurePlan {
  readonly pipeline: Pipeline
  readonly planned: readonly PlannedRecording[]
  readonly plan: Plan
  /** Absent when the run is not scored: figures of recordings alone are drawn then. */
  readonly folds?: FoldPlan
  /** Recordings whose rows are in the run, in order. */
  readonly recordings: ReadonlySet<string>
}

/** A figure that is wanted, and the nodes behind it, itself last. */
export interface FigureNodes extends BoundFigure {
  /** As it is called in the folder of the run: its name, with a number from the second on. */
  readonly name: string
  /** Whether the pipeline asks for it. */
  readonly asked: boolean
  readonly nodes: readonly PlanNode[]
}

/** The nodes of all figures that a pipeline asks for, and of those that every run has. */
export function figureNodes(plan: FigurePlan): FigureNodes[] {
  const asked = plan.pipeline.report?.figures ?? []
  const context = contextOf(plan)
  const { folds } = plan
  const stages = plan.pipeline.stages.map(({ stage }) => stage.use)
  const always = figures.filter(({ use, always: has, unscored }) => {
    const isThere = folds ? has?.(folds.gathered.rows, context) : unscored?.(stages)
    return isThere && !asked.some((one) => one.use === use)
  })
  const wanted = [
    ...always.map(({ use, options }) => ({ use, options: options.parse({}), asked: false })),
    ...asked.map((one) => ({ ...one, asked: true })),
  ]
  const count = new Map<string, number>()
  return wanted.map((one) => {
    const nth = (count.get(one.use) ?? 0) + 1
    count.set(one.use, nth)
    const name = nth === 1 ? one.use : `${one.use}-${nth}`
    return { ...one, name, nodes: nodesOf(name, one, plan) }
  })
}

function nodesOf(name: string, { use, options }: BoundFigure, plan: FigurePlan): PlanNode[] {
  const { folds } = plan
  const figure = knownFigure(use)
  const own: FigureWork = { use, options, context: contextOf(plan) }
  const parts = partNodes(figure, own, plan)
  const inputs: Record<string, string> =
    figure.of === 'rows'
      ? { table: folds?.gathered.node.key ?? fail('internal', { figureOfRows: use }) }
      : Object.fromEntries(parts.filter(isPart).map(({ key }, i) => [String(i), key]))
  const branch = folds && branchOf(folds.branch, folds.evaluate)
  const work = { do: 'figure', figure: own, ...(branch ? { branch } : {}) } as const
  const content = figureContent(work, folds ? versionsOf(folds) : [])
  return [...parts, { ...makeNode(`figure ${name}`, work, content, inputs), keep: true }]
}

/** What the content of a figure's node says, from its work and the versions of what it fits. */
export function figureContent(
  { figure, branch }: Pick<Extract<PlanNode['work'], { do: 'figure' }>, 'figure' | 'branch'>,
  versions: readonly number[],
) {
  const { version } = knownFigure(figure.use)
  const options = { ...figure, branch, versions }
  return { stage: `figure ${figure.use}`, version, options }
}

/** What the content of the node of a figure's part says. */
export function partContent(figure: FigureWork) {
  const { version } = knownFigure(figure.use)
  return { stage: `figure part ${figure.use}`, version, options: figure }
}

const isPart = ({ work }: PlanNode) => work.do === 'figurePart'

function contextOf({ folds, pipeline: { stages } }: FigurePlan): FigureWork['context'] {
  if (folds === undefined) return { target: '', unit: 'subject', seed: 0 }
  const { target, split, positive, seed } = folds.evaluate
  const cut = stages.find(({ stage }) => stage.writes === 'windows')
  const around = cut?.options.around !== undefined && Number(cut.options.tminS)
  const known = around !== undefined && around !== false && Number.isFinite(around)
  return {
    ...{ target, unit: unitOf(split), positive, seed },
    ...(known ? { windowFromS: around } : {}),
  }
}

function versionsOf({ branch, evaluate }: FoldPlan): number[] {
  return [...branch.map((step) => step.stage.version), evaluate.head.head.version]
}

/** The nodes of what a figure sees of each recording, and one part on each. */
function partNodes(figure: Figure, work: FigureWork, plan: FigurePlan): PlanNode[] {
  if (figure.of === 'rows') return []
  const { tails, below } = figure.of === 'windows' ? windowNodes(figure, plan) : ownNodes(plan)
  const own = tails.filter(({ recording }) => plan.recordings.has(recording.recording))
  const parts = own.map(({ recording: { recording }, key }) => {
    const id = `${recording}/${figure.use}`
    const node = makeNode(id, { do: 'figurePart', figure: work }, partContent(work), { table: key })
    return { ...node, keep: true }
  })
  return [...below, ...parts]
}

interface Seen {
  readonly tails: Plan['tails']
  /** What is run for the figure alone. */
  readonly below: readonly PlanNode[]
}

function ownNodes({ plan: { tails } }: FigurePlan): Seen {
  return { tails, below: [] }
}

function windowNodes(figure: Figure, { pipeline, planned, plan }: FigurePlan): Seen {
  const last = pipeline.stages.findLastIndex(
    ({ stage, scope }) => stage.writes === 'windows' && scope !== 'fold',
  )
  if (last < 0) {
    fail('figure-impossible', { figure: figure.use, says: 'no stage of the pipeline cuts windows' })
  }
  const upTo = { ...pipeline, stages: pipeline.stages.slice(0, windowsEnd(pipeline, last)) }
  const windows = planRecordings(upTo, planned)
  const below = [...windows.nodes.values()].map((node) => {
    const known = plan.nodes.get(node.key)
    return known ?? (node.tail ? { ...node, keep: false, tail: false } : node)
  })
  return { tails: windows.tails, below }
}

/** One past the last stage behind `from` up to which windows stay windows. */
function windowsEnd({ stages }: Pipeline, from: number): number {
  let end = from + 1
  while (
    end < stages.length &&
    stages[end].scope !== 'fold' &&
    stages[end].stage.writes === 'same'
  ) {
    end++
  }
  return end
}

/**
 * The figures behind their nodes, once these are run.
 *
 * @throws {NeurarrowError} `figure-impossible` for one that was asked for and has nothing to draw
 */
export async function drawnFigures(
  wanted: readonly FigureNodes[],
  store: Store,
): Promise<DrawnFigure[]> {
  const drawn = await Promise.all(
    wanted.map(async ({ use, name, options, asked, nodes }) => {
      const { key } = nodes[nodes.length - 1]
      const table = (await store.get(key)) as Table<'figure'>
      const reason = figureOf(table).facts.nothing
      if (reason !== undefined && asked) fail('figure-impossible', { figure: use, says: reason })
      const { title, cites = [] } = knownFigure(use)
      return reason === undefined ? [{ name, use, title, options, key, cites, table }] : []
    }),
  )
  return drawn.flat()
}
