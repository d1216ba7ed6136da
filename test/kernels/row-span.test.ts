import { expect, test } from 'vitest'
import { rowSpans } from '../../src/kernels/row-span.ts'
import { expectClose } from '../close.ts'
import { signalGolden, signalInput, stored } from '../signal-golden.ts'

test('a span is the largest less the smallest finite value', () => {
  const x = Float32Array.of(1, -2, 5, Number.NaN, 3, Number.POSITIVE_INFINITY)
  expect(rowSpans(x, 2)).toEqual([
    { peakToPeak: 7, finite: true },
    { peakToPeak: 0, finite: false },
  ])
})

test('spans equal numpy.ptp', () => {
  const { reject } = signalGolden<{ reject: { spans: number[] } }>('window.json')
  const x = signalInput(2, 1000)
  const spans = [0, 150, 300].flatMap((from) =>
    [0, 1000].map((row) => rowSpans(x.subarray(row + from, row + from + 200), 1)[0].peakToPeak),
  )
  expectClose(spans, reject.spans.slice(0, 6), stored())
})
