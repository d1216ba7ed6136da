/** Smaller arrays come and go with less effort than it takes to look after them. */
const SMALLEST = 64 * 1024
/** Room is added in pieces of at least this, bytes. */
const PIECE = 16 * 1024 * 1024
/** Beyond this a task's arrays are left to the garbage collector, which frees them as it goes. */
const MOST = 64 * 1024 * 1024

let tasks = 0
let begun = 0
const pieces: ArrayBuffer[] = []
let room = 0
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
  begun++
  try {
    return await task()
  } finally {
    tasks--
    if (tasks === 0) {
      piece = 0
      used = 0
    }
  }
}

/**
 * Marks a place in a task: calling what it gives back hands over the memory of all arrays made
 * since, which must not be used any more. Nothing happens when another task was there meanwhile.
 */
export function recyclingMark(): () => void {
  const mark = { piece, used, begun, isAlone: tasks === 1 }
  return () => {
    if (!mark.isAlone || tasks !== 1 || begun !== mark.begun) return
    piece = mark.piece
    used = mark.used
  }
}

/** An array of shape [N] in which every element must be written before it is read. */
export function unset32(length: number): Float32Array {
  const taken = takeRoom(4 * length)
  return taken ? new Float32Array(taken.buffer, taken.at, length) : new Float32Array(length)
}

/** An array of shape [N] in which every element must be written before it is read. */
export function unset64(length: number): Float64Array {
  const taken = takeRoom(8 * length)
  return taken ? new Float64Array(taken.buffer, taken.at, length) : new Float64Array(length)
}

function takeRoom(bytes: number): { buffer: ArrayBuffer; at: number } | undefined {
  if (tasks === 0 || bytes < SMALLEST || bytes > MOST) return undefined
  while (piece < pieces.length && used + bytes > pieces[piece].byteLength) {
    piece++
    used = 0
  }
  if (piece === pieces.length) {
    const more = Math.max(PIECE, bytes)
    if (room + more > MOST) return undefined
    pieces.push(new ArrayBuffer(more))
    room += more
  }
  const at = used
  used += 64 * Math.ceil(bytes / 64)
  return { buffer: pieces[piece], at }
}
