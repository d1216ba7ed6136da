import * as z from 'zod'
import { asFailure } from '../errors.ts'
import type { Shape, ShapeIssue } from '../stage.ts'
import { channelKey } from '../tables/channel.ts'
import { loadModelCard } from './card.ts'
import { channelsWithoutPlace, classesOf, lowestRateHz } from './component-labels.ts'

/** Name of a model that labels components, as an option. */
export const labelModel = z.string().min(1)

/** The option `labels` of `ica`. */
export const labelSchema = z
  .strictObject({
    model: labelModel.default('iclabel'),
    reject: z.record(z.string().min(1), z.number().min(0).max(1)),
  })
  .meta({
    unit: '1',
    description:
      'a model that labels components (iclabel), and for each class that is removed the least ' +
      'probability: { eye: 0.8, muscle: 0.8 }',
  })

export type LabelOptions = z.output<typeof labelSchema>

interface Chosen {
  readonly channels?: readonly string[]
  readonly labels?: { readonly model: string; readonly reject?: Readonly<Record<string, number>> }
}

/** What of a model and its classes cannot work on recordings of a shape. */
export function labelIssues(
  input: Shape,
  { channels, labels }: Chosen,
  others: readonly string[] = [],
): ShapeIssue[] {
  if (labels === undefined) return []
  const issues: ShapeIssue[] = []
  const say = (path: readonly string[], message: string) => issues.push({ path, message })
  try {
    const classes = classesOf(loadModelCard(labels.model))
    for (const name of Object.keys(labels.reject ?? {})) {
      if (classes.includes(name)) continue
      say(['labels', 'reject', name], `${labels.model} knows the classes ${classes.join(', ')}`)
    }
  } catch (thrown) {
    say(['labels', 'model'], asFailure(thrown).message)
  }
  if (input.rateHz !== undefined && input.rateHz < lowestRateHz) {
    say(['labels'], `labels need a rate of ${lowestRateHz} Hz or more, not ${input.rateHz} Hz`)
  }
  const left = new Set(others.map(channelKey))
  const used = channels ?? input.channels?.filter((name) => !left.has(channelKey(name))) ?? []
  const missing = input.hasPlaces ? [] : channelsWithoutPlace(used)
  if (missing.length > 0) {
    say(['labels'], `labels need the places of electrodes; there is none for ${missing.join(', ')}`)
  }
  return issues
}
