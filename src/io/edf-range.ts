/** Physical values of the smallest and the largest integer of a channel. */
export interface EdfRange {
  readonly physicalMin: number
  readonly physicalMax: number
}

/**
 * The narrowest range that holds all values and whose ends have at most 8 characters, as headers of
 * EDF files have them.
 *
 * A channel that is constant gets a range of 1 on either side, or of a thousandth of a large value.
 *
 * @param values finite; an empty channel gets -1 to 1
 */
export function edfRange(values: ArrayLike<number>): EdfRange {
  let [low, high] = values.length === 0 ? [0, 0] : [values[0], values[0]]
  for (let t = 1; t < values.length; t++) {
    if (values[t] < low) low = values[t]
    else if (values[t] > high) high = values[t]
  }
  const range = { physicalMin: -upper(-low), physicalMax: upper(high) }
  if (range.physicalMax > range.physicalMin) return range
  const room = Math.max(1, Math.abs(low) / 1000)
  return { physicalMin: -upper(room - low), physicalMax: upper(high + room) }
}

/** The smallest number of at most 8 characters that is not below a value. */
function upper(value: number): number {
  if (value === 0) return 0
  const magnitude = Math.floor(Math.log10(Math.abs(value)))
  for (let digits = 8; digits > 0; digits--) {
    const decimals = digits - 1 - magnitude
    const scale = 10 ** Math.abs(decimals)
    const scaled = decimals >= 0 ? value * scale : value / scale
    const found = decimals >= 0 ? Math.ceil(scaled) / scale : Math.ceil(scaled) * scale
    const text = String(found)
    // a minus sign may come in front on the other side
    if (text.replace('-', '').length <= 7 && !text.includes('e') && found >= value) return found
  }
  if (value < 0) return -0
  return value < 1 ? 1e-5 : Math.ceil(value)
}
