import { addScans } from '../kernels/voxel-series.ts'
import { takeRows } from './rows.ts'
import { columnsOf, makeTable, type Table } from './table.ts'
import { voxelsOf, withVoxels } from './volumes.ts'

/**
 * The mean over time of a run of volumes: its first scan with other voxels and without notes.
 *
 * Sums are made in f64, scan after scan. A voxel that is NaN in one scan is NaN; a run without
 * scans stays empty.
 */
export function meanScan(run: Table<'volumes'>): Table<'volumes'> {
  const mean = growingMean()
  mean.add(run)
  return mean.table()
}

/** The mean of a run whose pieces are added one after the other, with the bytes of the whole. */
export interface GrowingMean {
  /** The next piece; nothing of it is held but its keys. */
  add(piece: Table<'volumes'>): void
  /** @throws {RangeError} no piece was added */
  table(): Table<'volumes'>
}

/** Begins the mean of a run that comes in pieces. */
export function growingMean(): GrowingMean {
  let first: Table<'volumes'> | undefined
  let sums = new Float64Array(0)
  let scans = 0
  return {
    add(piece) {
      const { values, size } = voxelsOf(piece)
      // Its voxels are not looked at again: they may lie in memory that the next piece uses.
      if (!first?.rows) first = takeRows(piece, piece.rows > 0 ? [0] : [])
      if (piece.rows === 0) return
      if (sums.length === 0) sums = new Float64Array(size)
      addScans(sums, values)
      scans += piece.rows
    },
    table() {
      if (first === undefined) throw new RangeError('a mean of no piece')
      const { notes: _, ...meta } = first.meta
      const plain = makeTable('volumes', columnsOf(first), meta)
      if (scans === 0) return plain
      return withVoxels(
        plain,
        Float32Array.from(sums, (sum) => sum / scans),
      )
    },
  }
}
