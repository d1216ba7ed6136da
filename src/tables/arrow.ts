import { latePackage } from '../kernels/late-package.ts'

/**
 * Arrow itself, loaded when the first table is made or read.
 *
 * The one-file build of the package is taken: it loads in a fifth of the time of the 146 modules
 * that `import` would load, which every worker thread pays again. Tables are plain data of Arrow's
 * public types, shape and all; to use functions of another copy of Arrow on them, let that copy
 * read what `encodeTable` writes.
 */
export const arrow = latePackage<typeof import('apache-arrow')>('apache-arrow/Arrow.esnext.min')
