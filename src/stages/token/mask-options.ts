import * as z from 'zod'

const share = z.number().min(0).max(1)
const least1 = z.int().min(1)
const range = (from: number, to: number) => z.tuple([share, share]).default([from, to])
const shares = (of: string) => ({ unit: '1', description: `least and largest share of ${of}` })

/** How tokens may be chosen. */
export const maskKinds = [
  'bernoulli',
  'count',
  'channels',
  'times',
  'rectangles',
  'blocks',
  'regions',
  'spans',
  'causal',
  'spatiotemporal',
] as const

const spans = z.strictObject({
  startChance: share.default(0.1).meta({
    unit: '1',
    description: 'chance that a span begins at a place',
  }),
  width: z
    .tuple([least1, least1])
    .default([1, 5])
    .meta({ unit: 'tokens', description: 'shortest and longest span in time' }),
  depthWidth: z.tuple([least1, least1]).optional().meta({
    unit: '1',
    description: 'shortest and longest span along depth; no such spans when not given',
  }),
})

const spatiotemporal = z.strictObject({
  observe: range(0.84, 1).meta(shares('regions and of times that are seen')),
  crossRegion: range(0.45, 0.6).meta(shares('regions that are hidden at times that are seen')),
  crossRegionTimes: range(0.2, 0.6).meta(shares('times at which they are hidden')),
  crossTime: range(0.15, 0.3).meta(shares('regions that are hidden near the ends')),
  crossTimeTimes: range(0.2, 0.4).meta(shares('times at either end at which they are hidden')),
  edge: least1.default(3).meta({ unit: 'tokens', description: 'times that count as an end' }),
})

/** Which option belongs to which kinds alone. */
const owners: Readonly<Record<string, readonly string[]>> = {
  rectangle: ['rectangles'],
  grid: ['blocks'],
  block: ['blocks'],
  groups: ['regions'],
  spans: ['spans'],
  spatiotemporal: ['spatiotemporal'],
  at: ['causal'],
}
const needed: Readonly<Record<string, readonly string[]>> = {
  rectangles: ['rectangle'],
  blocks: ['grid', 'block'],
  regions: ['groups'],
}

/** The options of `maskTokens`. */
export const maskOptions = z
  .strictObject({
    kind: z
      .enum(maskKinds)
      .default('count')
      .meta({
        description:
          'bernoulli: each token by chance; count: an exact number; channels, times, rectangles, ' +
          'blocks, regions: an exact number of these; spans: pieces of time; causal: the next ' +
          'token; spatiotemporal: as Brain-JEPA',
      }),
    ratio: share.default(0.5).meta({ unit: '1', description: 'share that is hidden' }),
    rectangle: z.tuple([least1, least1]).optional().meta({
      unit: 'tokens',
      description: 'channels and times of a rectangle',
    }),
    grid: z.tuple([least1, least1, least1]).optional().meta({
      unit: '1',
      description: 'places along x, y, z that the channels are, x fastest',
    }),
    block: z.tuple([least1, least1, least1]).optional().meta({
      unit: '1',
      description: 'places along x, y, z of a block',
    }),
    groups: z
      .record(z.string().min(1), z.array(z.string().min(1)).min(1))
      .optional()
      .meta({ description: 'channels of each region, by its name' }),
    spans: spans.optional().meta({ description: 'how spans are drawn' }),
    spatiotemporal: spatiotemporal.optional().meta({ description: 'sizes of the blocks' }),
    at: z
      .enum(['last', 'random', 'each'])
      .optional()
      .meta({
        description:
          'the time that is to be predicted from those before: the last (when not given), one by ' +
          'chance, or each in a row of its own',
      }),
    complement: z.boolean().default(false).meta({
      description: 'whether a second row hides what the first one shows',
    }),
    shared: z.boolean().default(false).meta({
      description: 'whether all windows of a recording hide the same tokens',
    }),
    fill: z.enum(['zero', 'leave']).default('zero').meta({
      description: 'what hidden tokens become; ids become the number of ids',
    }),
    randomShare: share.default(0).meta({
      unit: '1',
      description: 'share of hidden tokens that become another token of the row, or another id',
    }),
    leaveShare: share.default(0).meta({
      unit: '1',
      description: 'share of hidden tokens that stay as they are',
    }),
    seed: z.int().min(0).default(0).meta({ unit: '1', description: 'another seed, other tokens' }),
  })
  .check(({ value, issues }) => {
    for (const { option, message } of contradictions(value)) {
      issues.push({ code: 'custom', message, path: [option], input: value })
    }
  })

/** Options of `maskTokens` with their defaults. */
export type MaskOptions = z.output<typeof maskOptions>

function contradictions(given: Readonly<Record<string, unknown>> & { kind: string }) {
  const { kind } = given
  const says: { option: string; message: string }[] = []
  for (const [option, kinds] of Object.entries(owners)) {
    if (given[option] === undefined || kinds.includes(kind)) continue
    says.push({ option, message: `${option} goes with kind: ${kinds.join(' or ')}` })
  }
  for (const option of needed[kind] ?? []) {
    if (given[option] === undefined) says.push({ option, message: `${option} is needed` })
  }
  if (given.complement && ['causal', 'spatiotemporal'].includes(kind)) {
    says.push({ option: 'complement', message: `complement does not go with kind: ${kind}` })
  }
  if (Number(given.randomShare) + Number(given.leaveShare) > 1) {
    says.push({ option: 'leaveShare', message: 'randomShare and leaveShare exceed 1 together' })
  }
  return says
}
