/**
 * Compares two names as people order them: digits by their number, the rest by code unit.
 *
 * `run-2` comes before `run-10`; of equal numbers the one with more leading zeros. The order is
 * total and the same on every machine, unlike one that asks for the locale.
 *
 * @returns below 0, 0 or above 0, for `Array.prototype.sort`
 */
export function naturalOrder(a: string, b: string): number {
  const left = pieces(a)
  const right = pieces(b)
  for (let i = 0; i < left.length && i < right.length; i++) {
    const order = comparePieces(left[i], right[i])
    if (order !== 0) return order
  }
  return left.length - right.length || compareText(a, b)
}

function pieces(name: string): string[] {
  return name.match(/\d+|\D+/g) ?? []
}

function comparePieces(a: string, b: string): number {
  if (!isDigits(a) || !isDigits(b)) return compareText(a, b)
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')]
  return left.length - right.length || compareText(left, right)
}

function isDigits(piece: string): boolean {
  return piece >= '0' && piece < ':'
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
