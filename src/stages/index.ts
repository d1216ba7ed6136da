import type { FitStage, RunStage } from '../stage.ts'
import { badChannels } from './artifact/bad-channels.ts'
import { interpolate } from './artifact/interpolate.ts'
import { reject } from './artifact/reject.ts'
import { bandpower } from './feature/bandpower.ts'
import { connectivity } from './feature/connectivity.ts'
import { covariance } from './feature/covariance.ts'
import { csp } from './feature/csp.ts'
import { euclideanAlign } from './feature/euclidean-align.ts'
import { mvnn } from './feature/mvnn.ts'
import { pca } from './feature/pca.ts'
import { pickFeatures } from './feature/pick-features.ts'
import { subjectCenter } from './feature/subject-center.ts'
import { tangent } from './feature/tangent.ts'
import { univariate } from './feature/univariate.ts'
import { vectors } from './feature/vectors.ts'
import { bandpass } from './signal/bandpass.ts'
import { baseline } from './signal/baseline.ts'
import { detrend } from './signal/detrend.ts'
import { envelope } from './signal/envelope.ts'
import { filterBank } from './signal/filter-bank.ts'
import { highpass } from './signal/highpass.ts'
import { lowpass } from './signal/lowpass.ts'
import { movingStandardize } from './signal/moving-standardize.ts'
import { notch } from './signal/notch.ts'
import { pick } from './signal/pick.ts'
import { reference } from './signal/reference.ts'
import { resample } from './signal/resample.ts'
import { rescale } from './signal/rescale.ts'
import { stagedMuLaw } from './signal/staged-mu-law.ts'
import { standardize } from './signal/standardize.ts'
import { window } from './signal/window.ts'
import { codebook } from './token/codebook.ts'
import { coordinates } from './token/coordinates.ts'
import { cube } from './token/cube.ts'
import { maskTokens } from './token/mask-tokens.ts'
import { muLaw } from './token/mu-law.ts'
import { patch } from './token/patch.ts'
import { patchSpectrum } from './token/patch-spectrum.ts'
import { poolTokens } from './token/pool-tokens.ts'
import { quantile } from './token/quantile.ts'
import { stft } from './token/stft.ts'
import { superlet } from './token/superlet.ts'
import { tokenReport } from './token/token-report.ts'
import { vocabulary } from './token/vocabulary.ts'
import { confounds } from './volume/confounds.ts'
import { mask } from './volume/mask.ts'
import { parcellate } from './volume/parcellate.ts'
import { volumeLabels } from './volume/volume-labels.ts'
import { volumeWindow } from './volume/volume-window.ts'

/** All stages that come without an outside world, by family, in the order of the reference. */
export const stages: readonly (RunStage | FitStage)[] = [
  // signal
  pick,
  reference,
  detrend,
  bandpass,
  highpass,
  lowpass,
  notch,
  filterBank,
  envelope,
  resample,
  rescale,
  standardize,
  movingStandardize,
  window,
  baseline,
  stagedMuLaw,
  // artifact
  badChannels,
  interpolate,
  reject,
  // volume
  mask,
  parcellate,
  confounds,
  volumeLabels,
  volumeWindow,
  // feature
  bandpower,
  univariate,
  connectivity,
  covariance,
  tangent,
  euclideanAlign,
  mvnn,
  csp,
  subjectCenter,
  pca,
  pickFeatures,
  vectors,
  // token
  patch,
  cube,
  patchSpectrum,
  stft,
  superlet,
  muLaw,
  quantile,
  codebook,
  vocabulary,
  coordinates,
  maskTokens,
  tokenReport,
  poolTokens,
]
