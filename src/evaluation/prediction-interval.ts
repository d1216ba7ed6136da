import { fail } from '../errors.ts'
import { type Answers, defineMetric } from './metric.ts'

/** Of a normal distribution 95 % lies so many standard deviations from its mean at most. */
const reach = 1.96

/**
 * The share of rows whose truth lies within 1.96 standard deviations of the prediction, ends
 * included.
 *
 * A head that knows its doubt reaches 0.95; with more it could say less doubt, with less it errs
 * more than it says. Wide intervals hold everything: to be read beside `width95`.
 *
 * @throws {NeurarrowError} `stage-options` when the head does not say how sure it is
 */
export const coverage95 = defineMetric({
  use: 'coverage95',
  title: 'Rows within 1.96 standard deviations of the prediction; 0.95 where doubt is right',
  for: 'numbers',
  higherIsBetter: true,
  needsDeviations: true,
  judge: (answers) => {
    const { prediction } = answers
    const deviations = deviationsOf(answers, 'coverage95')
    return (truth, weights) => {
      let [inside, all] = [0, 0]
      for (let r = 0; r < prediction.length; r++) {
        const isInside = Math.abs(truth[r] - prediction[r]) <= reach * deviations[r]
        if (isInside) inside += weights[r]
        all += weights[r]
      }
      return inside / all
    }
  },
})

/**
 * The mean width of the intervals of `coverage95`, in the target's unit.
 *
 * @throws {NeurarrowError} `stage-options` when the head does not say how sure it is
 */
export const width95 = defineMetric({
  use: 'width95',
  title: 'Mean width of the interval of 1.96 standard deviations on both sides',
  for: 'numbers',
  higherIsBetter: false,
  needsDeviations: true,
  judge: (answers) => {
    const deviations = deviationsOf(answers, 'width95')
    return (_, weights) => {
      let [sum, all] = [0, 0]
      for (let r = 0; r < deviations.length; r++) {
        sum += weights[r] * 2 * reach * deviations[r]
        all += weights[r]
      }
      return sum / all
    }
  },
})

function deviationsOf({ deviations }: Answers, metric: string): ArrayLike<number> {
  const remedy = 'a head that says how sure it is: bayesianRidge, or modelAnswer with a variance'
  return deviations ?? fail('stage-options', { option: 'metrics', value: metric, remedy })
}
