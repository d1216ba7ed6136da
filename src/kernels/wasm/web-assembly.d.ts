/** What is used of WebAssembly, whose types come with a browser's alone. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Instance {
    readonly exports: Readonly<Record<string, unknown>>
    constructor(module: Module, imports?: Readonly<Record<string, Record<string, Memory>>>)
  }
  class Memory {
    constructor(limits: { initial: number; maximum: number; shared: boolean })
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
}
