import * as z from 'zod'

/** How an embedding is made into one vector; see `poolEmbedding`. */
export const pools = ['mean', 'meanAll', 'flatten'] as const

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in lower-case hexadecimal')
const fileName = z
  .string()
  .regex(/^[\w-][\w.-]*$/, 'not the name of a file in the folder of the card')
const axis = z.union([z.enum(['batch', 'channel', 'time', 'samples']), z.int().min(1)])

const input = z.strictObject({
  name: z.string().min(1).meta({ description: 'name of the input in the graph' }),
  is: z.enum(['tokens', 'signal', 'channelIds']).meta({
    description:
      'what is fed: tokens [batch, channel, time, depth], signal [batch, channel, samples], or ' +
      'the position of each channel in the order of the card, [batch, channel]',
  }),
  dtype: z.enum(['float32', 'int64']),
  shape: z.array(axis).min(1).meta({ description: 'axes by name where their length may vary' }),
})

const output = z.strictObject({
  name: z.string().min(1).meta({ description: 'name of the output in the graph' }),
  is: z.literal('embedding'),
  dtype: z.literal('float32'),
  shape: z.array(axis).min(2),
})

const graph = z.strictObject({
  role: z.enum(['encoder', 'tokenizer', 'decoder', 'head']).meta({
    description: 'what the graph does; only the encoder is run',
  }),
  file: fileName,
  sha256: hash,
  opset: z.int().min(7),
  inputs: z.array(input).min(1),
  outputs: z.array(output).min(1).meta({ description: 'layers to choose from, the default first' }),
})

/** What `model.yaml` says of an encoder: its contract, its licence and how it is checked. */
export const cardSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
    title: z.string().min(1),
    description: z.string().min(1),
    paper: z.string().optional().meta({ description: 'DOI or address of what describes it' }),
    licence: z.strictObject({
      code: z.string().min(1),
      weights: z.string().min(1),
      redistributable: z.boolean(),
    }),
    source: z.string().min(1).meta({ description: 'where the graph comes from, or its recipe' }),
    graphs: z.array(graph).min(1),
    rateHz: z
      .number()
      .positive()
      .meta({ unit: 'Hz', description: 'sampling rate it was made for' }),
    unit: z.string().min(1).meta({ description: 'unit of the samples it expects' }),
    channels: z.union([
      z.strictObject({ any: z.literal(true) }),
      z.strictObject({ order: z.array(z.string().min(1)).min(1) }),
    ]),
    onMissing: z.enum(['error', 'zero']).default('error').meta({
      description: 'whether the model was made to take zeros for channels that are missing',
    }),
    window: z.strictObject({
      minS: z.number().positive().meta({ unit: 's', description: 'shortest window' }),
      maxS: z.number().positive().meta({ unit: 's', description: 'longest window' }),
    }),
    patch: z
      .strictObject({
        lengthS: z.number().positive().meta({ unit: 's', description: 'length of a patch' }),
        overlap: z.boolean().default(false).meta({
          description: 'whether patches may overlap, or leave gaps between them',
        }),
      })
      .optional(),
    scale: z.strictObject({
      medianAbs: z.tuple([z.number().min(0), z.number().positive()]).meta({
        unit: 'the unit of the card',
        description: 'range in which the median of |x| of a recording must lie',
      }),
    }),
    preprocessing: z.array(z.string()).meta({ description: 'what it expects, in order, in words' }),
    pooling: z.array(z.enum(pools)).min(1),
    pretraining: z.array(z.string()).meta({ description: 'data sets it was trained on' }),
    golden: z.strictObject({
      file: fileName,
      tolerance: z.number().positive().max(0.1).meta({
        unit: '1',
        description: 'largest difference, as a share of the largest magnitude expected',
      }),
    }),
  })
  .superRefine((card, context) => {
    const say = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    const encoders = card.graphs.filter(({ role }) => role === 'encoder')
    if (encoders.length !== 1) say(['graphs'], 'exactly one graph has the role encoder')
    const fed = encoders.flatMap(({ inputs }) => inputs.map((each) => each.is))
    if (fed.filter((is) => is !== 'channelIds').length !== 1) {
      say(['graphs'], 'the encoder has exactly one input that is tokens or signal')
    }
    if (fed.includes('channelIds') && !('order' in card.channels)) {
      say(['channels'], 'channelIds need the order of the channels')
    }
    if (fed.includes('tokens') && !card.patch) say(['patch'], 'tokens need the length of a patch')
    if (card.window.minS > card.window.maxS) say(['window'], 'minS lies above maxS')
  })

export type CardFacts = z.output<typeof cardSchema>
export type GraphFacts = CardFacts['graphs'][number]
export type Pool = (typeof pools)[number]
