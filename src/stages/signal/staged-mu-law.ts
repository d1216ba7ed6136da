import * as z from 'zod'
import { compressBeyondOne } from '../../kernels/mu-law.ts'
import { defineStage } from '../../stage.ts'
import { mapRows } from '../../tables/map-rows.ts'
import type { Signals } from '../../tables/signals.ts'

/**
 * Compresses what lies beyond 1 by the mu-law, sign(x) · ln(1 + mu |x|) / ln(1 + mu), and leaves
 * the rest: a soft limit for samples that were scaled to about 1 before. NaN stays where it is.
 *
 * @see EEGDM (2025), arXiv:2508.14086, with mu = 255 on microvolts divided by 100
 */
export const stagedMuLaw = defineStage({
  use: 'stagedMuLaw',
  title: 'Compress samples beyond 1 by the mu-law',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  cites: ['arXiv:2508.14086'],
  options: z.strictObject({
    mu: z.number().positive().default(255).meta({
      unit: '1',
      description: 'strength of the compression',
    }),
  }),
  contextS: () => 0,
  run: (input, { mu }) => mapRows(input as Signals, ({ values }) => compressBeyondOne(values, mu)),
})
