import * as z from 'zod'

/** What recordings of fMRI on surfaces end with; others are volumes. */
export const surfaceEnding = z
  .enum(['.dtseries.nii', '.ptseries.nii', '.func.gii'])
  .meta({ description: 'of fMRI on surfaces: what its files end with; else volumes' })

/** A BIDS folder as a data set, and what of it is wanted. */
export const bidsReferenceSchema = z.strictObject({
  bids: z.string().min(1).meta({
    description: 'a BIDS folder: from the working folder, else from the folders of data sets',
  }),
  suffix: z
    .enum(['eeg', 'meg', 'ieeg', 'bold'])
    .optional()
    .meta({ description: 'what of it are recordings; needed where there are several' }),
  where: z
    .record(z.string(), z.string())
    .default({})
    .meta({ description: 'only recordings with these entities: task, run, space, desc, ...' }),
  derivatives: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'folder inside that recordings are taken from: derivatives/fmriprep' }),
  ending: surfaceEnding.optional(),
  events: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'column of event labels; trial_type, else value, by default' }),
  confounds: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({ description: 'columns of the confounds of fMRIPrep; all by default' }),
})

/** What a pipeline is run on: the name or path of a card, or a BIDS folder. */
export const datasetSchema = z.union([z.string().min(1), bidsReferenceSchema])

export type BidsReference = z.output<typeof bidsReferenceSchema>
export type DatasetReference = z.output<typeof datasetSchema>

/** What a data set is called in messages: its card, or its folder. */
export function datasetWords(dataset: DatasetReference): string {
  return typeof dataset === 'string' ? dataset : dataset.bids
}
