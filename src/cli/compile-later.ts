import { setFlagsFromString } from 'node:v8'

/**
 * Lets a function run longer before V8 compiles it once more with all optimisations.
 *
 * A run is a few seconds of many short tasks on several threads, each of which compiles for
 * itself: by default a quarter of the processor time of a run goes into functions that are soon
 * done. The hot loops are reached all the same. Holds for this process and its later threads.
 */
export function compileLater(): void {
  setFlagsFromString('--interrupt-budget=1000000')
}
