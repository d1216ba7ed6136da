import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'

/** A place in m: of the axes of CTF's head, x to the nasion, y to the left ear, z up. */
export type CtfPoint = readonly [number, number, number]

const mostBytes = 16 * 1024 * 1024
/** Nearer to the origin is no place, m. */
const nearest = 0.01

async function linesOf(source: Source): Promise<string[]> {
  const { name: file, size } = source
  if (size > mostBytes) fail('file-too-large', { file, byte: 0, size, most: mostBytes })
  const text = Buffer.from(await source.read(0, size)).toString('utf8')
  return text.split(/\r?\n/).map((line) => line.trim())
}

/**
 * Reads places of a CTF recording by the lower-case names of points: `.eeg` has a number, a name
 * and three coordinates, cm, in every line; `.pos` has other lines too, and lines without a name.
 *
 * @throws {NeurarrowError} `file-corrupt` with the line, `file-too-large`
 * @see `mne.io.read_raw_ctf`
 */
export async function readCtfPoints(
  source: Source,
  kind: 'eeg' | 'pos',
): Promise<ReadonlyMap<string, CtfPoint>> {
  const { name: file } = source
  const points = new Map<string, CtfPoint>()
  for (const [i, line] of (await linesOf(source)).entries()) {
    const fields = line.split(/\s+/)
    const isPoint = fields.length === 5 || (kind === 'pos' && fields.length === 4)
    if (line === '' || (kind === 'pos' && !isPoint)) continue
    const [x, y, z] = fields.slice(-3).map((field) => Number(field) / 100)
    if (!isPoint || ![x, y, z].every(Number.isFinite)) {
      fail('file-corrupt', { file, line: i + 1, found: line.slice(0, 80) })
    }
    const name = fields[1].toLowerCase()
    const isPlace = fields.length === 5 && Math.hypot(x, y, z) > nearest
    if (isPlace && !points.has(name)) points.set(name, [x, y, z])
  }
  return points
}

/** Words of the coils that mark the head, as `.hc` files of different systems have them. */
const coils = [
  { coil: 'nasion', words: ['nasion'] },
  { coil: 'left ear', words: ['left ear', 'lpa'] },
  { coil: 'right ear', words: ['right ear', 'rpa'] },
] as const

/**
 * Reads the measured head coils of a CTF recording (`.hc`).
 *
 * @returns what turns a place of CTF's axes into one of the frame `head`: x through the ears to the
 *   right, y through the nasion, z up, the origin between the ears; `undefined` where the file has
 *   no coils at all
 * @throws {NeurarrowError} `file-corrupt` with the line that is no coordinate, with the coil that
 *   is missing, or when the head could not be found
 * @see `mne.transforms.get_ras_to_neuromag_trans`
 */
export async function readCtfCoils(
  source: Source,
): Promise<((point: CtfPoint) => CtfPoint) | undefined> {
  const { name: file } = source
  const lines = await linesOf(source)
  const found = new Map<string, CtfPoint>()
  let count = 0
  for (let i = 0; i < lines.length; i++) {
    const title = lines[i].toLowerCase()
    if (title === '' || title.startsWith('#')) continue
    if (title.includes('unable')) fail('file-corrupt', { file, line: i + 1, found: lines[i] })
    const point = coordinates(lines, i + 1, file)
    i += 3
    count++
    const coil = coils.find(({ words }) => words.some((word) => title.includes(word)))?.coil
    const isMeasured = title.includes('measured') && title.includes('relative to head')
    if (coil !== undefined && isMeasured && !found.has(coil)) found.set(coil, point)
  }
  return count === 0 ? undefined : headOf(found, file)
}

/** Three lines: `x = 1.5`, and so of y and z, cm. */
function coordinates(lines: readonly string[], from: number, file: string): CtfPoint {
  const [x, y, z] = ['x', 'y', 'z'].map((axis, k) => {
    const line = lines[from + k] ?? ''
    const [name, is, value, ...more] = line.split(/\s+/)
    const number = value === undefined ? Number.NaN : Number(value) / 100
    if (name === axis && is === '=' && Number.isFinite(number) && more.length === 0) return number
    const found = line.slice(0, 80)
    return fail('file-corrupt', { file, line: from + k + 1, found, expected: `${axis} = cm` })
  })
  return [x, y, z]
}

function headOf(found: ReadonlyMap<string, CtfPoint>, file: string) {
  const [nasion, left, right] = coils.map(({ coil }) => {
    const missing = `the ${coil} coil, measured relative to head`
    return found.get(coil) ?? fail('file-corrupt', { file, line: 1, missing })
  })
  const across = unit(minus(right, left))
  const along = dot(minus(nasion, left), across)
  const origin = left.map((v, axis) => v + along * across[axis])
  const ahead = unit(minus(nasion, [origin[0], origin[1], origin[2]]))
  const up: CtfPoint = [
    across[1] * ahead[2] - across[2] * ahead[1],
    across[2] * ahead[0] - across[0] * ahead[2],
    across[0] * ahead[1] - across[1] * ahead[0],
  ]
  if (!up.every(Number.isFinite)) {
    fail('file-corrupt', { file, line: 1, found: 'three coils in one line' })
  }
  return (point: CtfPoint): CtfPoint => {
    const from = minus(point, [origin[0], origin[1], origin[2]])
    return [dot(from, across), dot(from, ahead), dot(from, up)]
  }
}

const dot = (a: CtfPoint, b: CtfPoint) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

function minus(a: CtfPoint, b: CtfPoint): CtfPoint {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

function unit(v: CtfPoint): CtfPoint {
  const length = Math.hypot(...v)
  return [v[0] / length, v[1] / length, v[2] / length]
}
