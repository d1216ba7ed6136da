import type { Kind } from './kind.ts'
import { type Table, withMeta } from './table.ts'

/** What a stage wants the report to say: how many rows it dropped, a channel it found flat. */
export interface Note {
  readonly stage: string
  readonly says: string
  /** Numbers of a picture as JSON, kept with the table and told to no one. */
  readonly draws?: string
  readonly [fact: string]: string | number | readonly string[] | undefined
}

/** The notes that a table has gathered on its way, oldest first. */
export function notesOf(table: Pick<Table, 'meta'>): Note[] {
  return table.meta.notes === undefined ? [] : (JSON.parse(table.meta.notes) as Note[])
}

/**
 * The table with one more note; notes are stored with the table, so a cached run reports them too.
 */
export function withNote<K extends Kind>(table: Table<K>, note: Note): Table<K> {
  return withMeta(table, { notes: JSON.stringify([...notesOf(table), note]) })
}

/** The notes of a table without the numbers of pictures. */
export function toldNotes(table: Table): Note[] {
  return notesOf(table).map(({ draws: _, ...told }) => told)
}

/**
 * The notes of several parts of one recording as one list: of notes that say the same, numbers are
 * added up. Notes with pictures are joined only when these are the same.
 */
export function joinedNotes(tables: readonly Pick<Table, 'meta'>[]): Note[] {
  const joined = new Map<string, Note>()
  for (const note of tables.flatMap(notesOf)) {
    const key = `${note.stage} ${note.says} ${note.draws ?? ''}`
    const known = joined.get(key)
    joined.set(key, known ? added(known, note) : note)
  }
  return [...joined.values()]
}

function added(first: Note, second: Note): Note {
  const sums = Object.entries(second).map(([fact, value]) => {
    const before = first[fact]
    const isCount = typeof value === 'number' && typeof before === 'number'
    return [fact, isCount ? before + value : value]
  })
  return { ...first, ...Object.fromEntries(sums) }
}
