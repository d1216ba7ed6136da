import type { Command } from 'commander'
import type { ChannelInfo, ImageInfo, RecordingInfo } from '../reader.ts'
import type { Table } from '../tables/table.ts'
import { byteText, printJson, printTable, say, timeText } from './output.ts'

/** Annotations shown to people; `--json` has all. */
const annotationsShown = 20

/** Adds `neurarrow inspect`: what a file says of itself, from its header. */
export function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('show the header of a recording, an image or an Arrow table')
    .argument('<file>', 'a recording, an image, or a table written by neurarrow')
    .option('--json', 'one JSON document on stdout')
    .action(async (file: string, { json }: { json?: boolean }) => {
      if (file.toLowerCase().endsWith('.arrow')) return inspectTable(file, json)
      const { inspectFile } = await import('../io/inspect.ts')
      const { truncated, ...info } = await inspectFile(file)
      if (truncated) {
        const { fail } = await import('../errors.ts')
        fail('file-truncated', { file, ...truncated, warnings: info.warnings })
      }
      if (json) return printJson(info)
      if ('channels' in info) printRecording(file, info)
      else printImage(file, info)
      for (const warning of info.warnings) say(`warning: ${warning}`)
    })
}

function printRecording(file: string, info: RecordingInfo): void {
  const { format, durationS, startedAt, channels, annotations, segments } = info
  const facts = [`${format} recording`, timeText(durationS)]
  if (startedAt !== undefined) facts.push(`started ${startedAt}`)
  const apart = hasGap(segments) ? 'with gaps between them' : 'that were not recorded in one'
  if (segments.length > 1) facts.push(`${segments.length} segments ${apart}`)
  process.stdout.write(`${file}: ${facts.join(', ')}\n\n`)
  const placed = channels.some(({ positionM }) => positionM !== undefined)
  printTable(
    ['channel', 'type', 'unit', 'rateHz', 'samples', ...(placed ? ['position, mm', 'frame'] : [])],
    channels.map((c) => {
      const facts = [c.name, typeWords(c), c.unit || undefined, c.rateHz, c.samples]
      return placed ? [...facts, millimetres(c), c.frame] : facts
    }),
  )
  for (const { name, active } of info.projections ?? []) {
    const state = active ? 'applied' : 'not applied; see the stage ssp'
    process.stdout.write(`projection ${name}: ${state}\n`)
  }
  if (annotations.length === 0) return
  const shown = annotations.slice(0, annotationsShown)
  process.stdout.write('\n')
  printTable(
    ['onsetS', 'durationS', 'annotation'],
    shown.map((a) => [a.onsetS, a.durationS, a.text]),
  )
  const more = annotations.length - shown.length
  if (more > 0) process.stdout.write(`and ${more} more annotations; --json shows all\n`)
}

function typeWords({ type, bad }: ChannelInfo): string {
  return bad ? `${type}, bad` : type
}

function hasGap(segments: RecordingInfo['segments']): boolean {
  return segments.some(({ startS, durationS }, i) => {
    const next = segments[i + 1]?.startS ?? startS + durationS
    return next - startS - durationS > 1e-6
  })
}

function millimetres({ positionM }: ChannelInfo): string | undefined {
  return positionM?.map((v) => (1000 * v).toFixed(1)).join(' ')
}

function printImage(file: string, info: ImageInfo): void {
  const { format, shape, dtype, voxelMm, trS, affine, scale } = info
  const row = (i: number) => affine.slice(4 * i, 4 * i + 4)
  process.stdout.write(`${file}: ${format} image\n\n`)
  printTable(
    ['', ''],
    [
      ['shape', shape.join(' x ')],
      ['dtype', dtype],
      ['voxelMm', voxelMm.join(' x ')],
      ['trS', trS],
      ['scale', `slope ${scale.slope}, intercept ${scale.intercept}`],
    ],
  )
  process.stdout.write('\naffine, voxel index to mm\n')
  printTable(['', '', '', ''], [0, 1, 2, 3].map(row))
}

/** A table of ours: kind, rows and columns. */
async function inspectTable(file: string, json?: boolean): Promise<void> {
  const { withFile } = await import('../io/source.ts')
  const { decodeTable } = await import('../tables/ipc.ts')
  const { columnNames, columnType, listsOf } = await import('../tables/table.ts')
  const bytes = await withFile(file, (source) => source.read(0, source.size))
  const table = decodeTable(bytes, file)
  const columns = columnNames(table).map((name) => {
    const type = columnType(table, name)
    return { name, type, ...(type === 'lists' ? { size: listsOf(table, name).size } : {}) }
  })
  if (json) printJson({ format: 'Arrow', ...factsOf(table), columns })
  else {
    const { kind, rows, meta } = table
    process.stdout.write(`${file}: Arrow table of ${kind}, ${rows} rows`)
    process.stdout.write(`, ${byteText(bytes.length)}\n\n`)
    printTable(
      ['column', 'type', 'size'],
      columns.map((c) => [c.name, c.type, c.size]),
    )
    process.stdout.write('\n')
    printTable(['', ''], Object.entries(meta))
  }
}

const factsOf = ({ kind, rows, meta }: Table) => ({ kind, rows, meta })
