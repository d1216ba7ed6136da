import { describe, expect, test } from 'vitest'
import { awaitJobs, newOrder, takeJobs } from '../../src/kernels/crew-jobs.ts'

describe('jobs of an order', () => {
  test('are each done once, by whoever comes', () => {
    const seen: number[] = []
    const order = newOrder('note', [[4], [5], [6]])
    const wasm = { note: (value: number) => void seen.push(value) }
    takeJobs(wasm, order)
    takeJobs(wasm, order)
    expect([seen, awaitJobs(order)]).toEqual([[4, 5, 6], undefined])
  })

  test('go on after one that fails; the first is named', () => {
    const done: number[] = []
    const order = newOrder('halve', [[2], [3], [4], [5]])
    const halve = (value: number) => {
      if (value % 2 === 1) throw new RangeError('odd')
      done.push(value / 2)
    }
    takeJobs({ halve }, order)
    expect([done, awaitJobs(order)]).toEqual([[1, 2], 1])
  })

  test('of an empty order are none', () => {
    expect(awaitJobs(newOrder('any', []))).toBeUndefined()
  })
})
