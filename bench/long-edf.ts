import { closeSync, openSync, writeSync } from 'node:fs'
import { encodeEdf } from '../src/io/write-edf.ts'
import { random } from '../src/kernels/random.ts'

const channels = 20
const rateHz = 256
/** Length of the blocks in which the file is written, s. */
const blockS = 600
/** Where the header of an EDF file has its number of data records, and how long that is. */
const recordsAt = 236
const recordsLength = 8

/**
 * Writes an EDF file of 20 channels at 256 Hz, ten minutes at a time, so that any length fits into
 * memory. The signals are stretches of one long noise that wanders like EEG does.
 *
 * @param path of the file, replaced when it is there
 * @param hours its length, h; a multiple of 1/6
 */
export function writeLongEdf(path: string, hours: number): void {
  const blocks = Math.round((hours * 3600) / blockS)
  const samples = blockS * rateHz
  const noise = wanderingNoise(4 * samples)
  const file = openSync(path, 'w')
  try {
    for (let block = 0; block < blocks; block++) {
      const bytes = encodeEdf({
        patient: 'X X X X',
        recordingId: 'long recording of the bench',
        startedAt: { year: 2020, month: 1, day: 1, hour: 0, minute: 0, second: 0 },
        recordS: 1,
        format: 'EDF',
        annotations: [],
        channels: Array.from({ length: channels }, (_, c) => {
          const from = (block * 7919 + c * 104_729) % (noise.length - samples)
          const values = noise.subarray(from, from + samples)
          return {
            label: `C${c + 1}`,
            unit: 'uV',
            rateHz,
            physicalMin: -500,
            physicalMax: 500,
            values,
          }
        }),
      })
      writeSync(file, block === 0 ? headed(bytes, blocks * blockS) : bytes.subarray(headerBytes))
    }
  } finally {
    closeSync(file)
  }
}

const headerBytes = 256 * (channels + 1)

/** The first block with the number of records of the whole file in its header. */
function headed(bytes: Uint8Array, records: number): Uint8Array {
  const text = String(records).padEnd(recordsLength)
  for (let i = 0; i < recordsLength; i++) bytes[recordsAt + i] = text.charCodeAt(i)
  return bytes
}

/** Noise whose power falls with frequency and stays within some 100 uV. */
function wanderingNoise(length: number): Float32Array {
  const noise = random(0)
  const out = new Float32Array(length)
  let slow = 0
  for (let t = 0; t < length; t++) {
    slow = 0.98 * slow + (noise.uniform() - 0.5) * 10
    out[t] = slow + (noise.uniform() - 0.5) * 20
  }
  return out
}
