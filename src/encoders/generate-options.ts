import * as z from 'zod'

const share = z.number().positive().max(1)

/** Options of the stage `generate`. */
export const generateOptions = z.strictObject({
  model: z.string().min(1).meta({ description: 'name of a model, as `neurarrow models` lists it' }),
  sampler: z
    .enum(['ddpm', 'ddim', 'predictorCorrector'])
    .default('ddpm')
    .meta({ description: 'how windows are drawn: in steps with noise, without, or by an SDE' }),
  predicts: z
    .enum(['noise', 'signal', 'v', 'score'])
    .default('noise')
    .meta({ description: 'what the denoiser says' }),
  steps: z.int().min(1).max(10_000).default(50).meta({
    unit: '1',
    description: 'steps from noise to signal; at most those of the schedule',
  }),
  schedule: z
    .strictObject({
      kind: z
        .enum(['linear', 'scaledLinear', 'cosine'])
        .default('linear')
        .meta({ description: 'how the noise of a step grows' }),
      steps: z
        .int()
        .min(1)
        .max(10_000)
        .default(1000)
        .meta({ unit: '1', description: 'steps of the training' }),
      betaStart: share.default(1e-4).meta({ unit: '1', description: 'noise of the first step' }),
      betaEnd: share.optional().meta({
        unit: '1',
        description: 'noise of the last step, 0.02 when not given; of cosine the most, 0.999',
      }),
    })
    .prefault({})
    .meta({ description: 'noise of the steps that the denoiser was trained on; ddpm and ddim' }),
  betaMin: z
    .number()
    .positive()
    .default(0.1)
    .meta({ unit: '1/s', description: 'noise at time 0 of predictorCorrector' }),
  betaMax: z
    .number()
    .positive()
    .default(20)
    .meta({ unit: '1/s', description: 'noise at time 1 of predictorCorrector' }),
  snr: z
    .number()
    .min(0)
    .default(0.16)
    .meta({ unit: '1', description: 'signal over noise of a step of the corrector; 0: none' }),
  timeScale: z
    .number()
    .positive()
    .default(1)
    .meta({ unit: '1', description: 'what times from 0 to 1 are told the denoiser times' }),
  gain: z
    .number()
    .default(1)
    .meta({ unit: 'of the windows', description: 'what generated samples are multiplied by' }),
  keep: z.int().min(1).optional().meta({
    unit: '1',
    description: 'codes in time that stay, as what is continued; 1 when not given',
  }),
  context: z
    .int()
    .min(1)
    .optional()
    .meta({ unit: '1', description: 'codes in time that the decoder is shown at most; all' }),
  temperature: z
    .number()
    .positive()
    .default(1)
    .meta({ unit: '1', description: 'what scores of codes are divided by' }),
  topK: z
    .int()
    .min(1)
    .optional()
    .meta({ unit: '1', description: 'draws among so many of the most probable codes' }),
  topP: share
    .optional()
    .meta({ unit: '1', description: 'draws among the most probable codes that reach this share' }),
  typicalP: share
    .optional()
    .meta({ unit: '1', description: 'draws among the most typical codes that reach this share' }),
})

export type GenerateOptions = z.output<typeof generateOptions>
