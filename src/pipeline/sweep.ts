import { readYaml } from '../document.ts'
import { applySettings, type Setting } from './override.ts'
import { pipelineSchema } from './schema.ts'
import type { Variant } from './variant.ts'

/**
 * The variants that a document's `sweep` asks for: every choice with every other, the last option
 * changing fastest.
 *
 * @param settings `--set` overrides, which may change the sweep itself
 * @returns none when the document has no sweep, or cannot be read as far as that
 */
export function variantsOf(text: string, settings: readonly Setting[] = []): Variant[] {
  const yaml = readYaml(text)
  if (yaml.issues.length > 0) return []
  applySettings(yaml, settings)
  const { sweep } = Object(yaml.document.toJS({ maxAliasCount: 100 }))
  const parsed = pipelineSchema.shape.sweep.safeParse(sweep)
  if (!parsed.success || parsed.data === undefined) return []
  return Object.entries(parsed.data).reduce<Variant[]>(
    (variants, [path, values]) =>
      variants.flatMap((variant) => values.map((value) => ({ ...variant, [path]: value }))),
    [{}],
  )
}
