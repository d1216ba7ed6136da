import { type Crew, type CrewRoom, startCrew } from '../crew.ts'
import { crewBinary } from './crew-binary.ts'
import { bytesOf } from './wasm-module.ts'

/**
 * The kernels of `assembly/crew`, which several threads call in one memory; their docstrings say
 * what each does. Addresses in bytes, or counts.
 */
export interface CrewWasm {
  addInverses(
    ...args: [
      c: number,
      count: number,
      n: number,
      m: number,
      share: number,
      sum: number,
      work: number,
    ]
  ): void
  multiplyPacked(
    ...args: [
      m: number,
      n: number,
      depth: number,
      a: number,
      b: number,
      c: number,
      step: number,
      part: number,
      scratch: number,
    ]
  ): void
  quadratics(
    ...args: [t: number, n: number, x: number, count: number, sums: number, tile: number]
  ): void
  sourceScores(
    ...args: [
      x: number,
      samples: number,
      n: number,
      w: number,
      room: number,
      sums: number,
      isCurved: number,
    ]
  ): void
  sourceLosses(
    ...args: [x: number, samples: number, n: number, w: number, room: number, sums: number]
  ): void
  sourceSlopes(...args: [x: number, samples: number, n: number, w: number, kept: number]): void
  sourceTurns(
    ...args: [
      x: number,
      samples: number,
      n: number,
      v: number,
      kept: number,
      room: number,
      sums: number,
    ]
  ): void
  whitenedLogs(
    ...args: [
      c: number,
      count: number,
      n: number,
      w: number,
      isLower: number,
      ends: number,
      rules: number,
      sum: number,
      work: number,
    ]
  ): void
}

/** A memory that has grown above this is given back after the work, with its threads. */
const LARGEST = 2 ** 26

let compiled: WebAssembly.Module | undefined
let idle: Crew<CrewWasm> | undefined

/**
 * Does work in a memory where `room.each` calls kernels on all threads that are free; work within
 * it may ask for a room of its own.
 *
 * @param bytes size of each region
 * @throws {RangeError} they need more than 4 GiB
 */
export function inCrewRoom<T>(bytes: readonly number[], work: (room: CrewRoom<CrewWasm>) => T): T {
  compiled ??= new WebAssembly.Module(bytesOf(crewBinary))
  const crew = idle ?? startCrew<CrewWasm>(compiled)
  idle = undefined
  try {
    return work(crew.room(bytes))
  } finally {
    if (crew.size > LARGEST || idle !== undefined) crew.end()
    else idle = crew
  }
}
