/** Features of one band. */
export interface BandFeatures {
  /** `8–13 Hz`; empty for features that are channels. */
  readonly band: string
  readonly channels: readonly string[]
  /** Positions among all features, one for each channel. */
  readonly columns: readonly number[]
}

/** Sorts features that are named `<channel> <low>-<high>Hz` by band, others as one part. */
export function bandFeatures(names: readonly string[]): BandFeatures[] {
  const parts = new Map<string, { channels: string[]; columns: number[] }>()
  names.forEach((name, d) => {
    const [, channel, low, high] = /^(.+) ([\d.]+)-([\d.]+)Hz$/.exec(name) ?? []
    const band = channel === undefined ? '' : `${low}–${high} Hz`
    const part = parts.get(band) ?? { channels: [], columns: [] }
    part.channels.push(channel ?? name)
    part.columns.push(d)
    parts.set(band, part)
  })
  return [...parts].map(([band, part]) => ({ band, ...part }))
}
