import type { Head } from '../head.ts'
import { attentionPool } from './attention-pool.ts'
import { bandedRidge } from './banded-ridge.ts'
import { bayesianRidge } from './bayesian-ridge.ts'
import { embeddingRegression } from './embedding-regression.ts'
import { knn } from './knn.ts'
import { lda } from './lda.ts'
import { logistic } from './logistic.ts'
import { majority } from './majority.ts'
import { mdm } from './mdm.ts'
import { mlp } from './mlp.ts'
import { modelAnswer } from './model-answer.ts'
import { nearest } from './nearest.ts'
import { nonNegative } from './non-negative.ts'
import { retrieval } from './retrieval.ts'
import { ridge } from './ridge.ts'
import { svm } from './svm.ts'

/** All heads, in the order of the reference. */
export const heads: readonly Head[] = [
  logistic,
  ridge,
  bayesianRidge,
  lda,
  svm,
  nearest,
  knn,
  mlp,
  attentionPool,
  embeddingRegression,
  bandedRidge,
  nonNegative,
  retrieval,
  modelAnswer,
  mdm,
  majority,
]
