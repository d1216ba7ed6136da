import { createRequire } from 'node:module'

/**
 * Gives a function that loads a package when it is first called, and keeps it: what only checks
 * documents and plans never pays for packages that compute.
 *
 * @param name as `require` takes it; the package has a CommonJS build
 */
export function latePackage<T>(name: string): () => T {
  let loaded: T | undefined
  return () => {
    loaded ??= createRequire(import.meta.url)(name) as T
    return loaded
  }
}
