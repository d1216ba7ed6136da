import { existsSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { fail } from '../errors.ts'
import type { Reader, ReadOptions, Source } from '../reader.ts'
import type { Recording } from '../tables/keys.ts'
import type { Table } from '../tables/table.ts'
import { byteText, printJson, say } from './output.ts'

interface Flags {
  readonly out: string
  readonly bids?: boolean
  readonly subjects?: string
  readonly events?: boolean
  readonly channels?: string
  readonly from?: number
  readonly to?: number
  readonly subject?: string
  readonly force?: boolean
  readonly json?: boolean
}

/**
 * Adds `neurarrow convert`: a recording or an image as an Arrow table, in physical units; a
 * recording as EDF+ or BDF+; a table of voxels as an image; or a data set as a BIDS folder.
 */
export function addConvert(program: Command): void {
  const events = new Option('--events', 'the events of the recording instead of its samples')
  program
    .command('convert')
    .description('write a recording or an image as an Arrow table that pandas, R or DuckDB open')
    .argument('<file>', 'a recording, an image or a table; with --bids the name of a data set')
    .requiredOption(
      '--out <path>',
      'a table (.arrow), a recording (.edf, .bdf), an image of a table (.nii.gz), or a BIDS folder',
    )
    .option('--bids', 'make a BIDS folder of a data set, its recordings copied as they are')
    .option('--subjects <names>', 'with --bids: these subjects, A,B or A..B')
    .addOption(events.conflicts(['channels', 'from', 'to']))
    .option('--channels <names>', 'these channels, A,B,C, in this order')
    .option('--from <seconds>', 'from this time on', seconds)
    .option('--to <seconds>', 'up to this time', seconds)
    .option('--subject <name>', 'subject in the key columns; else the name of the file')
    .option('--force', 'replace the file when it exists')
    .option('--json', 'one JSON document on stdout')
    .action(convert)
}

async function convert(file: string, flags: Flags): Promise<void> {
  if (flags.bids) {
    const { convertBids } = await import('./convert-bids.ts')
    return convertBids(file, flags)
  }
  const { out, force = false, json } = flags
  const { convertImage, isImageName } = await import('./convert-image.ts')
  if (isImageName(out)) return convertImage(file, flags)
  const { refuseToReplace, writeFileWhole } = await import('./write-file.ts')
  const [ending] = /\.(arrow|edf|bdf)$/.exec(out.toLowerCase()) ?? []
  if (ending === undefined || (ending !== '.arrow' && flags.events)) {
    const expected = flags.events ? '.arrow' : '.arrow, .edf or .bdf'
    fail('arguments-invalid', { option: '--out', found: out, expected: `a name with ${expected}` })
  }
  if (!force && existsSync(out)) refuseToReplace(out)
  const { withFile } = await import('../io/source.ts')
  const { readerFor } = await import('../io/index.ts')
  const reader = readerFor(file)
  const { table, bytes } = await withFile(file, async (source) => {
    const table = await tableFrom(reader, source, flags)
    return { table, bytes: await encoded(table, reader, source, ending) }
  })
  writeFileWhole(out, bytes, force)
  const facts = { file, out, kind: table.kind, rows: table.rows, bytes: bytes.length }
  if (json) printJson(facts)
  else say(`${out}: ${table.rows} rows of ${table.kind}, ${byteText(bytes.length)}`)
}

async function encoded(table: Table, reader: Reader, source: Source, ending: string) {
  if (ending === '.arrow') return (await import('../tables/ipc.ts')).encodeTable(table)
  const { edfOf } = await import('./convert-edf.ts')
  return edfOf(table, { reader, source, format: ending === '.edf' ? 'edf' : 'bdf' })
}

async function tableFrom(reader: Reader, source: Source, flags: Flags): Promise<Table> {
  const recording = recordingOf(source.name, flags.subject)
  if (flags.events) {
    const { makeEvents } = await import('../tables/events.ts')
    if (reader.events) return makeEvents(recording, await reader.events(source))
    return fail('events-missing', { file: source.name, expected: 'a format that holds events' })
  }
  const channels = flags.channels?.split(',').map((name) => name.trim())
  const options: ReadOptions = { channels, fromS: flags.from, toS: flags.to }
  return reader.read(source, recording, options)
}

function recordingOf(file: string, subject?: string): Recording {
  const name = file.replace(/^.*[\\/]/, '').replace(/\.(nii\.gz|[^.]+)$/i, '')
  return { subject: subject ?? name, session: '1', run: '1', recording: name, labels: {} }
}

function seconds(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value
  return fail('arguments-invalid', { found: text, expected: 'a time in seconds, 0 or more' })
}
