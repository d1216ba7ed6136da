/**
 * The number of different patterns that a row of symbols is made of, over what is expected of noise
 * of the same length: the complexity of 1976, in the counting of Kaspar and Schuster.
 *
 * @param symbols shape [T], T at least 2
 * @param kinds how many symbols there are, at least 2
 * @returns near 0 for a constant, near 1 for noise
 * @see Lempel & Ziv (1976), IEEE Trans. Inf. Theory 22(1):75-81, doi:10.1109/TIT.1976.1055501;
 *   Kaspar & Schuster (1987), Phys. Rev. A 36:842, doi:10.1103/PhysRevA.36.842;
 *   `antropy.lziv_complexity` with normalize=True
 */
export function lempelZiv(symbols: ArrayLike<number>, kinds: number): number {
  const n = symbols.length
  return patternsOf(symbols) / (n / (Math.log(n) / Math.log(kinds)))
}

/** Each new pattern is the longest stretch that occurred before, and one symbol more. */
function patternsOf(symbols: ArrayLike<number>): number {
  const n = symbols.length
  let patterns = 1
  let done = 1
  while (done < n) {
    let longest = 0
    for (let from = 0; from < done; from++) {
      let length = 0
      while (done + length < n && symbols[from + length] === symbols[done + length]) length++
      if (length > longest) longest = length
      if (done + longest >= n) break
    }
    patterns++
    done += longest + 1
  }
  return patterns
}
