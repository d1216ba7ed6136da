import * as z from 'zod'
import { checkCard } from './card-checks.ts'
import { surfaceEnding } from './dataset-reference.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 has 64 hexadecimal digits')
const httpsUrl = z.string().regex(/^https:\/\/[^\s]+$/, 'a URL begins with https://')
const template = z.string().min(1).max(500)
const generators = [
  'synthetic-eeg',
  'synthetic-fmri',
  'synthetic-layers',
  'synthetic-layers-eeg',
  'synthetic-movie',
  'synthetic-repeats',
] as const

const fileSchema = z.strictObject({
  path: z.string().min(1).meta({ description: 'inside the folder of the data set' }),
  url: httpsUrl.optional().meta({ description: 'where it is downloaded from' }),
  sha256: sha256.meta({ description: 'of its bytes' }),
})

/** Where the files come from: exactly one of `files`, `sums` and `generate`. */
const sourceSchema = z.strictObject({
  url: httpsUrl
    .optional()
    .meta({ description: 'download address of a file, with {path}; for files without their own' }),
  files: z.array(fileSchema).min(1).optional().meta({ description: 'all files, one by one' }),
  sums: z
    .string()
    .optional()
    .meta({ description: 'all files as sha256sum lists them: hash, two spaces, path' }),
  generate: z.enum(generators).optional().meta({ description: 'made on the spot from a seed' }),
  seed: z
    .int()
    .min(0)
    .default(0)
    .meta({ unit: '1', description: 'of the generator; the same seed gives the same files' }),
})

/** How paths become subject, session, run and recording. */
const recordingsSchema = z.strictObject({
  pattern: z
    .string()
    .max(500)
    .optional()
    .meta({ description: 'path of a recording with fields: {name} or {name:regex}' }),
  bids: z
    .union([
      z.literal(true),
      z.strictObject({
        derivatives: z
          .string()
          .min(1)
          .optional()
          .meta({ description: 'folder inside that recordings are taken from' }),
        ending: surfaceEnding.optional(),
      }),
    ])
    .optional()
    .meta({ description: 'paths are named as BIDS has it, with its side files' }),
  where: z
    .record(z.string(), z.string())
    .default({})
    .meta({ description: 'only recordings whose fields have these values' }),
  subject: template.default('{subject}').meta({ description: 'the subject, from fields' }),
  session: template.optional().meta({ description: 'the session; {session} or 1 by default' }),
  run: template.optional().meta({ description: 'the run; {run} or 1 by default' }),
  recording: template
    .default('{stem}')
    .meta({ description: 'the recording, unique; {stem} is the file name without its ending' }),
})

const labelSchema = z.union([
  z.strictObject({
    from: z.string().min(1).meta({ description: 'field of the path' }),
    map: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'what each value of the field is called' }),
  }),
  z.strictObject({
    participants: z.string().min(1).meta({ description: 'column of the participants file' }),
  }),
])

const participantsSchema = z.strictObject({
  path: z.string().min(1).default('participants.tsv').meta({
    description: 'a .tsv or .csv file; participant_id or its first column is the subject',
  }),
})

const eventsSchema = z.union([
  z.literal('annotations'),
  z.strictObject({
    bids: z.literal(true).meta({ description: '_events.tsv by the inheritance principle' }),
    label: z
      .string()
      .optional()
      .meta({ description: 'column of the labels; trial_type, else value, without it' }),
  }),
  z.strictObject({
    path: template.meta({ description: 'path of the events file, from fields' }),
    label: z.string().default('trial_type').meta({ description: 'column of the labels' }),
  }),
])

const confoundsSchema = z.strictObject({
  path: template
    .optional()
    .meta({ description: 'path of the table of numbers, from fields; as fMRIPrep has it in BIDS' }),
  columns: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({ description: 'which columns; for files without a header, what they are called' }),
})

const groupNames = z.array(z.string().min(1)).min(1)

/** A split that others use too: who is trained on, chosen by and tested. */
const splitSchema = z.strictObject({
  train: groupNames.meta({ description: 'names, or ranges A..B, of the groups trained on' }),
  validation: groupNames.optional().meta({ description: 'groups that options are chosen by' }),
  test: groupNames.meta({ description: 'groups that are tested' }),
  by: z.string().min(1).default('subject').meta({ description: 'what the names are names of' }),
})

const expectSchema = z.strictObject({
  subjects: z.int().min(1).optional().meta({ unit: '1', description: 'number of subjects' }),
  recordings: z.int().min(1).optional().meta({ unit: '1', description: 'number of recordings' }),
  rateHz: z.number().positive().optional().meta({ unit: 'Hz', description: 'sampling rate' }),
  channels: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({ description: 'names of the channels that every recording has' }),
  trS: z.number().positive().optional().meta({ unit: 's', description: 'repetition time' }),
})

/** A data set card: what the data are, where they come from, how their paths are read. */
export const cardSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, 'a name has small letters, digits and hyphens')
      .meta({ description: 'names the card and the folder of the data' }),
    title: z.string().min(1).meta({ description: 'one line for people' }),
    description: z.string().default('').meta({ description: 'what was recorded and why' }),
    licence: z.string().min(1).meta({ description: 'licence of the data' }),
    cite: z.array(z.string()).default([]).meta({ description: 'DOIs or references' }),
    aliases: z.array(z.string().min(1)).default([]).meta({
      description: 'other names of the data set, by which cards of models may call it',
    }),
    homepage: httpsUrl.optional().meta({ description: 'page that describes the data' }),
    modality: z.enum(['eeg', 'meg', 'ieeg', 'fmri']).meta({ description: 'what was recorded' }),
    source: sourceSchema
      .optional()
      .meta({ description: 'where files come from; without it, whatever lies in the folder' }),
    recordings: recordingsSchema.meta({ description: 'which files are recordings, and whose' }),
    labels: z
      .record(z.string().regex(/^[A-Za-z]\w*$/, 'a label name is a word'), labelSchema)
      .default({})
      .meta({ description: 'labels of whole recordings, one column each' }),
    participants: participantsSchema.optional().meta({ description: 'facts about subjects' }),
    events: eventsSchema.optional().meta({ description: 'where events come from' }),
    confounds: confoundsSchema.optional().meta({ description: 'where confounds come from' }),
    splits: z
      .record(z.string(), splitSchema)
      .default({})
      .meta({ description: 'splits by name, as others publish them' }),
    rest: z
      .strictObject({
        label: z.string().min(1).meta({ description: 'a label column' }),
        value: z.string().min(1).meta({ description: 'its value when people rest' }),
      })
      .optional()
      .meta({ description: 'which rows are rest, for controls' }),
    expect: expectSchema.default({}).meta({ description: 'counts that are checked' }),
    notes: z.array(z.string()).default([]).meta({ description: 'warnings for every report' }),
  })
  .superRefine(checkCard)

export type CardFacts = z.output<typeof cardSchema>
