import { random } from './random.ts'

/** Numbers of the epochs that are averaged, and of those whose median the average should meet. */
export interface EpochFold {
  readonly train: readonly number[]
  readonly test: readonly number[]
}

/**
 * Draws folds of epochs, each by itself: a fifth to test, the others to train, the same share from
 * every group.
 *
 * @param sizes epochs of each group; they are numbered group after group
 * @param count how many folds
 * @param seed of the generator
 * @see sklearn.model_selection.StratifiedShuffleSplit with test_size 0.2
 */
export function shuffledFolds(sizes: readonly number[], count: number, seed: number): EpochFold[] {
  const draw = random(seed)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const tests = Math.ceil(total / 5)
  return Array.from({ length: count }, () => {
    const train: number[] = []
    const test: number[] = []
    let from = 0
    for (const size of sizes) {
      const share = Math.ceil((tests * (from + size)) / total) - Math.ceil((tests * from) / total)
      const order = draw.shuffle(Array.from({ length: size }, (_, i) => from + i))
      test.push(...order.slice(0, share))
      train.push(...order.slice(share))
      from += size
    }
    return { train, test }
  })
}

/**
 * Cuts epochs into folds of neighbours, the first ones longer by one where it does not go even.
 *
 * @throws {RangeError} fewer epochs than folds, or fewer than two folds
 * @see sklearn.model_selection.KFold
 */
export function neighbouringFolds(epochs: number, count: number): EpochFold[] {
  if (!(count >= 2 && epochs >= count)) throw new RangeError(`${count} folds of ${epochs} epochs`)
  const all = Array.from({ length: epochs }, (_, i) => i)
  const long = epochs % count
  const size = Math.floor(epochs / count)
  const start = (k: number) => k * size + Math.min(k, long)
  return Array.from({ length: count }, (_, k) => {
    const [from, to] = [start(k), start(k + 1)]
    return { test: all.slice(from, to), train: [...all.slice(0, from), ...all.slice(to)] }
  })
}
