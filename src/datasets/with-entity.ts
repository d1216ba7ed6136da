import { bidsEntities } from './bids-name.ts'

/**
 * A BIDS name with one entity set: in its place in the order of BIDS, and once.
 *
 * @param stem path without suffix and ending, as `sub-1/func/sub-1_task-rest_space-fsaverage`
 * @param key short form of the entity, as `hemi`
 * @param value without the key, as `L`
 * @see Brain Imaging Data Structure 1.10, appendix on the order of entities
 */
export function withEntity(stem: string, key: string, value: string): string {
  const slash = stem.lastIndexOf('/') + 1
  const others = stem
    .slice(slash)
    .split('_')
    .filter((entity) => !entity.startsWith(`${key}-`))
  const place = (entity: string) => {
    const found = bidsEntities.indexOf(entity.slice(0, entity.indexOf('-')))
    return found < 0 ? bidsEntities.length : found
  }
  const after = others.findIndex((entity) => place(entity) > bidsEntities.indexOf(key))
  const at = after < 0 ? others.length : after
  return `${stem.slice(0, slash)}${others.toSpliced(at, 0, `${key}-${value}`).join('_')}`
}
