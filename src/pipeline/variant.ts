import type { Setting } from './override.ts'

/** One choice of every swept option, by path. */
export type Variant = Readonly<Record<string, unknown>>

/** What people call a variant: `stages.bandpass.highHz=30, evaluate.seed=1`. */
export function variantName(variant: Variant): string {
  const parts = Object.entries(variant).map(([path, value]) => `${path}=${JSON.stringify(value)}`)
  return parts.join(', ')
}

/** A pipeline's title, or its name, and which variant it is. */
export function titleOf(pipeline: { title?: string; name: string; variant?: Variant }): string {
  const title = pipeline.title ?? pipeline.name
  return pipeline.variant ? `${title} (${variantName(pipeline.variant)})` : title
}

/** A variant as settings of the document. */
export function variantSettings(variant: Variant): Setting[] {
  return Object.entries(variant).map(([path, value]) => ({ path: path.split('.'), value }))
}
