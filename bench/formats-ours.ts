import { join } from 'node:path'
import { readerFor } from '../src/io/index.ts'
import { withFile } from '../src/io/source.ts'
import { recycling } from '../src/kernels/recycling.ts'
import { listsOf } from '../src/tables/table.ts'

const folder = process.argv[2]

/** The files that python/formats.py writes. */
const files = {
  brainvision: 'bv.vhdr',
  fdt: 'beside.set',
  set: 'inside.set',
  set73: 'version73.set',
  gdf: 'one.gdf',
} as const

const who = { subject: 'A', session: '1', run: '1', recording: 'A', labels: {} }

const timed: Record<string, { seconds: number; check: number }> = {}
for (const [name, file] of Object.entries(files)) {
  const path = join(folder, file)
  const read = async () => {
    const table = await withFile(path, (source) => readerFor(path).read(source, who, {}))
    return listsOf(table, 'samples').values
  }
  const check = rootMeanSquare(await read())
  let seconds = Number.POSITIVE_INFINITY
  for (let i = 0; i < 10; i++) {
    const start = process.cpuUsage()
    await recycling(read)
    const { user, system } = process.cpuUsage(start)
    seconds = Math.min(seconds, (user + system) / 1e6)
  }
  timed[name] = { seconds, check }
}
process.stdout.write(JSON.stringify(timed))

function rootMeanSquare(y: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < y.length; i++) sum += y[i] * y[i]
  return Math.sqrt(sum / y.length)
}
