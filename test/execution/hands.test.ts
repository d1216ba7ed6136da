import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { handsOf, newSeats, takeSeats } from '../../src/execution/hands.ts'

const busy = new URL('../fixtures/crew-busy.js', import.meta.url)

describe('hands', () => {
  test('do not keep a process that has done its work', () => {
    const file = fileURLToPath(busy)
    const { status, stderr } = spawnSync(process.execPath, [file, '50'], { timeout: 60_000 })
    expect([status, String(stderr)]).toEqual([0, ''])
  })

  test('go with the thread that they work for, also in the middle of its work', async () => {
    const thread = new Worker(busy, { argv: ['1e9'] })
    await once(thread, 'message')
    expect(await thread.terminate()).toBe(1)
  })

  test.each([
    [8, 0, 8],
    [8, 1, 8],
    [8, 3, 2],
    [2, 2, 1],
    [1, 1, 1],
  ])('of %i seats with %i tasks: each may have %i', (size, tasks, share) => {
    const seats = newSeats(size)
    takeSeats(seats, tasks)
    expect(handsOf(seats).share()).toBe(share)
  })
})
