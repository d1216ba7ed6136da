/** Numbers and axes of an array or an attribute, as the library has found them. */
export interface Hdf5Metadata {
  /** Class of the HDF5 type: 0 whole numbers, 1 floating point, 3 text, 7 references. */
  readonly type: number
  /** Of one element, bytes. */
  readonly size: number
  readonly signed: boolean
  /** Whether texts have lengths of their own. */
  readonly vlen: boolean
  readonly ref_type?: 'object' | 'region'
  /** Last axis fastest; `null` for an array of nothing. */
  readonly shape: readonly number[] | null
  /** `null` for arrays that are stored in one piece. */
  readonly chunks: readonly number[] | null
  readonly total_size: number
  readonly virtual_sources?: unknown
}

/** A node of the library's file system, of which the reading is replaced. */
interface FileNode {
  usedBytes: number
  stream_ops: object
}

/** What is used of h5wasm, below its classes: these say when they fail. */
interface Hdf5Module {
  readonly HEAPU8: Uint8Array
  readonly FS: {
    writeFile(path: string, text: string): void
    unlink(path: string): void
    lookupPath(path: string): { readonly node: FileNode }
    readonly ErrnoError: new (code: number) => Error
  }
  _malloc(bytes: number): number
  _free(at: number): void
  /** @returns below 0 for a failure */
  open(path: string, mode: number, tracked: boolean, low: number, high: number): bigint
  close_file(file: bigint): number
  get_names(file: bigint, path: string, recursive: boolean): string[]
  get_attribute_names(file: bigint, path: string): string[]
  get_attribute_metadata(file: bigint, path: string, name: string): Hdf5Metadata
  get_attribute_data(file: bigint, path: string, name: string, at: bigint): number
  get_dataset_metadata(file: bigint, path: string): Hdf5Metadata
  get_dataset_filters(file: bigint, path: string): { readonly id: number }[]
  get_dataset_data(
    file: bigint,
    path: string,
    count: readonly bigint[] | null,
    offset: readonly bigint[] | null,
    stride: readonly bigint[] | null,
    at: bigint,
  ): number
  create_object_reference(file: bigint, path: string): number[]
  get_referenced_name(file: bigint, reference: Uint8Array, isObject: boolean): string | null
}

/** One running HDF5 library, with a memory of its own. */
export interface Hdf5Library extends Hdf5Module {
  /** What it has said of failures since these were taken out. */
  readonly said: string[]
  /** Exceptions through its code; each leaves some 128 bytes of its stack of 2 MiB behind. */
  thrown: number
}

type Factory = (options: object) => Promise<Hdf5Module>

/** Libraries of this thread that serve no file at the moment. */
const idle: Hdf5Library[] = []
const mostIdle = 2
/** A library with more memory, or that has thrown more often, is not used again; bytes. */
const mostMemory = 128 * 1024 * 1024
const mostThrown = 1000

/**
 * A running library that serves nobody else until it is given back.
 *
 * The first of a thread takes 0.14 s, others 0.03 s. h5wasm gives one library for the whole thread,
 * which prints its failures; so it is started here from the package's own factory. An error that it
 * prints is a failure, for its functions go on after many of them. Its handler that throws is not
 * used: an exception through compiled code leaves the stack and open objects behind.
 *
 * @see h5wasm, `hdf5_util.cc`
 */
export async function takeLibrary(): Promise<Hdf5Library> {
  const known = idle.pop()
  if (known !== undefined) return known
  const path = new URL('./hdf5_util.js', import.meta.resolve('h5wasm'))
  const { default: start } = (await import(path.href)) as { default: Factory }
  const said: string[] = []
  const module = await start({
    noInitialRun: true,
    print: () => undefined,
    printErr: (line: string) => said.push(line),
  })
  return Object.assign(module, { said, thrown: 0 })
}

/** Gives a library back whose file is closed; a damaged one, or one that has grown, is let go. */
export function giveLibrary(library: Hdf5Library, isWhole: boolean): void {
  const isSmall = library.HEAPU8.length <= mostMemory && library.thrown <= mostThrown
  if (isWhole && isSmall && idle.length < mostIdle) idle.push(library)
}
