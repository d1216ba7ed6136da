/** A compiled module whose calls share one memory. */
export interface WasmModule<W> {
  /**
   * Lays regions of these sizes, in bytes, one after the other: the memory grows to the largest
   * call and holds nothing from one call to the next.
   *
   * @throws {RangeError} they need more than 4 GiB
   */
  room(bytes: readonly number[]): Room<W>
  /** Gives the memory back where it has grown above so many bytes. */
  shrink(above: number): void
}

/** Room in the memory of a module; its views end with the next call of `room`. */
export interface Room<W> {
  readonly wasm: W
  /** Where each region begins, in bytes, a multiple of 16. */
  readonly at: readonly number[]
  readonly u8: Uint8Array
  readonly f32: Float32Array
  readonly f64: Float64Array
  readonly u32: Uint32Array
}

const PAGE = 65536

/**
 * Makes a WebAssembly module usable: it is compiled when its room is first asked for.
 *
 * @param binary the module in base64; it exports its memory, and imports nothing
 * @param first where the first region begins, in bytes, a multiple of 16
 */
export function wasmModule<W extends { readonly memory: WebAssembly.Memory }>(
  binary: string,
  first: number,
): WasmModule<W> {
  let compiled: WebAssembly.Module | undefined
  let wasm: W | undefined
  return {
    room(bytes) {
      compiled ??= new WebAssembly.Module(bytesOf(binary))
      wasm ??= new WebAssembly.Instance(compiled).exports as unknown as W
      const { at, end } = layOut(bytes, first)
      const missing = Math.ceil((end - wasm.memory.buffer.byteLength) / PAGE)
      if (missing > 0) wasm.memory.grow(missing)
      const { buffer } = wasm.memory
      const views = { u8: new Uint8Array(buffer), u32: new Uint32Array(buffer) }
      const floats = { f32: new Float32Array(buffer), f64: new Float64Array(buffer) }
      return { wasm, at, ...views, ...floats }
    },
    shrink(above) {
      if (wasm && wasm.memory.buffer.byteLength > above) wasm = undefined
    },
  }
}

/** Where regions of these sizes begin, and where the last one ends, in bytes. */
export function layOut(
  bytes: readonly number[],
  first: number,
): { readonly at: readonly number[]; readonly end: number } {
  const at: number[] = []
  let end = first
  for (const size of bytes) {
    at.push(end)
    end += Math.ceil(size / 16) * 16
  }
  return { at, end }
}

/** The bytes of a module that is text, of shape [N]. */
export function bytesOf(binary: string): Uint8Array {
  return Uint8Array.from(atob(binary), (letter) => letter.charCodeAt(0))
}
