/** Rounds to the nearest whole number, halves to the even one, as Python and NumPy do. */
export function roundHalfEven(x: number): number {
  const below = Math.floor(x)
  const part = x - below
  if (part !== 0.5) return part < 0.5 ? below : below + 1
  return below % 2 === 0 ? below : below + 1
}
