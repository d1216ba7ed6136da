import * as z from 'zod'

/** The SHA-256 of a file, as cards state it. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in lower-case hexadecimal')

/** The name of a file in the folder of a card: no folder in it, no leading dot. */
export const fileName = z
  .string()
  .regex(/^[\w-][\w.-]*$/, 'not the name of a file in the folder of the card')

const insidePath = z
  .string()
  .regex(
    /^(?!.*(^|\/)\.{1,2}(\/|$))[^/\\:]([^\\:]*[^/\\:])?$/,
    'not the path of a file inside its source, with forward slashes',
  )
const version = z.string().regex(/^\d[\w.+-]*$/, 'not one version')

const https = z.strictObject({
  https: z.url({ protocol: /^https$/, error: 'not an https address' }),
})
const huggingFace = z.strictObject({
  huggingFace: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'not owner/name'),
  revision: z.string().regex(/^[0-9a-f]{40}$/, 'not a commit of 40 hexadecimal digits'),
  path: insidePath,
})
const pypi = z.strictObject({
  pypi: z.string().regex(/^[A-Za-z0-9][\w.-]*$/, 'not the name of a package'),
  version,
  wheel: z.string().regex(/^[\w.+-]+\.whl$/, 'not the file name of a wheel'),
  path: insidePath.meta({ description: 'path of the file inside the wheel' }),
  sha256: hash.meta({ description: 'SHA-256 of the wheel' }),
})
const npm = z.strictObject({
  npm: z.string().regex(/^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/, 'not the name of a package'),
  version,
  path: insidePath.meta({ description: 'path of the file inside the package' }),
  sha256: hash.meta({ description: 'SHA-256 of the tarball' }),
})

/** Names of the sources a graph can be pulled from; each is the key that tells which it is. */
export const sourceKinds = ['https', 'huggingFace', 'pypi', 'npm'] as const
const sources = { https, huggingFace, pypi, npm }

/** Where a file can be pulled from. */
export const source = z.record(z.string(), z.unknown()).transform((found, context) => {
  const kind = sourceKinds.find((name) => name in found)
  if (kind === undefined) {
    const message = `one of ${sourceKinds.join(', ')} is needed`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  const parsed = sources[kind].safeParse(found)
  if (parsed.success) return parsed.data
  for (const { path, message } of parsed.error.issues) {
    context.addIssue({ code: 'custom', path, message })
  }
  return z.NEVER
})

/** What may be fed to an input of a graph. */
export const inputRoles = [
  'tokens',
  'signal',
  'volumes',
  'image',
  'features',
  'codes',
  'embedding',
  'channelIds',
  'pos',
  'coordinates',
  'gradient',
  'geometry',
  'sensorType',
  'subjectId',
  'sessionId',
  'regionId',
  'timeId',
  'labelId',
  'attnMask',
  'tokenMask',
  'timestep',
  'noise',
] as const

/** What an output of a graph may be; `noise` is what a denoiser predicts (noise, score or v). */
export const outputRoles = [
  'embedding',
  'codes',
  'logits',
  'reconstruction',
  'features',
  'noise',
] as const

/** Names of axes; a number is an axis of that length. */
export const axisNames = [
  'batch',
  'channel',
  'time',
  'samples',
  'depth',
  'token',
  'x',
  'y',
  'z',
  'position',
] as const

const axis = z.union([z.enum(axisNames), z.int().min(1)], {
  error: `not an axis (${axisNames.join(', ')}) and not a length`,
})

const input = z.strictObject({
  name: z.string().min(1).meta({ description: 'name of the input in the graph' }),
  is: z.enum(inputRoles).meta({
    description:
      'what is fed: tokens [batch, channel, time, depth], signal [batch, channel, samples], ' +
      'volumes [batch, 1, x, y, z, time], image [batch, colours, height, width] from 0 to 1, a ' +
      'row of features, codes; pos, a row a channel; ' +
      'channelIds, the position of each channel in the order or vocabulary of the card; or an ' +
      'output of the same name of a graph before it',
  }),
  dtype: z.enum(['float32', 'float16', 'int64', 'int32', 'uint8', 'bool']),
  shape: z.array(axis).meta({ description: 'axes by name where their length may vary' }),
  constant: z.number().optional().meta({
    unit: '1',
    description: 'fills an input that never changes: a mask that is all 0, a time step of 1',
  }),
})

const output = z.strictObject({
  name: z.string().min(1).meta({ description: 'name of the output in the graph' }),
  is: z.enum(outputRoles),
  dtype: z.enum(['float32', 'float16', 'int64', 'int32']),
  shape: z.array(axis).min(1),
})

/** What graphs of a card are for. */
export const graphRoles = [
  'encoder',
  'tokenizer',
  'decoder',
  'head',
  'text',
  'vae',
  'unet',
  'denoiser',
  'vision',
] as const

/** One ONNX graph of a card. */
export const graphSchema = z.strictObject({
  role: z.enum(graphRoles).meta({
    description:
      'what the graph does; `encode` runs tokenizers, then the encoder; metrics look through ' +
      'vision',
  }),
  file: fileName,
  sha256: hash.optional().meta({
    description: 'of the file; left out only where a recipe says how the file is made',
  }),
  opset: z.int().min(7).optional().meta({ description: 'needed where there is a sha256' }),
  from: source.optional().meta({
    description: 'where `models pull` takes the file from; without it the file is with the card',
  }),
  inputs: z.array(input).min(1),
  outputs: z.array(output).min(1).meta({ description: 'layers to choose from, the default first' }),
})

/** Where a graph can be pulled from. */
export type GraphSource = NonNullable<z.output<typeof graphSchema>['from']>
