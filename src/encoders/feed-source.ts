import { fail } from '../errors.ts'
import { random } from '../kernels/random.ts'
import { type Block, rowsOf, samplesOf } from './block.ts'
import type { ModelCard } from './card.ts'
import type { Named } from './spread.ts'

/** Windows that are fed together, and what every input may ask about them. */
export interface FeedRequest {
  readonly card: ModelCard
  readonly block: Block
  /** Positions of the windows in the block, shape [batch]. */
  readonly rows: Int32Array
  /** From which the numbers of `noise` inputs follow, with the number of the window. */
  readonly seed: number
  /** What is fed to inputs of a role instead of what follows from the block. */
  readonly given?: Readonly<Record<string, Named>>
}

/** What a card says of an input, as far as feeding it goes. */
export interface FedInput {
  readonly name: string
  readonly is: string
  readonly shape: readonly (string | number)[]
}

type Source = (request: FeedRequest, input: FedInput) => Named

/** Numbers of the input of a role, on axes of their own; `spread` puts them on the card's axes. */
export function sourceOf(request: FeedRequest, input: FedInput): Named {
  const given = request.given?.[input.is]
  if (given) return given
  const source = sources[input.is]
  return source ? source(request, input) : notThere(request, input)
}

/** How long each axis is that a card may name. */
export function axisLengths({ block, rows }: FeedRequest): Record<string, number> {
  const { channel, time, depth, axes } = block
  const space = Object.fromEntries((axes ?? []).map(({ name, length }) => [name, length]))
  return { batch: rows.length, channel, time, depth, ...space }
}

const samples: Source = ({ block, rows }) => {
  const { channel, time, depth, axes } = block
  const window = axes ?? [
    { name: 'channel', length: channel },
    { name: 'time', length: time },
    { name: 'depth', length: depth },
  ]
  return {
    values: samplesOf(block, rows),
    axes: [{ name: 'batch', length: rows.length }, ...window],
  }
}

const sources: Readonly<Record<string, Source>> = {
  tokens: samples,
  signal: samples,
  volumes: samples,
  image: samples,
  features: samples,
  channelIds: ({ block }) => perChannel(block, (c) => block.known?.channelIds?.[c] ?? c),
  regionId: ({ block }) => perChannel(block, (c) => c),
  sensorType: ({ block }) => perChannel(block, (c) => block.known?.sensorTypes?.[c] ?? 0),
  timeId: ({ block }) => ({
    values: Float64Array.from({ length: block.time }, (_, t) => t),
    axes: [{ name: 'time', length: block.time }],
  }),
  pos: positions,
  coordinates: places('coordinates'),
  gradient: places('gradient'),
  geometry: places('geometry'),
  attnMask: (request) => byRow(request, 'attnMask') ?? scalar(1),
  tokenMask: (request) => byRow(request, 'tokenMask') ?? scalar(0),
  codes: (request, input) => byRow(request, 'codes') ?? notThere(request, input),
  subjectId: ids('subjectId'),
  sessionId: ids('sessionId'),
  labelId: ids('labelId'),
  noise: normals,
}

/** Roles whose numbers are the same in every window of a block. */
export const ofBlock: ReadonlySet<string> = new Set([
  'channelIds',
  'regionId',
  'sensorType',
  'timeId',
  'pos',
])

/** One number, for an input of any shape. */
export function scalar(value: number): Named {
  return { values: Float64Array.of(value), axes: [] }
}

function perChannel({ channel }: Block, of: (c: number) => number): Named {
  const values = Float64Array.from({ length: channel }, (_, c) => of(c))
  return { values, axes: [{ name: 'channel', length: channel }] }
}

function positions(request: FeedRequest, input: FedInput): Named {
  const { block } = request
  const values = block.known?.positions ?? notThere(request, input)
  const { channel } = block
  const columns = values.length / channel
  return {
    values,
    axes: [
      { name: 'channel', length: channel },
      { name: 'position', length: columns },
    ],
  }
}

/** Coordinates of regions, which are the same in every window. */
function places(name: string): Source {
  return (request, input) => {
    const { block, rows } = request
    const all = block.known?.byRow?.[name] ?? notThere(request, input)
    const { channel } = block
    const length = all.length / (block.rows * channel)
    return {
      values: rowsOf(all, block.rows, rows.subarray(0, 1)),
      axes: [
        { name: 'channel', length: channel },
        { name: 'position', length },
      ],
    }
  }
}

function byRow({ block, rows }: FeedRequest, name: string): Named | undefined {
  const all = block.known?.byRow?.[name]
  if (all === undefined) return undefined
  const values = rowsOf(all, block.rows, rows)
  const width = all.length / block.rows
  const axes = width === 1 ? [] : axesOfRow(block, width)
  return { values, axes: [{ name: 'batch', length: rows.length }, ...axes] }
}

/** Numbers of a row that are some for each token, or tokens of another kind. */
function axesOfRow({ channel, time }: Block, width: number): Named['axes'] {
  const levels = width / (channel * time)
  if (!Number.isInteger(levels)) return [{ name: 'token', length: width }]
  return [
    { name: 'channel', length: channel },
    { name: 'time', length: time },
    { name: 'level', length: levels },
  ]
}

function ids(name: string): Source {
  return (request, input) => byRow(request, name) ?? notThere(request, input)
}

/** Standard normal numbers that depend on seed, window and input alone, not on the batch. */
function normals({ block, rows, seed }: FeedRequest, input: FedInput): Named {
  const lengths = axisLengths({ block, rows } as FeedRequest)
  const axes = input.shape
    .filter((axis) => axis !== 'batch')
    .flatMap((axis) => (axis === 'samples' ? ['time', 'depth'] : [axis]))
    .map((axis, i) => ({
      name: typeof axis === 'string' ? axis : `length${i}`,
      length: typeof axis === 'string' ? (lengths[axis] ?? 1) : axis,
    }))
  const width = axes.reduce((product, { length }) => product * length, 1)
  const values = new Float32Array(rows.length * width)
  rows.forEach((row, i) => {
    const draw = random(mixSeed(seed, block.known?.window?.[row] ?? row, input.name))
    for (let j = 0; j < width; j++) values[i * width + j] = draw.normal()
  })
  return { values, axes: [{ name: 'batch', length: rows.length }, ...axes] }
}

function mixSeed(seed: number, window: number, name: string): number {
  let mixed = (seed ^ 0x5bd1e995) >>> 0
  for (const part of [window, ...Buffer.from(name)]) {
    mixed = (Math.imul(mixed ^ part, 0x01000193) + 0x9e3779b9) >>> 0
  }
  return mixed
}

function notThere({ card }: FeedRequest, { name, is }: FedInput): never {
  const remedies: Record<string, string> = {
    pos: 'the channels have no positions',
    coordinates: 'put "- coordinates: { file: FILE }" before it',
    gradient: 'put "- coordinates: { file: FILE, as: gradient }" before it',
    geometry: 'put "- coordinates: { file: FILE, as: geometry }" before it',
    codes: 'the tokens have no codes',
  }
  const remedy = remedies[is] ?? `a label of the recordings named ${is} holds it, a number`
  return fail('model-input', { model: card.name, contract: is, input: name, remedy })
}
