import { f64, f64Of, makeTable, type Table, textOf, wordsOf } from './table.ts'

/** A region of an atlas. */
export interface Region {
  readonly name: string
  /** Its number in the image. */
  readonly label: number
  /** Its centre, mm; NaN where the atlas does not say. */
  readonly place: readonly [number, number, number]
  /** Empty where the atlas does not say. */
  readonly network: string
}

/** Makes a table of the regions of an atlas, in their order. */
export function makeRegions(regions: readonly Region[]): Table<'features'> {
  const column = (of: (region: Region) => number) => f64(Float64Array.from(regions, of))
  return makeTable('features', {
    region: textOf(regions.map(({ name }) => name)),
    network: textOf(regions.map(({ network }) => network)),
    label: column(({ label }) => label),
    x: column(({ place }) => place[0]),
    y: column(({ place }) => place[1]),
    z: column(({ place }) => place[2]),
  })
}

/**
 * The regions of a table in their order, or those of some networks.
 *
 * @param networks all when not given
 */
export function regionsOf(table: Table, networks?: readonly string[]): Region[] {
  const [network, label] = [wordsOf(table, 'network'), f64Of(table, 'label')]
  const [x, y, z] = ['x', 'y', 'z'].map((name) => f64Of(table, name))
  const all = wordsOf(table, 'region').map(
    (name, r): Region => ({
      name,
      label: label[r],
      place: [x[r], y[r], z[r]],
      network: network[r],
    }),
  )
  return networks ? all.filter((region) => networks.includes(region.network)) : all
}
