export { multiplyPacked } from './products'
export { quadratics } from './quadratic'
export { sourceLosses, sourceScores } from './source-scores'
export { addInverses, composeEach, whitenedEigen } from './whitened'
