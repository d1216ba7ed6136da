import * as z from 'zod'
import { fileName, hash, source } from '../encoders/graph-schema.ts'

const columnName = z.string().min(1)

const insidePath = z
  .string()
  .regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/, 'not the path of a file inside a folder')

const pulled = {
  file: fileName.meta({
    description: 'lies in the folder of the atlas, below atlases of the data',
  }),
  sha256: hash.optional().meta({
    description: 'of the file; without it, that of the file which `fetch --from` was given is kept',
  }),
  path: insidePath.optional().meta({
    description: 'where it lies in the folder given to `fetch --from`; its name by default',
  }),
  from: source.optional().meta({
    description: 'where `fetch` takes it from; without it, it is put into the folder by hand',
  }),
}

/** A table of regions as others publish it. */
const regionsFile = z.strictObject({
  ...pulled,
  columns: z
    .array(columnName)
    .min(1)
    .optional()
    .meta({ description: 'what the columns are called, of a file without a header line' }),
  name: columnName.default('name').meta({ description: 'column of the names' }),
  index: columnName
    .optional()
    .meta({ description: 'column of the labels in the image; else 1, 2, 3 ...' }),
  network: columnName.optional().meta({ description: 'column of the networks' }),
  places: z
    .union([z.tuple([columnName, columnName, columnName]), z.literal('image')])
    .optional()
    .meta({ description: 'columns of x, y and z in mm; image: the centre of mass there' }),
  absent: z.literal('drop').optional().meta({
    description: 'drop: regions that the image has no voxel of are left out',
  }),
  networkFrom: z
    .string()
    .optional()
    .meta({ description: 'regular expression whose first group is the network in a name' }),
})

/** An atlas card: what regions there are, in what order, where they lie, and which files say so. */
export const atlasSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, 'a name has small letters, digits and hyphens')
      .meta({ description: 'names the card and the folder of its files' }),
    title: z.string().min(1).meta({ description: 'one line for people' }),
    description: z.string().default('').meta({ description: 'what the regions are' }),
    licence: z.string().min(1).meta({ description: 'licence of the atlas' }),
    cite: z.array(z.string()).default([]).meta({ description: 'DOIs or references' }),
    homepage: z
      .url({ protocol: /^https$/ })
      .optional()
      .meta({ description: 'of the atlas' }),
    space: z.string().min(1).meta({ description: 'the space that places are in: MNI152, ...' }),
    kind: z.enum(['labels', 'maps', 'points']).meta({
      description: 'labels: an image of whole numbers; maps: a volume each; points: places alone',
    }),
    image: z.strictObject(pulled).optional().meta({ description: 'of labels or maps' }),
    regions: z.union([z.string().min(1), regionsFile]).meta({
      description:
        'a table with tabs and a header (name, index, network, x, y, z), or a file that is one',
    }),
  })
  .refine(
    ({ image, regions }) =>
      image !== undefined ||
      typeof regions === 'string' ||
      (regions.places !== 'image' && regions.absent === undefined),
    { error: 'points have no image to look at', path: ['regions'] },
  )
  .refine(({ kind, image }) => (kind === 'points') === (image === undefined), {
    error: 'labels and maps have an image, points have none',
    path: ['image'],
  })

export type AtlasFacts = z.output<typeof atlasSchema>
