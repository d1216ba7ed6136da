import { fail } from '../errors.ts'
import type { Protocol } from '../pipeline/protocol.ts'
import { hasSpans } from '../tables/features.ts'
import { f64Of, type Table, wordsOf } from '../tables/table.ts'

/**
 * Checks that rows are those that a protocol is about: length and number of windows.
 *
 * @returns a sentence when the protocol says nothing about so many subjects
 * @throws {NeurarrowError} `protocol-counts` with what is expected and found
 */
export function checkProtocol(rows: Table, protocol: Protocol): string | undefined {
  const { name, expect, lengthS } = protocol
  const subjects = new Set(wordsOf(rows, 'subject')).size
  if (lengthS !== undefined && hasSpans(rows)) {
    const [startS, endS] = [f64Of(rows, 'startS'), f64Of(rows, 'endS')]
    const other = startS.findIndex((from, r) => Math.abs(endS[r] - from - lengthS) > 1e-6)
    if (other >= 0) {
      const found = endS[other] - startS[other]
      fail('protocol-counts', { protocol: name, expected: { lengthS }, found: { lengthS: found } })
    }
  }
  if (expect.length === 0) return undefined
  const due = expect.find((one) => one.subjects === subjects)
  if (due === undefined) {
    const known = expect.map((one) => one.subjects).join(' or ')
    return (
      `The protocol ${name} counts windows of ${known} subjects; those of ${subjects} ` +
      'are unchecked.'
    )
  }
  if (due.rows !== rows.rows) {
    const found = { subjects, rows: rows.rows }
    fail('protocol-counts', { protocol: name, expected: due, found })
  }
  return undefined
}
