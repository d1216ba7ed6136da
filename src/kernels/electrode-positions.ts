/** A place on the head: x to the right ear, y to the nose, z up, at distance 1 from the origin. */
export type Place = readonly [number, number, number]

/**
 * Places electrodes on the unit sphere by the construction of the 10-20, 10-10 and 10-05 systems.
 *
 * Nothing is looked up. The line over the head from nasion to inion is cut into 20 steps, and so is
 * the half circle on either side of the ring that Fpz, T7, Oz and T8 lie on. Each row (`Fp`, `AFp`,
 * `AF` to `O`, `I`) is the circle through its places on that ring, left and right, and on the
 * middle line; its electrodes divide each half evenly. Columns 9 and 10 lie one tenth of the line
 * below the ring, 9h and 10h half of that. Earlobes (A1, A2) and mastoids (M1, M2) lie two tenths
 * below, under T9 and TP9: they are not part of the system, and right to about 7 degrees.
 *
 * Names are taken in any case, with the type in front (`EEG Fp1`), the reference behind (`-REF`,
 * `-LE`, `-AVG`, `-A1`, `-M2`) and full stops at the end; T3, T4, T5, T6 are T7, T8, P7, P8, and
 * O9, O10 are I1, I2. Differences of two electrodes (`A2-A1`, `Fp1-F7`), ECG and other names have
 * no place.
 *
 * @param names names of channels, C of them
 * @param nasionDeg angle between vertex and nasion, degrees, above 0 and below 150. 112.5 puts T7
 *   on the equator and comes nearest to a sphere fitted to a head (mean angle to template heads 4
 *   degrees); 90 puts nasion, inion and ears on the equator
 * @returns shape [C, 3]; NaN for a name that has no place
 * @throws {RangeError} `nasionDeg` lies outside its range
 * @see Oostenveld and Praamstra (2001), Clin. Neurophysiol. 112(4):713-719,
 *   doi:10.1016/S1388-2457(00)00527-7
 */
export function electrodePositions(names: readonly string[], nasionDeg = 112.5): Float64Array {
  const out = new Float64Array(names.length * 3).fill(Number.NaN)
  names.forEach((name, c) => {
    const place = electrodePosition(name, nasionDeg)
    if (place) out.set(place, 3 * c)
  })
  return out
}

/**
 * Places one electrode as `electrodePositions` does.
 *
 * @returns shape [3]; `undefined` for a name that has no place
 * @throws {RangeError} `nasionDeg` lies outside its range
 */
export function electrodePosition(name: string, nasionDeg = 112.5): Place | undefined {
  if (!(nasionDeg > 0 && nasionDeg < 150))
    throw new RangeError(`the nasion at ${nasionDeg} degrees`)
  const key = electrodeOf(name)
  const below = /^([am])([12])$/.exec(key)
  if (below) {
    const steps = below[1] === 'a' ? 10 : 12
    return onLine(below[2] === '1' ? 1 : -1, steps, (6 / 5) * nasionDeg)
  }
  const [, letters, column] = /^([a-z]*?)(z|\d+h?)$/.exec(key) ?? []
  const row = letters === undefined ? -1 : rowOf(letters, column)
  return row < 0 ? undefined : placed(row, column, nasionDeg)
}

/** Rows from nasion to inion; the distance between two is a twentieth of the line between those. */
const rows = 'n nfp fp afp af aff f ffc fc fcc c ccp cp cpp p ppo po poo o oi i'.split(' ')
const firstWide = rows.indexOf('afp')
const lastWide = rows.indexOf('poo')

/** Over the temples (columns 7 to 10) the rows around the ears have other names. */
const temporal: Readonly<Record<string, string>> = {
  fft: 'ffc',
  ft: 'fc',
  ftt: 'fcc',
  t: 'c',
  ttp: 'ccp',
  tp: 'cp',
  tpp: 'cpp',
}

const aliases: Readonly<Record<string, string>> = {
  t3: 't7',
  t4: 't8',
  t5: 'p7',
  t6: 'p8',
  o9: 'i1',
  o10: 'i2',
}

/** The bare name in lower case; empty for the difference of two ear electrodes. */
function electrodeOf(name: string): string {
  const bare = name
    .trim()
    .toLowerCase()
    .replace(/^eeg[\s_]+/, '')
    .replace(/[\s.]+/g, '')
  const key = bare.replace(/-(ref|le|avg|ar|[am][12])$/, '')
  if (key !== bare && /^[am][12]$/.test(key) && /[am][12]$/.test(bare)) return ''
  return aliases[key] ?? key
}

/** The position of a row; -1 when the row does not exist or has no such column. */
function rowOf(letters: string, column: string): number {
  const number = Number.parseInt(column, 10)
  const wide = number >= 7
  const row = rows.indexOf(wide ? (temporal[letters] ?? letters) : letters)
  if (row < 0 || (wide && Object.values(temporal).includes(letters))) return -1
  if (Number.isNaN(number)) return row
  const most = row >= firstWide && row <= lastWide ? 10 : 2
  return number >= 1 && number <= most && /^[1-9]/.test(column) ? row : -1
}

/** @param column `z`, or a number (odd on the left) with or without `h` */
function placed(row: number, column: string, nasionDeg: number): Place {
  const ringDeg = 0.8 * nasionDeg
  if (column === 'z') return onLine(0, 0, ((10 - row) / 10) * nasionDeg)
  const number = Number.parseInt(column, 10)
  const side = number % 2 === 1 ? 1 : -1
  const eighths = number - ((number + 1) % 2) + (column.endsWith('h') ? 0 : 1)
  if (row < firstWide || row > lastWide) {
    const lineDeg = (Math.abs(10 - row) / 10) * nasionDeg
    return onLine(side, row < 10 ? eighths : 20 - eighths, lineDeg)
  }
  if (eighths > 8) return onLine(side, row, ringDeg + ((eighths - 8) / 10) * nasionDeg)
  const left = onLine(1, row, ringDeg)
  const middle = onLine(0, 0, ((10 - row) / 10) * nasionDeg)
  return onRow(left, middle, { side, share: eighths / 8 })
}

/**
 * The place at an angle from the vertex, and at `steps` twentieths of a half circle from the nose
 * towards the left (side 1) or right (-1) ear.
 */
function onLine(side: number, steps: number, fromVertexDeg: number): Place {
  const azimuth = (steps * Math.PI) / 20
  const polar = (fromVertexDeg * Math.PI) / 180
  const flat = Math.sin(polar)
  return [0 - side * Math.sin(azimuth) * flat, Math.cos(azimuth) * flat, Math.cos(polar)]
}

/** The place on the circle through left, middle and the mirror of left, at a share of its half. */
function onRow(
  left: Place,
  middle: Place,
  { side, share }: { side: number; share: number },
): Place {
  const [x, ...end] = left
  const [, ...top] = middle
  const chord = Math.hypot(end[0] - top[0], end[1] - top[1])
  const radius = (x * x + chord * chord) / (2 * chord)
  const half = 2 * Math.atan2(chord, Math.abs(x))
  const angle = half * share
  const across = -side * radius * Math.sin(angle)
  const along = (radius * (1 - Math.cos(angle))) / chord
  const [y, z] = top.map((from, i) => from + along * (end[i] - from))
  return [across, y, z]
}
