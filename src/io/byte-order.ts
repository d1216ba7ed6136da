/** Whether this machine keeps the lowest byte of a number first. */
export const hostIsLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/**
 * Turns the byte order of each number in place.
 *
 * @param bytes shape [N, width]; the bytes beyond the last whole number stay
 * @param width bytes of a number: 1, 2, 4 or 8
 */
export function swapBytes(bytes: Uint8Array, width: number): void {
  const half = width >> 1
  for (let at = 0; at + width <= bytes.length; at += width) {
    for (let k = 0; k < half; k++) {
      const kept = bytes[at + k]
      bytes[at + k] = bytes[at + width - 1 - k]
      bytes[at + width - 1 - k] = kept
    }
  }
}
