import { afterEach, describe, expect, test } from 'vitest'
import { handsOf, newSeats } from '../../src/execution/hands.ts'
import { type Hand, lendHands } from '../../src/kernels/crew.ts'
import { takeJobs } from '../../src/kernels/crew-jobs.ts'
import { withSourceScores } from '../../src/kernels/source-scores.ts'
import { inCrewRoom } from '../../src/kernels/wasm/crew-wasm.ts'
import { normals } from '../linalg-golden.ts'

afterEach(() => lendHands(undefined))

/** Scores of five signals, of some 20 jobs. */
function scores() {
  const [x, w] = [normals(5 * 20_000, 1), normals(25, 2)]
  return withSourceScores(x, 5, (whole, part) => [whole.scoresOf(w, true), part.lossesOf(w)], {
    partEvery: 3,
  })
}

describe('a crew', () => {
  test.each([2, 16])('gives the same bytes on %i threads as alone', (size) => {
    const alone = scores()
    lendHands(handsOf(newSeats(size)))
    for (let n = 0; n < 20; n++) expect(scores()).toEqual(alone)
  })

  test('asks for as many threads as are its share, and no more than there are jobs', () => {
    const sent: number[] = []
    const start = (): Hand => {
      const k = sent.push(0) - 1
      return { send: () => void sent[k]++, leave: () => {} }
    }
    lendHands({ share: () => 3, start })
    inCrewRoom([2 ** 27], ({ each }) => {
      each('sourceLosses', [[0, 0, 1, 0, 0, 4096]])
      expect(sent).toEqual([])
      each('sourceLosses', Array(9).fill([0, 0, 1, 0, 0, 4096]))
      expect(sent).toEqual([1, 1])
    })
  })

  test('ends with what a call failed with, whichever thread did it', () => {
    const beyond = 2 ** 31
    const wrong = [...Array(8).keys()].map((k) => [
      k === 5 ? beyond : 1024,
      64,
      1,
      2048,
      4096,
      8192,
    ])
    lendHands(handsOf(newSeats(2)))
    for (let n = 0; n < 20; n++) {
      const work = () => inCrewRoom([2 ** 20], ({ each }) => each('sourceLosses', wrong))
      expect(work).toThrow(/out of bounds/)
    }
  })

  test('waits for what another thread has begun', () => {
    let isBegun = false
    const start = (): Hand => ({
      send: (order) => {
        isBegun = true
        takeJobs({ sourceLosses: () => {} }, order)
      },
      leave: () => {},
    })
    lendHands({ share: () => 2, start })
    inCrewRoom([2 ** 27], ({ each }) => each('sourceLosses', [[], []]))
    expect(isBegun).toBe(true)
  })
})
