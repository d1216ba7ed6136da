import { loadModelCard } from '../encoders/card.ts'
import { type Contamination, contaminationOf } from '../evaluation/contamination.ts'
import type { CheckedPipeline } from './prepare.ts'

/**
 * The models of a run that were trained on people it tests, of one data set or of two.
 *
 * @param subjects those that were tested; of the second data set as `<dataset>:<name>`
 * @param models names of the models that the stages run
 */
export function contaminationOfRun(
  { card, transferCard }: CheckedPipeline,
  subjects: readonly string[],
  models: readonly string[],
): Contamination[] {
  const cards = models.map((name) => loadModelCard(name))
  const of = ({ name: dataset, aliases }: typeof card, own: readonly string[]) =>
    contaminationOf({ dataset, aliases, subjects: [...new Set(own)] }, cards)
  if (transferCard === undefined) return of(card, subjects)
  const prefix = `${transferCard.name}:`
  const theirs = subjects.filter((name) => name.startsWith(prefix))
  const ours = subjects.filter((name) => !name.startsWith(prefix))
  return [
    ...(ours.length > 0 ? of(card, ours) : []),
    ...(theirs.length > 0
      ? of(
          transferCard,
          theirs.map((name) => name.slice(prefix.length)),
        )
      : []),
  ]
}
