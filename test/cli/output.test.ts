import { describe, expect, test } from 'vitest'
import {
  byteText,
  failureText,
  paragraph,
  printJson,
  printTable,
  reportFailure,
  say,
  timeText,
} from '../../src/cli/output.ts'
import { NeurarrowError } from '../../src/errors.ts'
import { textSink } from './text-sink.ts'

describe('output', () => {
  test('columns are aligned, numbers to the right', () => {
    const sink = textSink()
    const rows = [
      ['Fp1', 256, 'µV'],
      ['Status', 8, undefined],
    ]
    printTable(['name', 'rateHz', 'unit'], rows, sink)
    const lines = ['name    rateHz  unit', 'Fp1        256  µV', 'Status       8  -', '']
    expect(sink.text).toBe(lines.join('\n'))
  })

  test('JSON is one document', () => {
    const sink = textSink()
    printJson({ a: [1, 2] }, sink)
    expect(JSON.parse(sink.text)).toEqual({ a: [1, 2] })
  })

  test('control characters of foreign text do not reach the terminal', () => {
    const sink = textSink()
    printTable(['name'], [['\u001b[2Jx\ny']], sink)
    say('\u001b]0;title\u0007 and\na second line', sink)
    expect(sink.text).not.toContain('\u001b')
    expect(sink.text).not.toContain('\u0007')
    expect(sink.text).toContain('\\x1b[2Jx\\x0ay')
    expect(sink.text).toContain('\na second line\n')
  })

  test('a failure is reported with its code, facts and remedy on stderr', () => {
    const sinks = { stdout: textSink(), stderr: textSink() }
    const failure = new NeurarrowError('file-truncated', {
      file: 'a.edf',
      byte: 300,
      remedy: 'fetch it again',
    })
    expect(reportFailure(failure, false, sinks)).toBe(3)
    expect(sinks.stdout.text).toBe('')
    expect(sinks.stderr.text).toBe(
      'error: a file ends before the data it declares (file-truncated)\n' +
        '  file: a.edf\n  byte: 300\n  try: fetch it again\n',
    )
  })

  test('with json the failure is the document on stdout', () => {
    const sinks = { stdout: textSink(), stderr: textSink() }
    expect(reportFailure(new NeurarrowError('leakage', { fold: 2 }), true, sinks)).toBe(1)
    expect(sinks.stderr.text).toBe('')
    expect(JSON.parse(sinks.stdout.text)).toEqual({
      error: { code: 'leakage', says: 'training and test rows overlap', facts: { fold: 2 } },
    })
  })

  test('mistakes of a document stand one a line with their place', () => {
    const issues = [
      { line: 3, column: 5, path: 'stages[0].bandpas', message: 'unknown stage' },
      { line: 9, column: 1, path: '', message: 'unknown key "evalute"' },
    ]
    const text = failureText(new NeurarrowError('document-invalid', { file: 'p.yaml', issues }))
    expect(text.split('\n').slice(1)).toEqual([
      '  p.yaml:3:5: stages[0].bandpas: unknown stage',
      '  p.yaml:9:1: unknown key "evalute"',
    ])
  })

  test('what is no catalogue failure is internal, exit 1', () => {
    const sinks = { stdout: textSink(), stderr: textSink() }
    expect(reportFailure(new TypeError('x is not a function'), false, sinks)).toBe(1)
    expect(sinks.stderr.text).toMatch(/x is not a function\n {2}at .*output\.test\.ts/)
  })

  test('a long list of words is cut, and says how many there are', () => {
    const available = Array.from({ length: 300 }, (_, i) => `E${i}`)
    const text = failureText(new NeurarrowError('channel-missing', { missing: ['Cz'], available }))
    expect(text).toContain('missing: Cz\n')
    expect(text).toMatch(/E38, E39, \.\.\. \(300 in all\)$/)
  })

  test('a paragraph is broken between words, a long word stands alone', () => {
    expect(paragraph('one two\nthree  four abcdefghijklm n', 9)).toBe(
      'one two\nthree\nfour\nabcdefghijklm\nn',
    )
  })

  test('bytes and times are put into fitting units', () => {
    expect([0, 999, 1000, 20_483_000, 4.2e14].map(byteText)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '20.5 MB',
      '420 TB',
    ])
    expect([0.04, 9.96, 200, 7500, Number.POSITIVE_INFINITY].map(timeText)).toEqual([
      '0.0 s',
      '10 s',
      '3 min 20 s',
      '2 h 5 min',
      'unknown',
    ])
  })
})
