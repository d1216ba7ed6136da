/** Smaller arrays come and go with less effort than it takes to look after them. */
const SMALLEST = 64 * 1024
/** Room is added in pieces of at least this, bytes. */
const PIECE = 16 * 1024 * 1024
/** What is kept from one task to the next, bytes. */
const KEPT = 64 * 1024 * 1024

let tasks = 0
let pieces: ArrayBuffer[] = []
let piece = 0
let used = 0

/**
 * Does a task whose large arrays are gone with it: `unset32` and `unset64` use their memory again
 * for the next task, instead of leaving it to the garbage collector.
 *
 * Nothing that the task leaves behind may hold such an array. Of tasks at the same time, none is
 * cleared before the last has ended.
 */
export async function recycling<T>(task: () => Promise<T>): Promise<T> {
  tasks++
  try {
    return await task()
  } finally {
    tasks--
    if (tasks === 0) clear()
  }
}

/** An array of shape [N] in which every element must be written before it is read. */
export function unset32(length: number): Float32Array {
  const room = tasks > 0 ? takeRoom(4 * length) : undefined
  return room ? new Float32Array(room.buffer, room.at, length) : new Float32Array(length)
}

/** An array of shape [N] in which every element must be written before it is read. */
export function unset64(length: number): Float64Array {
  const room = tasks > 0 ? takeRoom(8 * length) : undefined
  return room ? new Float64Array(room.buffer, room.at, length) : new Float64Array(length)
}

function takeRoom(bytes: number): { buffer: ArrayBuffer; at: number } | undefined {
  if (bytes < SMALLEST) return undefined
  while (piece < pieces.length && used + bytes > pieces[piece].byteLength) {
    piece++
    used = 0
  }
  if (piece === pieces.length) pieces.push(new ArrayBuffer(Math.max(PIECE, bytes)))
  const at = used
  used += 64 * Math.ceil(bytes / 64)
  return { buffer: pieces[piece], at }
}

/** Room that one large task needed is not held for small ones. */
function clear(): void {
  let total = 0
  pieces = pieces.filter(({ byteLength }) => {
    total += byteLength
    return total <= KEPT
  })
  piece = 0
  used = 0
}
