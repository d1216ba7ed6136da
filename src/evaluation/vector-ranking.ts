import { similarities, similarityRanks } from '../kernels/similarity-ranks.ts'
import { type Answers, defineMetric } from './metric.ts'

/**
 * The mean rank of the own vector among the candidates by cosine, from 0 for the first to 1 for the
 * last; chance is 0.5. NaN with a single candidate.
 *
 * @see Défossez et al. (2023), doi:10.1038/s42256-023-00714-5
 */
export const relativeRank = defineMetric({
  use: 'relativeRank',
  title: 'Relative rank of the own vector',
  for: 'vectors',
  higherIsBetter: false,
  chanceOf: () => 0.5,
  judge: (answers) => {
    const { alike, total } = likenessOf(answers)
    const ranks = similarityRanks(alike, total)
    return (truth, weights) => {
      let [sum, all] = [0, 0]
      for (let r = 0; r < truth.length; r++) {
        sum += (weights[r] * (ranks[r * total + truth[r]] - 1)) / (total - 1)
        all += weights[r]
      }
      return sum / all
    }
  },
})

/**
 * Two against two: of all pairs of rows with different vectors, the share in which both predictions
 * together are nearer to their own vectors than to each other's, by cosine; ties count half, chance
 * is 0.5. Takes time with the square of the rows.
 *
 * @see Mitchell et al. (2008), Science 320(5880):1191-1195, doi:10.1126/science.1152876
 */
export const twoVsTwo = defineMetric({
  use: 'twoVsTwo',
  title: 'Two against two',
  for: 'vectors',
  higherIsBetter: true,
  chanceOf: () => 0.5,
  judge: (answers) => {
    const { alike, total } = likenessOf(answers)
    return (truth, weights) => {
      let [sum, all] = [0, 0]
      for (let i = 1; i < truth.length; i++) {
        for (let j = 0; j < i; j++) {
          const weight = weights[i] * weights[j]
          if (weight === 0 || truth[i] === truth[j]) continue
          const own = alike[i * total + truth[i]] + alike[j * total + truth[j]]
          const other = alike[i * total + truth[j]] + alike[j * total + truth[i]]
          sum += own > other ? weight : own === other ? weight / 2 : 0
          all += weight
        }
      }
      return sum / all
    }
  },
})

/** The mean over rows and numbers of the squared difference of predicted and own vector. */
export const vectorMse = defineMetric({
  use: 'vectorMse',
  title: 'Mean squared error of the vectors',
  for: 'vectors',
  higherIsBetter: false,
  judge: ({ scores, candidates }) => {
    const { values, width } = candidates ?? { values: new Float64Array(0), width: 1 }
    return (truth, weights) => {
      let [sum, all] = [0, 0]
      for (let r = 0; r < truth.length; r++) {
        all += weights[r] * width
        for (let d = 0; d < width; d++) {
          const apart = scores[r * width + d] - values[truth[r] * width + d]
          sum += weights[r] * apart * apart
        }
      }
      return sum / all
    }
  },
})

function likenessOf({ scores, candidates }: Answers) {
  const { values, width } = candidates ?? { values: new Float64Array(0), width: 1 }
  return { alike: similarities(scores, values, width, 'cosine'), total: values.length / width }
}
