import { fail } from '../errors.ts'
import type { Plan } from '../pipeline/plan.ts'
import { endsRun, type Outcome } from './schedule.ts'

/**
 * The recordings that made it, in the order of the plan.
 *
 * @param strict whether one failed recording is enough to end
 * @throws {NeurarrowError} the failure of a recording where none is left, or of what ends a run;
 *   `rows-missing` with what the stages said, where all that are left have no row
 */
export function survivors(
  plan: Plan,
  { results, failures }: Outcome,
  strict: boolean,
): Plan['tails'] {
  const fatal = [...failures.values()].find(endsRun)
  if (fatal) throw fatal
  const [first] = plan.tails.flatMap(({ key }) => failures.get(key) ?? [])
  const good = plan.tails.filter(({ key }) => results.has(key))
  if (first && (strict || good.length === 0)) throw first
  if (good.some(({ key }) => results.get(key)?.rows !== 0)) return good
  const notes = good.flatMap(({ recording, key }) => {
    return (results.get(key)?.notes ?? []).map(({ stage, says, rejected, of }) => {
      const counts = rejected === undefined ? [] : [`${rejected} of ${of}`]
      return [recording.recording, stage, says, ...counts].join(': ')
    })
  })
  return fail('rows-missing', { recordings: good.length, notes: notes.slice(0, 5) })
}
