import { describe, expect, test } from 'vitest'
import { congruence } from '../../../src/kernels/congruence.ts'
import { rotateSubjects } from '../../../src/stages/feature/rotate-subjects.ts'
import { makeMatrices, matrixOf } from '../../../src/tables/features.ts'
import { keysFor } from '../../../src/tables/keys.ts'
import { concatTables } from '../../../src/tables/rows.ts'
import type { Table } from '../../../src/tables/table.ts'
import { relativeError } from '../../cleaning-golden.ts'
import { rotationGolden as golden } from '../../rotation-golden.ts'

const { n, target, source, classes } = golden

function person(subject: string, values: readonly number[]): Table<'matrices'> {
  const rows = values.length / n ** 2
  const window = Int32Array.from({ length: rows }, (_, r) => r)
  const spans = { window, startS: Float64Array.from(window), endS: Float64Array.from(window) }
  const recording = { subject, session: '1', run: '1', recording: `${subject}.edf`, labels: {} }
  return makeMatrices(keysFor(recording, rows), spans, Float32Array.from(values), { unit: '1' })
}

const names = ['p', 'q', 'r']
/** Rows are of the class that the list says. */
function fitted(train: Table<'matrices'>, codes: readonly number[], options = {}) {
  const given = rotateSubjects.options.parse(options)
  const y = Float64Array.from(codes)
  const context = { tables: {}, seed: 0, target: { classes: names, y } }
  const fit = rotateSubjects.fit(train, given, context)
  const turned = (input: Table<'matrices'>) =>
    Array.from(matrixOf(rotateSubjects.apply(input, fit, given) as Table<'matrices'>).values)
  return { turned, facts: rotateSubjects.describe?.(fit) }
}

const [a, b] = [person('a', target), person('b', source)]

describe('rotateSubjects', () => {
  test.each(['euclid', 'logEuclid'])('%s: a person who is another, turned, becomes them', (way) => {
    const given = { distance: way }
    const { turned, facts } = fitted(concatTables([a, b]), [...classes, ...classes], given)
    expect(relativeError(turned(b), turned(a))).toBeLessThan(2e-5)
    expect(relativeError(turned(a), target)).toBeGreaterThan(0.01)
    expect(facts).toMatchObject({ subjects: 2, turned: 2 })
  })

  test('people without labelled rows of every class stay as they are', () => {
    const few = person('c', source.slice(0, 4 * n * n))
    const codes = [...classes, ...classes, 0, 0, 1, 1]
    const { turned, facts } = fitted(concatTables([a, b, few]), codes)
    expect(facts).toMatchObject({ subjects: 3, turned: 2 })
    for (const name of ['c', 'new']) {
      const same = person(name, source)
      expect(turned(same)).toEqual(Array.from(matrixOf(same).values))
    }
  })

  test('turning loses nothing: eigenvalues stay', () => {
    const { turned } = fitted(concatTables([a, b]), [...classes, ...classes])
    const trace = (values: readonly number[]) => {
      return values.reduce((sum, v, i) => sum + ((i % (n * n)) % (n + 1) === 0 ? v : 0), 0)
    }
    expect(trace(turned(b))).toBeCloseTo(trace(source), 3)
  })

  test('one class is no classes, and matrices must be definite', () => {
    expect(() =>
      fitted(
        a,
        classes.map(() => 1),
      ),
    ).toThrow(/one-class|one class/)
    const flat = congruence(new Float64Array(n * n), Float64Array.from(target.slice(0, n * n)), n)
    const rows = person('a', [...flat, ...target])
    expect(() => fitted(rows, [0, ...classes])).toThrow(/rank/)
  })
})
