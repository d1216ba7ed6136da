import * as z from 'zod'
import { selectSchema } from '../evaluation/select.ts'
import { splitSchema } from '../evaluation/split.ts'
import { thresholdSchema } from '../evaluation/threshold.ts'

/** A key or hash: SHA-256 in hexadecimal. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)

const options = z.record(z.string(), z.unknown())

const recording = z.strictObject({
  subject: z.string(),
  session: z.string(),
  run: z.string(),
  recording: z.string(),
  labels: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
})

const wordMap = z.record(z.string(), z.string())

const block = z.strictObject({
  originS: z.number(),
  fromS: z.number(),
  toS: z.number(),
  isLast: z.boolean(),
})

const beside = z.array(
  z.strictObject({
    as: z.enum(['channels', 'electrodes', 'coordsystem', 'metadata']),
    path: z.string(),
    sha256: sha256Schema,
  }),
)

const read = z.strictObject({
  do: z.literal('read'),
  reader: z.string(),
  path: z.string(),
  recording,
  options: z.strictObject({
    channels: z.array(z.string()).optional(),
    fromS: z.number().optional(),
    toS: z.number().optional(),
  }),
  block: block.optional(),
  expectedSha256: sha256Schema.optional(),
  expectedTrS: z.number().positive().optional(),
  rename: wordMap.optional(),
  beside: beside.optional(),
})

/** Where a second table comes from. */
export const sideFileSchema = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('annotations'), path: z.string(), map: wordMap.optional() }),
  z.strictObject({
    from: z.literal('events'),
    path: z.string(),
    label: z.string().optional(),
    map: wordMap.optional(),
  }),
  z.strictObject({
    from: z.literal('confounds'),
    path: z.string(),
    columns: z.array(z.string()).optional(),
  }),
  z.strictObject({ from: z.literal('image'), path: z.string() }),
  z.strictObject({ from: z.literal('numbers'), path: z.string() }),
  z.strictObject({ from: z.literal('vectors'), path: z.string() }),
  z.strictObject({ from: z.literal('regions'), path: z.string() }),
])

const branch = z.strictObject({
  stages: z.array(z.strictObject({ use: z.string(), options, index: z.int().min(0) })),
  head: z.strictObject({ use: z.string(), options }),
  target: z.string(),
  split: splitSchema,
  positive: z.string().optional(),
  select: selectSchema.optional(),
  threshold: thresholdSchema.optional(),
  words: z.string().optional(),
  seed: z.int(),
})

const figure = z.strictObject({
  use: z.string(),
  options,
  context: z.strictObject({
    target: z.string(),
    unit: z.string(),
    positive: z.string().optional(),
    seed: z.int(),
    windowFromS: z.number().optional(),
  }),
})

const fold = z.strictObject({
  fold: z.int().min(0),
  test: z.array(z.string()),
  branch,
  contentOf: z.record(z.string(), sha256Schema),
  leakCheck: z.literal(true).optional(),
})

const relabel = z.strictObject({
  do: z.literal('relabel'),
  control: z.string(),
  context: z.strictObject({
    target: z.string(),
    unit: z.string(),
    split: splitSchema,
    seed: z.int(),
    rest: z.strictObject({ label: z.string(), value: z.string() }).optional(),
    words: z.string().optional(),
  }),
})

const work = z.discriminatedUnion('do', [
  read,
  z.strictObject({ do: z.literal('side'), file: sideFileSchema, recording }),
  z.strictObject({
    do: z.literal('stage'),
    use: z.string(),
    options,
    block: block.optional(),
  }),
  z.strictObject({ do: z.literal('sum'), use: z.string(), options, block }),
  z.strictObject({ do: z.literal('mean') }),
  z.strictObject({ do: z.literal('concat') }),
  z.strictObject({ do: z.literal('only'), recording: z.string() }),
  relabel,
  z.strictObject({ do: z.literal('fold'), fold }),
  z.strictObject({ do: z.literal('figurePart'), figure }),
  z.strictObject({ do: z.literal('figure'), figure, branch: branch.optional() }),
  z.strictObject({
    do: z.literal('map'),
    fold,
    map: z.strictObject({ use: z.string(), options, metric: z.string() }),
  }),
])

/** A node of a plan as it comes from the store: anything that is not one is refused. */
export const nodeSchema = z.strictObject({
  key: sha256Schema,
  id: z.string().max(1000),
  work,
  content: z.strictObject({
    stage: z.string(),
    version: z.int().min(1),
    options: z.unknown(),
    inputs: z.record(z.string(), z.union([sha256Schema, z.literal('')])),
  }),
  inputs: z.record(z.string(), z.union([sha256Schema, z.literal('')])),
  keep: z.boolean(),
  tail: z.boolean(),
})

/** A recording as it was planned where the pipeline was submitted; paths are portable. */
export const plannedSchema = z.strictObject({
  recording,
  reader: z.strictObject({ use: z.string(), version: z.int() }),
  path: z.string(),
  sha256: sha256Schema,
  rename: wordMap.optional(),
  expectedSha256: sha256Schema.optional(),
  dataSha256: sha256Schema.optional(),
  besideBytes: z.number().min(0).optional(),
  trS: z.number().positive().optional(),
  expectedTrS: z.number().positive().optional(),
  extent: z.strictObject({ startS: z.number(), endS: z.number(), rateHz: z.number() }).optional(),
  beside: beside.optional(),
  events: z.strictObject({ file: sideFileSchema, sha256: sha256Schema }).optional(),
  confounds: z.strictObject({ file: sideFileSchema, sha256: sha256Schema }).optional(),
  images: z.record(
    z.string(),
    z.strictObject({ path: z.string(), reader: z.string(), sha256: sha256Schema }),
  ),
})
