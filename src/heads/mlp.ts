import * as z from 'zod'
import { defineHead, fittedHead } from '../head.ts'
import { panels } from '../kernels/panels.ts'
import {
  type Perceptron,
  perceptronLoss,
  perceptronOutputs,
  startPerceptron,
  trainingRows,
  weightMask,
} from '../kernels/perceptron.ts'
import { type Net, trainingOptions, trainNet } from './train-net.ts'

/**
 * A perceptron with one or two hidden layers, trained by Adam on all rows at once. Columns are
 * brought to mean 0 and deviation 1 first. Scores are probabilities, shape [R, K], or numbers.
 *
 * The fifth of the training groups that is kept aside says when training ends; the certificate
 * has the step whose weights were taken.
 */
export const mlp = defineHead({
  use: 'mlp',
  title: 'A perceptron with one or two hidden layers',
  reads: 'features',
  predicts: 'all',
  version: 1,
  options: z.strictObject({
    hidden: z
      .array(z.int().min(1).max(4096))
      .min(1)
      .max(2)
      .default([64])
      .meta({ unit: '1', description: 'units of each hidden layer' }),
    activation: z
      .enum(['relu', 'tanh'])
      .default('relu')
      .meta({ description: 'what a hidden unit makes of its sum' }),
    ...trainingOptions,
  }),
  cites: ['arXiv:1711.05101'],
  fit(x, labels, { hidden, activation, ...training }, seed) {
    const netOf = (width: number): Net => {
      const net: Perceptron = { sizes: [x.cols, ...hidden, width], activation }
      return {
        start: startPerceptron(net, seed),
        decayed: weightMask(net),
        lossOver(values, targets) {
          const rows = trainingRows(values, values.length / x.cols, x.cols)
          return (parameters) => perceptronLoss(net, parameters, rows, targets)
        },
        outputs: (parameters, values, rows) =>
          perceptronOutputs(net, parameters, panels(values, rows, x.cols)),
      }
    }
    const trained = trainNet({ x, labels, seed }, netOf, training)
    return fittedHead(x.cols, trained.scores, { facts: trained.facts })
  },
})
