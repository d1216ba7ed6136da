import * as z from 'zod'
import { fail } from '../errors.ts'
import { defineHead, fittedHead } from '../head.ts'
import {
  type AttentionPool,
  attentionLoss,
  attentionOutputs,
  startAttention,
} from '../kernels/attention-pool.ts'
import { type Net, trainingOptions, trainNet } from './train-net.ts'

/**
 * Tokens are pooled by one learned query, what is pooled is mapped to classes or numbers, both
 * trained by Adam. Features are tokens one after the other, as `encode` with `pool: flatten` leaves
 * them; numbers of a place in a token are brought to mean 0 and deviation 1 over rows and tokens.
 *
 * @throws {NeurarrowError} by `fit`: `stage-options` when the depth does not divide the features
 */
export const attentionPool = defineHead({
  use: 'attentionPool',
  title: 'Tokens pooled by a learned query, then a linear map',
  reads: 'features',
  predicts: 'all',
  version: 1,
  options: z.strictObject({
    depth: z.int().min(1).optional().meta({
      unit: '1',
      description: 'numbers of a token; what the encoder says when not given, else all features',
    }),
    ...trainingOptions,
  }),
  cites: ['arXiv:1409.0473'],
  fit(x, labels, { depth: asked, ...training }, seed) {
    const depth = asked ?? x.depth ?? x.cols
    if (x.cols % depth !== 0) {
      fail('stage-options', { head: 'attentionPool', depth, features: x.cols })
    }
    const netOf = (width: number): Net => {
      const pool: AttentionPool = { depth, width }
      const start = startAttention(pool)
      const biases = start.length - width
      return {
        start,
        decayed: Uint8Array.from(start, (_, p) => (p < biases ? 1 : 0)),
        lossOver: (values, targets) => (parameters) =>
          attentionLoss(pool, parameters, values, targets),
        outputs: (parameters, values, rows) =>
          attentionOutputs(pool, parameters, values, rows).outputs,
      }
    }
    const trained = trainNet({ x, labels, seed, depth }, netOf, training)
    return fittedHead(x.cols, trained.scores, { facts: trained.facts })
  },
})
