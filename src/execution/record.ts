import { arch, cpus, platform } from 'node:os'
import { loadModelCard, modelKey } from '../encoders/card.ts'
import { type Certificate, certify } from '../evaluation/certificate.ts'
import { apartOf, unitOf } from '../evaluation/split.ts'
import { stageCites } from '../pipeline/stage-cites.ts'
import { titleOf } from '../pipeline/variant.ts'
import type {
  Platform,
  RecordingFailure,
  PlanNode as RecordNode,
  RunData,
  RunEvaluation,
  RunFigure,
  RunFold,
  RunModel,
  RunRecord,
  RunTimings,
  UnscoredRecord,
} from '../store/run.ts'
import { takeRows } from '../tables/rows.ts'
import { type Segment, segmentsOf } from '../tables/signals.ts'
import { columnType, hasColumn, type Table, wordsOf } from '../tables/table.ts'
import type { DrawnFigure } from './figures.ts'
import { mapFacts } from './map-facts.ts'
import type { RunParts } from './run.ts'
import { runCards } from './run-cards.ts'
import { contaminationOfRun } from './run-contamination.ts'
import type { TaskResult } from './task.ts'
import { transferFacts } from './transfer-facts.ts'
import { modelNames } from './verify-models.ts'
import { versions } from './versions.ts'

/** Writes the record of a run: `run.json`. */
export function buildRecord(parts: RunParts): RunRecord | UnscoredRecord {
  const { pipeline, card } = parts.checked
  const { scored, gathered } = parts
  const models = modelsOf(pipeline)
  const names = models.map(({ name }) => name)
  const evaluation = evaluationOf(parts)
  const certificate = certificateOf(parts, names)
  const failures = failuresOf(parts)
  const facts = {
    version: 1 as const,
    pipeline: pipeline.name,
    title: titleOf(pipeline),
    ...(pipeline.variant ? { variant: pipeline.variant } : {}),
    key: scored?.key ?? gathered.node.key,
    status: failures.length > 0 ? ('partial' as const) : ('done' as const),
    startedAt: parts.startedAt.toISOString(),
    commands: [commandOf(parts)],
    data: dataOf(parts),
    scores: scored?.byMetric ?? {},
    ...(scored?.calibration ? { calibration: scored.calibration } : {}),
    ...(parts.controls.length > 0 ? { controls: parts.controls } : {}),
    ...(parts.refit ? { refit: parts.refit } : {}),
    ...(parts.leakCheck ? { leakCheck: parts.leakCheck } : {}),
    ...(parts.maps.length > 0 ? { maps: parts.maps.map(mapFacts) } : {}),
    ...(scored?.curve ? { curve: scored.curve } : {}),
    ...(scored && scored.coverage.length > 0 ? { coverage: scored.coverage } : {}),
    ...(parts.figures.length > 0 ? { figures: parts.figures.map(recordOf) } : {}),
    folds: foldsOf(parts),
    plan: { nodes: nodesOf(parts) },
    models,
    cards: runCards(parts.checked, names, certificate?.contamination ?? []),
    failures,
    notes: [...parts.remarks, ...notesOf(parts)],
    warnings: [...card.notes, ...(parts.checked.transferCard?.notes ?? [])],
    cite: citationsOf(parts, models),
    timingsS: timingsOf(parts),
    versions: versions(),
    platform: platformOf(parts),
  }
  return evaluation && certificate ? { ...facts, evaluation, certificate } : facts
}

function recordOf({ table: _, ...figure }: DrawnFigure): RunFigure {
  return figure
}

function failuresOf({ plan, recordings }: RunParts): RecordingFailure[] {
  return plan.tails.flatMap(({ recording: { recording }, key }) => {
    const failure = recordings.failures.get(key)
    return failure ? [{ recording, code: failure.code, facts: failure.facts }] : []
  })
}

function platformOf({ workers, device = 'cpu' }: RunParts): Platform {
  const [first] = cpus()
  const cores = cpus().length
  return { os: platform(), arch: arch(), cpu: first?.model, cores, workers, device }
}

function commandOf({ checked: { pipeline } }: RunParts): string {
  const subjects =
    pipeline.subjects === undefined ? '' : ` --subjects ${[pipeline.subjects].flat().join(',')}`
  return `neurarrow run ${pipeline.file}${subjects}`
}

function dataOf(parts: RunParts): RunData {
  const { checked, gathered, plan, recordings } = parts
  const { pipeline, card } = checked
  const scored = gathered.rows && decodedRows(gathered.rows)
  const classes = scored && classCounts(scored, pipeline.evaluate?.target)
  const rowsOf = (key: string) => recordings.results.get(key)?.rows ?? 0
  const filled = plan.tails.filter(({ key }) => rowsOf(key) > 0)
  return {
    dataset: card.name,
    ...transferFacts(parts),
    title: card.title,
    licence: card.licence,
    modality: card.modality,
    subjects: new Set(filled.map(({ recording }) => recording.subject)).size,
    recordings: filled.length,
    rows: scored?.rows ?? filled.reduce((sum, { key }) => sum + rowsOf(key), 0),
    ...(classes ? { classes } : {}),
  }
}

/** One row for each that is decoded: of a window with a row for each channel, its first. */
function decodedRows(rows: Table): Table {
  if (rows.kind !== 'windows') return rows
  const segments = segmentsOf(rows as Table<'windows'>)
  const isFirst = ({ recording, index }: Segment, i: number) =>
    i === 0 || segments[i - 1].recording !== recording || segments[i - 1].index !== index
  return takeRows(
    rows,
    segments.filter(isFirst).map(({ from }) => from),
  )
}

/** Rows of each class, when the target is one of text. */
function classCounts(rows: Table, target = ''): Record<string, number> | undefined {
  if (!hasColumn(rows, target) || columnType(rows, target) !== 'text') return undefined
  const counts: Record<string, number> = {}
  for (const word of wordsOf(rows, target).sort()) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

function evaluationOf({
  checked: {
    pipeline: { evaluate, protocol },
  },
}: RunParts): RunEvaluation | undefined {
  if (evaluate === undefined) return undefined
  const { target, split, head, metrics, positive, averageOver, seed } = evaluate
  const { bootstraps, permutations } = evaluate
  const { use, options } = head
  return {
    ...{ target, split, head: { use, options } },
    ...{ metrics, positive, averageOver, seed, bootstraps, permutations },
    ...(protocol ? { protocol: `${protocol.name} ${protocol.version}` } : {}),
  }
}

function foldsOf({ scored }: RunParts): RunFold[] {
  return (scored?.folds ?? []).map(
    ({ fold, test, trainRows, testRows, chosen, threshold, shots, repeat }) => ({
      fold,
      test,
      trainRows,
      testRows,
      ...(chosen ? { chosen } : {}),
      ...(threshold ? { threshold: threshold.at } : {}),
      ...(shots === undefined ? {} : { shots }),
      ...(repeat === undefined ? {} : { repeat }),
    }),
  )
}

function certificateOf(parts: RunParts, models: readonly string[]): Certificate | undefined {
  const {
    checked: { pipeline },
    scored,
    plan,
  } = parts
  if (scored === undefined || pipeline.evaluate === undefined) return undefined
  const unit = unitOf(pipeline.evaluate.split)
  const all = plan.tails.map(({ recording }) => recording.subject)
  const subjects = unit === 'subject' ? scored.folds.flatMap(({ test }) => test) : all
  return certify({
    unit,
    apart: apartOf(pipeline.evaluate.split),
    folds: parts.foldNodes.length,
    proofs: scored.folds.flatMap(({ proof }) => proof ?? []),
    results: scored.folds,
    transductive: plan.transductive,
    contamination: contaminationOfRun(parts.checked, subjects, models),
  })
}

function modelsOf(pipeline: RunParts['checked']['pipeline']): RunModel[] {
  return modelNames(pipeline).map((name) => {
    const { licence, paper } = loadModelCard(name)
    return {
      name,
      sha256: modelKey(name),
      licence: `code ${licence.code}, weights ${licence.weights}`,
      ...(paper ? { paper } : {}),
    }
  })
}

/** Every node below a recording's stored result shares its fate: cached, or run in that task. */
function nodesOf({
  plan,
  recordings,
  folds,
  foldNodes,
  checked: { pipeline },
}: RunParts): RecordNode[] {
  const titles = new Map(pipeline.stages.map(({ use, stage }) => [use, stage]))
  const out: RecordNode[] = []
  const seen = new Set<string>()
  const visit = (key: string, result: TaskResult | undefined) => {
    const node = plan.nodes.get(key)
    if (node === undefined || seen.has(key)) return
    seen.add(key)
    const own = recordings.results.get(key) ?? result
    for (const input of Object.values(node.inputs)) visit(input, own)
    const use = node.work.do === 'stage' ? node.work.use : node.work.do
    const stage = titles.get(use)
    const options = node.work.do === 'stage' ? node.work.options : {}
    const scope = stage?.scope === 'subject' ? 'subject' : 'recording'
    const seconds = own?.cached ? 0 : (own?.seconds[use] ?? 0)
    out.push({
      id: node.id,
      stage: use,
      title: stage?.title,
      options,
      scope,
      key,
      cached: own?.cached ?? false,
      seconds,
    })
  }
  for (const { key } of plan.tails) visit(key, recordings.results.get(key))
  for (const { id, key } of foldNodes) {
    const result = folds?.results.get(key)
    const seconds = result?.cached ? 0 : (result?.seconds.fold ?? 0)
    out.push({
      id,
      stage: 'fold',
      options: {},
      scope: 'fold',
      key,
      cached: result?.cached ?? false,
      seconds,
    })
  }
  return out
}

/** Sentences that stages left with the recordings, equal ones once with how often. */
function notesOf({ plan, recordings }: RunParts): string[] {
  const counts = new Map<string, string[]>()
  for (const { recording, key } of plan.tails) {
    const notes = recordings.results.get(key)?.notes ?? []
    for (const text of new Set(notes.map(({ stage, says }) => `${stage}: ${says}`))) {
      counts.set(text, [...(counts.get(text) ?? []), recording.recording])
    }
  }
  return [...counts].map(([text, who]) =>
    who.length === 1 ? `${who[0]}: ${text}` : `${text} (${who.length} recordings, first ${who[0]})`,
  )
}

function citationsOf(
  { checked: { pipeline, card }, figures }: RunParts,
  models: readonly RunModel[],
): string[] {
  const stages = pipeline.stages.flatMap(({ use, options }) => stageCites(use, options))
  const head = pipeline.evaluate?.head.head.cites ?? []
  const protocol = pipeline.protocol?.cite ?? []
  const drawn = figures.flatMap(({ cites }) => cites)
  const papers = models.flatMap(({ paper }) => paper ?? [])
  const named = [...pipeline.cite, ...protocol, ...card.cite]
  return [...new Set([...named, ...stages, ...papers, ...head, ...drawn])]
}

function timingsOf({ recordings, folds, seconds }: RunParts): RunTimings {
  const stages: Record<string, number> = {}
  for (const result of [...recordings.results.values(), ...(folds?.results.values() ?? [])]) {
    for (const [use, spent] of Object.entries(result.seconds))
      stages[use] = (stages[use] ?? 0) + spent
  }
  const { read, ...rest } = stages
  return {
    total: seconds.total,
    ...(read === undefined ? {} : { read }),
    stages: rest,
    evaluate: seconds.evaluate,
  }
}
