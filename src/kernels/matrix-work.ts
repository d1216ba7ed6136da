/**
 * Bytes that a job of `assembly/crew/whitened.ts` needs beside matrices of shape [N, N].
 *
 * @param n N
 */
export function matrixWorkBytes(n: number): number {
  const block = 4 * Math.ceil(Math.min(n, 384) / 4) * Math.min(n, 256)
  return 2 ** 18 + 8 * (block + 2 * (n + 1) ** 2 + 195 * (n + 1) + 8300)
}
