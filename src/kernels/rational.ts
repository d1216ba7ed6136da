/**
 * Writes the ratio of two rates as a fraction of whole numbers without a common factor.
 *
 * @param to numerator, above 0
 * @param from denominator, above 0
 * @param largest bound of both whole numbers
 * @returns `up / down`, within 1e-9 relative of `to / from`; `undefined` when there is none below
 *   the bound
 */
export function rational(
  to: number,
  from: number,
  largest = 100_000,
): { up: number; down: number } | undefined {
  const ratio = to / from
  if (!(ratio > 0 && Number.isFinite(ratio))) return undefined
  let up = 1
  let down = 0
  let lastUp = 0
  let lastDown = 1
  for (let rest = ratio; ; ) {
    const whole = Math.floor(rest)
    const nextUp = whole * up + lastUp
    const nextDown = whole * down + lastDown
    if (nextUp > largest || nextDown > largest) return undefined
    lastUp = up
    lastDown = down
    up = nextUp
    down = nextDown
    if (Math.abs(up / down - ratio) <= 1e-9 * ratio) return up === 0 ? undefined : { up, down }
    rest = 1 / (rest - whole)
  }
}
