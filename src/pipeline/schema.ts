import * as z from 'zod'
import { datasetSchema } from '../datasets/dataset-reference.ts'
import { controls } from '../evaluation/controls/index.ts'
import { imagesSchema } from '../evaluation/images.ts'
import { mapsSchema } from '../evaluation/maps/schema.ts'
import { metricNamed, metrics } from '../evaluation/metrics.ts'
import { selectSchema as anySelect } from '../evaluation/select.ts'
import { splitSchema } from '../evaluation/split.ts'
import { thresholdSchema } from '../evaluation/threshold.ts'
import { didYouMean } from '../kernels/nearest-name.ts'
import { transferSchema } from './transfer.ts'

const oneKey = z.record(z.string(), z.unknown())

const metricName = z.enum(metrics.map((metric) => metric.use))

/** A name of the list, or one that says more: `top3`, `top5Of50`, `twoWay@MODEL/LAYER`. */
const scoredName = z.string().refine((use) => metricNamed(use) !== undefined, {
  error: ({ input }) => noMetric(String(input)),
})

function noMetric(use: string): string {
  const known = metrics.map((metric) => metric.use)
  const [name, model] = use.split('@')
  const isKnown = model !== undefined && known.includes(name)
  if (isKnown) return `"${name}" cannot look through a model: it is no metric of long vectors`
  return `no metric "${use}"${didYouMean(name, known)}; there are ${known.join(', ')}`
}

const wordsOfMetric = {
  description: 'the metric whose mean over training groups the threshold makes best',
}

const controlName = z.enum(controls.map((control) => control.use))

/** How options are chosen on training groups alone. */
export const selectSchema = anySelect.extend({
  metric: metricName.meta({ description: 'the metric whose mean over groups decides' }),
})

const permutationSchema = z.strictObject({
  refit: z
    .int()
    .min(1)
    .max(10_000)
    .meta({ unit: '1', description: 'how often all folds are fitted anew on shuffled labels' }),
})

/** The `evaluate` part of a pipeline. */
export const evaluateSchema = z.strictObject({
  protocol: z.string().min(1).optional().meta({
    description: 'a protocol that fixes target, split, metrics and what else it names',
  }),
  target: z.string().min(1).meta({ description: 'the label column that is decoded' }),
  split: splitSchema.meta({ description: 'which rows are tested by a model that never saw them' }),
  head: oneKey.meta({ description: 'what is fitted last: one head and its options' }),
  metrics: z
    .array(scoredName)
    .min(1)
    .meta({
      description:
        'what is scored for each group; NAME@MODEL or NAME@MODEL/LAYER: of what a model for ' +
        'images sees in predicted and true images',
    }),
  images: imagesSchema
    .optional()
    .meta({ description: 'how the vectors that are predicted are images with values 0 to 1' }),
  words: z
    .string()
    .min(1)
    .optional()
    .meta({
      description:
        'label column of the words that vectors stand for, for top1Words, top3Words and the ' +
        'like; of labels such as dog/3 the word is what stands in front of the first /',
    }),
  positive: z
    .string()
    .optional()
    .meta({ description: 'the class that counts as positive; the last in order by default' }),
  select: selectSchema
    .optional()
    .meta({ description: 'choice of options inside the training rows' }),
  threshold: thresholdSchema
    .extend({ metric: metricName.default('balancedAccuracy').meta(wordsOfMetric) })
    .optional()
    .meta({ description: 'choice of the threshold between two classes inside the training rows' }),
  averageOver: z
    .enum(['recording', 'run', 'session', 'subject'])
    .optional()
    .meta({
      description:
        'one answer for all tested rows of a recording, a subject ...: the mean of their scores; ' +
        'by default each row (window) is scored by itself',
    }),
  controls: z
    .array(controlName)
    .optional()
    .meta({ description: 'the same on labels from which nothing of interest can be learnt' }),
  maps: mapsSchema
    .optional()
    .meta({ description: 'maps of voxels or parcels that are made in each fold' }),
  seed: z.int().min(0).default(0).meta({ unit: '1', description: 'decides every random number' }),
  bootstraps: z
    .int()
    .min(100)
    .max(100_000)
    .default(2000)
    .meta({ unit: '1', description: 'resamples of groups behind each interval' }),
  permutations: z
    .int()
    .min(0)
    .max(100_000)
    .default(1000)
    .meta({ unit: '1', description: 'shuffles of labels within groups behind chance and p' }),
  permutation: permutationSchema.optional().meta({
    description: 'chance and p by folds that are fitted anew on shuffled labels',
  }),
})

/** What a report has beside scores. */
const reportSchema = z.strictObject({
  figures: z
    .array(z.union([z.string().min(1), oneKey]))
    .min(1)
    .meta({ description: 'figures by name, each with its options, that need work of their own' }),
})

/** What part of each recording is read. */
const readSchema = z.strictObject({
  fromS: z.number().min(0).optional().meta({ unit: 's', description: 'first moment that is read' }),
  toS: z.number().positive().optional().meta({ unit: 's', description: 'moment reading stops at' }),
})

/** How the signals that a pipeline ends with are written beside its tables. */
export const writeSchema = z.strictObject({
  format: z
    .enum(['edf', 'bdf', 'nifti', 'tsv', 'cifti', 'gifti'])
    .optional()
    .meta({
      description:
        'EEG: EDF+ with 16 bits a sample (edf, the default) or BDF+ with 24 (bdf); fMRI: nifti ' +
        'for voxels, tsv for parcels and connectomes, cifti for surfaces, which are the ' +
        'defaults; gifti',
    }),
  derivatives: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, 'the name of a folder has letters, digits, _ and -')
    .meta({ description: "BIDS folder that is made in the run's folder, below derivatives" }),
  desc: z
    .string()
    .regex(/^[A-Za-z0-9]+$/, 'a label of BIDS has letters and digits')
    .default('clean')
    .meta({ description: 'what the recordings are called: desc-LABEL' }),
})

export type WriteDocument = z.output<typeof writeSchema>

/** A pipeline document, before stages and heads are looked up. */
export const pipelineSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'a name has small letters, digits and hyphens')
    .meta({ description: 'names the run folder' }),
  title: z.string().optional().meta({ description: 'one line for people' }),
  description: z.string().optional().meta({ description: 'what the pipeline shows' }),
  cite: z.array(z.string()).default([]).meta({ description: 'DOIs or references' }),
  dataset: datasetSchema.meta({
    description: 'name of a data set card, or a BIDS folder: its path with / at the end, or bids',
  }),
  transfer: transferSchema.optional().meta({
    description: 'a second data set, to train on one and test on the other',
  }),
  subjects: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .meta({ description: 'a subject, a list, or a range A..B in the order of the card' }),
  read: readSchema.default({}).meta({ description: 'what part of each recording is read' }),
  stages: z.array(oneKey).min(1).meta({ description: 'what is done, in order' }),
  sweep: z
    .record(z.string(), z.array(z.unknown()).min(1))
    .refine((swept) => Object.keys(swept).length > 0, 'a sweep names at least one option')
    .optional()
    .meta({ description: 'options by path, each with a list of values: every choice is a run' }),
  evaluate: evaluateSchema.optional().meta({ description: 'how the result is scored' }),
  write: writeSchema
    .optional()
    .meta({ description: 'cleaned recordings or maps as a BIDS derivative' }),
  report: reportSchema.optional().meta({ description: 'what the report has beside scores' }),
})

export type PipelineDocument = z.output<typeof pipelineSchema>
export type EvaluateDocument = z.output<typeof evaluateSchema>
export type ReadPart = z.output<typeof readSchema>
