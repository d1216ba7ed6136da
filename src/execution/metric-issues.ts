import { type Issue, issueAt } from '../document.ts'
import { loadModelCard } from '../encoders/card.ts'
import { visionOf } from '../encoders/look-through.ts'
import { asFailure } from '../errors.ts'
import { metricNamed } from '../evaluation/metrics.ts'
import { didYouMean } from '../kernels/nearest-name.ts'
import type { Pipeline } from '../pipeline/parse.ts'

/**
 * What stands in the way of metrics that look through models: vectors that are not said to be
 * images, a model that is not there or not made for images, a layer that it lacks.
 */
export function metricIssues({ evaluate, yaml }: Pipeline): Issue[] {
  const { metrics = [], images } = evaluate ?? {}
  return metrics.flatMap((use, i) => {
    const through = metricNamed(use)?.through
    if (through === undefined) return []
    const says = images === undefined ? noImages : layerIssue(through.model, through.layer)
    return says === undefined ? [] : [issueAt(yaml, ['evaluate', 'metrics', i], says)]
  })
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
