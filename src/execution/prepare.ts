import { readFileSync } from 'node:fs'
import type { DatasetCard } from '../datasets/card.ts'
import type { DatasetReference } from '../datasets/dataset-reference.ts'
import { loadDataset } from '../datasets/load-dataset.ts'
import { type Issue, issueAt } from '../document.ts'
import { fail, NeurarrowError } from '../errors.ts'
import { controlNamed } from '../evaluation/controls/index.ts'
import { figureNamed } from '../evaluation/figures/index.ts'
import { readers } from '../io/index.ts'
import { didYouMean } from '../kernels/nearest-name.ts'
import { parseSetting, type Setting } from '../pipeline/override.ts'
import { type BoundStage, type Pipeline, parsePipeline, refuse } from '../pipeline/parse.ts'
import { type DataShape, shapeIssues } from '../pipeline/shapes.ts'
import { variantsOf } from '../pipeline/sweep.ts'
import type { Variant } from '../pipeline/variant.ts'
import type { Need } from '../stage.ts'
import { channelKey } from '../tables/channel.ts'
import { metricIssues } from './metric-issues.ts'

/** What names a pipeline and changes it from outside. */
export interface PipelineRequest {
  /** Path of the document. */
  readonly file: string
  /** `--set` overrides, `path=value`. */
  readonly set?: readonly string[]
  /** Overrides the document's `subjects`. */
  readonly subjects?: string | readonly string[]
  /** Which choice of the document's sweep; see `sweepRequests`. */
  readonly variant?: Variant
  /** Only the stages in front of the first that feeds recordings to this model. */
  readonly before?: string
}

/** A pipeline and the card of its data set, known to fit each other as far as the card tells. */
export interface CheckedPipeline {
  readonly pipeline: Pipeline
  readonly card: DatasetCard
  /** Of the data set of `transfer`. */
  readonly transferCard?: DatasetCard
}

/**
 * Reads a pipeline and checks it against the card of its data set; no recording is opened.
 *
 * @throws {NeurarrowError} `document-unreadable`, `document-invalid` with all issues, or what is
 *   wrong with the card
 */
export function checkPipeline(request: PipelineRequest): CheckedPipeline {
  return checkText(request, readDocument(request.file), loadDataset)
}

/**
 * The same for a document whose text is known, and a card that need not come from a file.
 *
 * @throws {NeurarrowError} as `checkPipeline`
 */
export function checkText(
  request: PipelineRequest,
  text: string,
  cardOf: (dataset: DatasetReference) => DatasetCard,
): CheckedPipeline {
  const whole = parsePipeline(text, request.file, settingsOf(request), request.variant)
  const parsed = request.before === undefined ? whole : cutBefore(whole, request.before)
  const pipeline =
    request.subjects === undefined
      ? parsed
      : {
          ...parsed,
          subjects: typeof request.subjects === 'string' ? request.subjects : [...request.subjects],
        }
  const card = cardOf(pipeline.dataset)
  const { evaluate, issues } = withMembers(pipeline, card)
  issues.push(...controlIssues(pipeline, card), ...figureIssues(pipeline))
  issues.push(...metricIssues(pipeline))
  issues.push(...shapeIssues(pipeline, shapeOf(card)))
  const transferCard = pipeline.transfer && cardOf(pipeline.transfer.dataset)
  if (transferCard) issues.push(...transferIssues(pipeline, card, transferCard))
  if (issues.length > 0) refuse(request.file, issues)
  return { pipeline: { ...pipeline, evaluate }, card, ...(transferCard ? { transferCard } : {}) }
}

/** Whether a stage feeds recordings to a model. */
export function takesModel({ use, options }: BoundStage, model: string): boolean {
  return (use === 'encode' || use === 'tokenize') && options.model === model
}

function cutBefore(whole: Pipeline, model: string): Pipeline {
  const at = whole.stages.findIndex((bound) => takesModel(bound, model))
  const { evaluate: _e, report: _r, write: _w, transfer: _t, protocol: _p, ...rest } = whole
  return { ...rest, stages: whole.stages.slice(0, Math.max(0, at)) }
}

/** What does not fit the other data set of a transfer. */
function transferIssues(pipeline: Pipeline, card: DatasetCard, other: DatasetCard): Issue[] {
  const at = (says: string) => issueAt(pipeline.yaml, ['transfer', 'dataset'], says)
  if (other.name === card.name) return [at('the other data set is the same')]
  if (!pipeline.evaluate) return [at('two data sets stand beside each other to be evaluated')]
  const { kind, rateHz, channels } = shapeOf(other)
  const ours = new Map(
    Object.entries(pipeline.transfer?.channels ?? {}).map(([from, to]) => [channelKey(from), to]),
  )
  const named = channels?.map((name) => ours.get(channelKey(name)) ?? name)
  return shapeIssues(pipeline, { kind, rateHz, channels: named }).map((issue) => ({
    ...issue,
    message: `of ${other.name}: ${issue.message}`,
  }))
}

/** Controls for which the card says too little. */
function controlIssues({ evaluate, yaml }: Pipeline, card: DatasetCard): Issue[] {
  const names = evaluate?.controls ?? []
  return names.flatMap((name, i) => {
    if (!controlNamed(name)?.needsRest || card.rest) return []
    const says = `the card of ${card.name} does not say which rows are rest`
    return [issueAt(yaml, ['evaluate', 'controls', i], says)]
  })
}

/** Figures that need an evaluation, or windows, in a pipeline without. */
function figureIssues({ report, evaluate, stages, yaml }: Pipeline): Issue[] {
  if (report === undefined) return []
  const cuts = stages.some(({ stage, scope }) => stage.writes === 'windows' && scope !== 'fold')
  return report.figures.flatMap(({ use }, i) => {
    const of = figureNamed(use)?.of
    const at = (says: string) => [issueAt(yaml, ['report', 'figures', i], says)]
    if (evaluate === undefined && of !== 'recordings') {
      return at(`"${use}" is a figure of what is decoded, so the pipeline needs "evaluate"`)
    }
    return cuts || of !== 'windows' ? [] : at(`"${use}" is made from windows, which no stage cuts`)
  })
}

interface Membered {
  readonly evaluate: Pipeline['evaluate']
  readonly issues: Issue[]
}

/** The evaluation with the members of an official split filled in from the card. */
function withMembers({ evaluate, yaml }: Pipeline, card: DatasetCard): Membered {
  const { official: name, part = 'test', members } = evaluate?.split ?? {}
  if (evaluate === undefined || typeof name !== 'string' || members !== undefined) {
    return { evaluate, issues: [] }
  }
  const refused = (says: string) => {
    return { evaluate, issues: [issueAt(yaml, ['evaluate', 'split', 'official'], says)] }
  }
  const split = card.splits[name]
  if (split === undefined) {
    const near = didYouMean(name, Object.keys(card.splits))
    return refused(`${card.name} has no split "${name}"${near}`)
  }
  const { train, by } = split
  const test = part === 'validation' ? split.validation : split.test
  if (test === undefined) return refused(`the split "${name}" has no validation part`)
  const filled = { ...evaluate.split, members: { train, test, by } }
  return { evaluate: { ...evaluate, split: filled }, issues: [] }
}

/**
 * One request for each variant of a pipeline's sweep, all of them checked; the request itself when
 * its document has no sweep.
 *
 * @throws {NeurarrowError} as `checkPipeline`, with the issues of all variants
 */
export function sweepRequests(request: PipelineRequest): PipelineRequest[] {
  const variants = variantsOf(readDocument(request.file), settingsOf(request))
  if (variants.length === 0) return [request]
  const requests = variants.map((variant) => ({ ...request, variant }))
  const issues = new Map<string, Issue>()
  for (const one of requests) {
    try {
      checkPipeline(one)
    } catch (thrown) {
      const found = thrown instanceof NeurarrowError && thrown.facts.issues
      if (!Array.isArray(found)) throw thrown
      for (const issue of found as Issue[]) issues.set(JSON.stringify(issue), issue)
    }
  }
  if (issues.size > 0) refuse(request.file, [...issues.values()])
  return requests
}

function settingsOf({ set = [] }: PipelineRequest): Setting[] {
  return set.map(parseSetting)
}

/**
 * The text of a pipeline document.
 *
 * @throws {NeurarrowError} `document-unreadable`
 */
export function readDocument(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    return fail('document-unreadable', { file, message: String(cause) }, cause)
  }
}

function shapeOf(card: DatasetCard): DataShape {
  const { rateHz, channels } = card.expect ?? {}
  const kind = card.modality === 'fmri' && !onSurfaces(card) ? 'volumes' : 'signals'
  return { kind, rateHz, channels, hasPlaces: mayHavePlaces(card), modality: card.modality }
}

/** Whether fMRI lies on surfaces, so that its files are read as signals. */
function onSurfaces({ recordings: { pattern, bids } }: DatasetCard): boolean {
  const name = (typeof bids === 'object' ? bids.ending : pattern)?.toLowerCase() ?? ''
  const reader = readers.find(({ endings }) => endings.some((ending) => name.endsWith(ending)))
  return reader?.writes === 'signals'
}

/** Whether its recordings are of a format that states places, or lie in a BIDS folder. */
function mayHavePlaces({ recordings }: DatasetCard): boolean {
  if (recordings.bids !== undefined) return true
  const pattern = recordings.pattern?.toLowerCase() ?? ''
  return readers.some(({ places, endings }) => {
    return places === true && endings.some((ending) => pattern.endsWith(ending))
  })
}

/** A file of the data set that a stage names. */
export type SharedFile = Extract<Need, { readonly path: string }>

/** The images, files of numbers and of vectors that the stages of a pipeline name, each once. */
export function sharedFiles(pipeline: Pipeline): SharedFile[] {
  const needs: Need[] = pipeline.stages.flatMap(({ stage, options }) =>
    Object.values(stage.needs?.(options) ?? {}),
  )
  const named = needs.filter((need): need is SharedFile => 'path' in need)
  return [...new Map(named.map((need) => [need.path, need])).values()]
}
