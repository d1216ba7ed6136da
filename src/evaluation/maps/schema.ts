import * as z from 'zod'
import { maps } from './index.ts'

/** The `maps` of a pipeline: the options of each map that is asked for, by its name. */
export const mapsSchema = z.strictObject(
  Object.fromEntries(
    maps.map(({ use, options, title }) => [use, options.optional().meta({ description: title })]),
  ),
)
