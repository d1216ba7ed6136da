import { type Issue, issueAt } from '../document.ts'
import { loadModelCard } from '../encoders/card.ts'
import { visionOf } from '../encoders/look-through.ts'
import { asFailure } from '../errors.ts'
import type { Through } from '../evaluation/metric.ts'
import { metricNamed } from '../evaluation/metrics.ts'
import { heads } from '../heads/index.ts'
import { didYouMean } from '../kernels/nearest-name.ts'
import type { BoundEvaluation, Pipeline } from '../pipeline/parse.ts'

/**
 * What stands in the way of metrics: of those that look through models, vectors that are not said
 * to be images, a model that is not there or not made for images, a layer that it lacks; of those
 * of intervals, a head that does not say how sure it is; of words, that no label names them.
 */
export function metricIssues({ evaluate, yaml }: Pipeline): Issue[] {
  const { metrics = [], images, words } = evaluate ?? {}
  return metrics.flatMap((use, i) => {
    const metric = metricNamed(use)
    const noWords = metric?.needsWords && words === undefined
    const says = metric?.needsDeviations
      ? sureIssue(use, evaluate?.head)
      : noWords
        ? `${use} needs "words: LABEL", the label column of the words that vectors stand for`
        : metric?.through && throughIssue(metric.through, images)
    return says === undefined ? [] : [issueAt(yaml, ['evaluate', 'metrics', i], says)]
  })
}

function sureIssue(metric: string, bound: BoundEvaluation['head'] | undefined): string | undefined {
  if (bound === undefined || bound.head.isSure?.(bound.options)) return undefined
  const able = heads.filter((head) => head.isSure).map(({ use }) => use)
  const here = able.includes(bound.use) ? `${bound.use} does not under these options; ` : ''
  return `${metric} needs a head that says how sure it is; ${here}${able.join(' and ')} can`
}

function throughIssue({ model, layer }: Through, images: unknown): string | undefined {
  return images === undefined ? noImages : layerIssue(model, layer)
}

const noImages =
  'a metric that looks through a model needs "images: { size: [COLOURS, HEIGHT, WIDTH] }"'

function layerIssue(model: string, layer: string | undefined): string | undefined {
  try {
    const { layers } = visionOf(loadModelCard(model))
    if (layer === undefined || layers.includes(layer)) return undefined
    const near = didYouMean(layer, layers)
    return `${model} has no layer "${layer}"${near}; it has ${layers.join(', ')}`
  } catch (thrown) {
    return asFailure(thrown).message
  }
}
