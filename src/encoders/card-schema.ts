import * as z from 'zod'
import { checkCard } from './card-rules.ts'
import { fileName, graphSchema } from './graph-schema.ts'

/** How an embedding is made into one vector; see `poolEmbedding`. */
export const pools = ['mean', 'meanAll', 'flatten'] as const

/** What is done about a channel of the model that a recording lacks, the strictest first. */
export const missingPolicies = ['error', 'interpolate', 'zero'] as const

const words = z.string().min(1)
const seconds = z.number().positive()
const names = z.array(words).min(1)

const licence = z.strictObject({
  code: words,
  weights: words,
  redistributable: z.boolean(),
  pull: z.enum(['allowed', 'forbidden']).default('allowed').meta({
    description: 'whether the licence lets a program fetch the weights for its user',
  }),
})

const recipe = z.strictObject({
  script: z
    .string()
    .regex(/^models\/(export|train)\/\w+\.py$/, 'not a script of models/export or models/train')
    .optional(),
  checkpoint: words.optional().meta({ description: 'where the owner of the weights gives them' }),
  missing: words.optional().meta({ description: 'what is missing where there is no script' }),
})

const channels = z.union(
  [
    z.strictObject({ any: z.literal(true) }),
    z.strictObject({ order: names }),
    z.strictObject({ vocabulary: names }),
    z.strictObject({ montage: z.enum(['10-20', '10-10', '10-05']) }),
    z.strictObject({
      atlas: z.strictObject({
        name: words,
        version: words.optional(),
        regions: z.int().positive(),
        order: names.optional(),
      }),
    }),
  ],
  {
    error:
      'one of: any: true; order: [all channels, in this order]; vocabulary: [channels of which ' +
      'any may come]; montage: 10-20, 10-10 or 10-05; atlas: { name, regions }',
  },
)

const positions = z.strictObject({
  frame: words.meta({ description: 'coordinates: head, unitSphere, mni, gradients, layout' }),
  columns: z.int().min(1).meta({
    description:
      'numbers for each channel: x y z, then which way a coil of MEG looks; of a layout x y',
  }),
  unit: z.enum(['m', 'cm', 'mm', '1']).default('m'),
  normalise: z
    .enum(['none', 'unitSphere', 'rms', 'minMax', 'zeroOne'])
    .default('none')
    .meta({
      description:
        'electrodes and coils of MEG each for themselves; rms: less the mean, divided by the ' +
        'root of 3 times the mean squared length; minMax: to -1..1; zeroOne: to 0..1',
    }),
  radius: z.number().positive().optional().meta({
    unit: 'the unit of positions',
    description: 'of the head, where unit-sphere positions are scaled to a size',
  }),
})

const patch = z
  .strictObject({
    lengthS: seconds.optional().meta({ unit: 's', description: 'length of a patch' }),
    samples: z.int().min(1).optional().meta({ unit: '1', description: 'length in samples' }),
    strideSamples: z
      .int()
      .min(1)
      .optional()
      .meta({ unit: '1', description: 'from start to start' }),
    count: z.int().min(1).optional().meta({ unit: '1', description: 'patches there always are' }),
    channels: z.int().min(1).optional().meta({ unit: '1', description: 'channels in one patch' }),
    overlap: z.boolean().default(false).meta({
      description: 'whether patches may overlap, or leave gaps between them',
    }),
  })
  .refine(({ lengthS, samples }) => (lengthS === undefined) !== (samples === undefined), {
    error: 'exactly one of lengthS and samples is needed',
  })

const window = z.strictObject({
  minS: seconds.meta({ unit: 's', description: 'shortest window' }),
  maxS: seconds.meta({ unit: 's', description: 'longest window' }),
  strideS: seconds.optional().meta({ unit: 's', description: 'from start to start, as published' }),
  pad: z
    .enum(['zero', 'mean', 'tile'])
    .optional()
    .meta({ description: 'what a short one ends in' }),
})

const step = z.union([
  words,
  z
    .record(words, z.unknown())
    .refine((stage) => Object.keys(stage).length === 1, { error: 'one key names one stage' }),
])

const seen = z.union([words, z.record(words, z.union([words, names]))]).meta({
  description: 'a data set, or one with the subjects that were used: eegmat: Subject00..Subject27',
})

const metric = z.strictObject({
  dataset: words,
  split: words,
  name: words,
  value: z.number().meta({ unit: 'of the metric', description: 'as published' }),
  source: words.meta({ description: 'who says so: a paper, or a run that can be repeated' }),
})

const golden = z.strictObject({
  file: fileName,
  tolerance: z.number().positive().max(0.1).meta({
    unit: '1',
    description: 'largest difference, as a share of the largest magnitude expected',
  }),
})

const masking = z.strictObject({
  kind: words,
  ratio: z.number().min(0).max(1).optional().meta({ unit: '1', description: 'share masked' }),
  fill: z.enum(['zero', 'learned', 'random']).optional(),
})

/** What `model.yaml` says of a model: its contract, its licence and how it is checked. */
export const cardSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
    title: words,
    description: words,
    paper: z.string().optional().meta({ description: 'DOI or address of what describes it' }),
    licence,
    source: words.meta({ description: 'where the graph comes from, or its recipe' }),
    recipe: recipe.optional().meta({ description: 'how the graphs are made by who may not pull' }),
    unverified: names.optional().meta({
      description: 'facts of the card that nobody has yet compared with the code or the paper',
    }),
    graphs: z.array(graphSchema).min(1),
    rateHz: z.number().positive().optional().meta({
      unit: 'Hz',
      description: 'sampling rate it was made for',
    }),
    trS: z
      .union([seconds, z.tuple([seconds, seconds])])
      .optional()
      .meta({ unit: 's', description: 'time from scan to scan, or its range; in place of rateHz' }),
    unit: words.meta({ description: 'unit of the samples it expects; z when standardised, 1' }),
    channels,
    positions: positions.optional(),
    onMissing: z.enum(missingPolicies).default('error').meta({
      description: 'the laxest treatment of missing channels that the model was made for',
    }),
    window: window.optional(),
    patch: patch.optional(),
    scale: z
      .strictObject({
        medianAbs: z.tuple([z.number().min(0), z.number().positive()]).meta({
          unit: 'the unit of the card',
          description: 'range in which the median of |x| of a recording must lie',
        }),
      })
      .optional(),
    preprocessing: z.array(step).meta({
      description: 'what it expects, in order: in words, or as a stage of a pipeline',
    }),
    codebooks: z
      .array(
        z.strictObject({
          levels: z.int().min(1).meta({ unit: '1', description: 'quantisers one after another' }),
          codes: z.int().min(2).meta({ unit: '1', description: 'codes of each' }),
          depth: z.int().min(1).meta({ unit: '1', description: 'length of a code vector' }),
        }),
      )
      .optional(),
    masking: masking.optional().meta({ description: 'what was hidden in pretraining' }),
    rng: z
      .strictObject({ distribution: z.enum(['normal', 'uniform', 'gumbel']) })
      .optional()
      .meta({ description: 'random numbers that the host supplies as `noise`' }),
    pooling: z.array(z.enum(pools)).min(1).default(['flatten']),
    head: z.strictObject({ type: words, labels: names }).optional(),
    metrics: z.array(metric).optional(),
    pretraining: z.array(seen).meta({ description: 'data sets it was trained on' }),
    golden: golden.optional(),
  })
  .superRefine((card, context) =>
    checkCard(card, (path, message) =>
      context.addIssue({ code: 'custom', path: [...path], message }),
    ),
  )

export type CardFacts = z.output<typeof cardSchema>
export type GraphFacts = CardFacts['graphs'][number]
export type Pool = (typeof pools)[number]
/** What a card says is done about a missing channel. */
export type OnMissing = (typeof missingPolicies)[number]
