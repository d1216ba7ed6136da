import * as z from 'zod'
import { fail } from '../../errors.ts'
import { didYouMean } from '../../kernels/nearest-name.ts'
import { type Region, regionsOf } from '../../tables/regions.ts'
import type { Table } from '../../tables/table.ts'

/** Options of stages that take some of the regions of an atlas. */
export const regionOptions = {
  networks: z.array(z.string().min(1)).min(1).optional().meta({
    description: 'networks of the table of regions that are taken; all by default',
  }),
  only: z.array(z.string().min(1)).min(1).optional().meta({
    description: 'regions of the table that are taken, in this order; all by default',
  }),
}

/** Which regions are wanted. */
export interface RegionChoice {
  readonly networks?: readonly string[]
  readonly only?: readonly string[]
}

/**
 * The path of the table of regions: the option's own, that of the atlas's card when the option or
 * the atlas is named `atlas:NAME`, or none.
 */
export function regionsPath(regions?: string, atlas?: string): string | undefined {
  const named = regions ?? (atlas?.startsWith('atlas:') ? atlas : undefined)
  return named?.startsWith('atlas:') ? `${named}/regions` : named
}

/**
 * The regions of a table that are wanted: those of some networks in the order of the table, or
 * those of `only` in its order.
 *
 * @throws {NeurarrowError} `stage-options` with the names that the table lacks
 */
export function chosenRegions(
  stage: string,
  table: Table,
  { networks, only }: RegionChoice,
): Region[] {
  const all = regionsOf(table)
  requireKnown(stage, 'networks', networks, new Set(all.map(({ network }) => network)))
  const own = networks ? all.filter(({ network }) => networks.includes(network)) : all
  if (only === undefined) return own
  const byName = new Map(own.map((region) => [region.name, region]))
  requireKnown(stage, 'only', only, new Set(byName.keys()))
  return only.flatMap((name) => byName.get(name) ?? [])
}

function requireKnown(
  stage: string,
  option: string,
  asked: readonly string[] | undefined,
  known: ReadonlySet<string>,
): void {
  const missing = asked?.filter((name) => !known.has(name)) ?? []
  if (missing.length === 0) return
  const remedy = didYouMean(missing[0], [...known]).slice(2) || undefined
  fail('stage-options', { stage, option, missing, regions: known.size, remedy })
}
