import type { FitStage, RunStage } from '../stage.ts'
import { asr } from './artifact/asr.ts'
import { autoreject } from './artifact/autoreject.ts'
import { badChannels } from './artifact/bad-channels.ts'
import { interpolate } from './artifact/interpolate.ts'
import { reject } from './artifact/reject.ts'
import { adaptivePool } from './feature/adaptive-pool.ts'
import { alff } from './feature/alff.ts'
import { alignSubjects } from './feature/align-subjects.ts'
import { bandpower } from './feature/bandpower.ts'
import { cka } from './feature/cka.ts'
import { compareRdms } from './feature/compare-rdms.ts'
import { connectivity } from './feature/connectivity.ts'
import { connectome } from './feature/connectome.ts'
import { covariance } from './feature/covariance.ts'
import { csp } from './feature/csp.ts'
import { directedConnectivity } from './feature/directed-connectivity.ts'
import { edges } from './feature/edges.ts'
import { euclideanAlign } from './feature/euclidean-align.ts'
import { frequencyTagging } from './feature/frequency-tagging.ts'
import { graph } from './feature/graph.ts'
import { interTrial } from './feature/inter-trial.ts'
import { modelRecovery } from './feature/model-recovery.ts'
import { moran } from './feature/moran.ts'
import { mvnn } from './feature/mvnn.ts'
import { pca } from './feature/pca.ts'
import { phaseAmplitude } from './feature/phase-amplitude.ts'
import { pickFeatures } from './feature/pick-features.ts'
import { rdm } from './feature/rdm.ts'
import { rdmPairs } from './feature/rdm-pairs.ts'
import { reho } from './feature/reho.ts'
import { residualize } from './feature/residualize.ts'
import { responseCeiling } from './feature/response-ceiling.ts'
import { rotateSubjects } from './feature/rotate-subjects.ts'
import { seedMap } from './feature/seed-map.ts'
import { selectFeatures } from './feature/select-features.ts'
import { sparsify } from './feature/sparsify.ts'
import { spectralSlope } from './feature/spectral-slope.ts'
import { ssd } from './feature/ssd.ts'
import { stimulusResponse } from './feature/stimulus-response.ts'
import { stimulusWindows } from './feature/stimulus-windows.ts'
import { subjectCenter } from './feature/subject-center.ts'
import { tangent } from './feature/tangent.ts'
import { univariate } from './feature/univariate.ts'
import { vectorize } from './feature/vectorize.ts'
import { vectors } from './feature/vectors.ts'
import { xdawn } from './feature/xdawn.ts'
import { bandpass } from './signal/bandpass.ts'
import { bandstop } from './signal/bandstop.ts'
import { baseline } from './signal/baseline.ts'
import { detrend } from './signal/detrend.ts'
import { envelope } from './signal/envelope.ts'
import { filterBank } from './signal/filter-bank.ts'
import { highpass } from './signal/highpass.ts'
import { lowpass } from './signal/lowpass.ts'
import { movingStandardize } from './signal/moving-standardize.ts'
import { notch } from './signal/notch.ts'
import { pick } from './signal/pick.ts'
import { project } from './signal/project.ts'
import { reference } from './signal/reference.ts'
import { resample } from './signal/resample.ts'
import { rescale } from './signal/rescale.ts'
import { sourceDensity } from './signal/source-density.ts'
import { ssp } from './signal/ssp.ts'
import { stagedMuLaw } from './signal/staged-mu-law.ts'
import { standardize } from './signal/standardize.ts'
import { window } from './signal/window.ts'
import { zapline } from './signal/zapline.ts'
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
import { timeFrequency } from './token/time-frequency.ts'
import { tokenReport } from './token/token-report.ts'
import { vocabulary } from './token/vocabulary.ts'
import { betas } from './volume/betas.ts'
import { clean } from './volume/clean.ts'
import { compcor } from './volume/compcor.ts'
import { confounds } from './volume/confounds.ts'
import { crop } from './volume/crop.ts'
import { dropScans } from './volume/drop-scans.ts'
import { fixedEffects } from './volume/fixed-effects.ts'
import { glm } from './volume/glm.ts'
import { lag } from './volume/lag.ts'
import { maps } from './volume/maps.ts'
import { mask } from './volume/mask.ts'
import { parcellate } from './volume/parcellate.ts'
import { regrid } from './volume/regrid.ts'
import { residuals } from './volume/residuals.ts'
import { retime } from './volume/retime.ts'
import { scaleVolumes } from './volume/scale-volumes.ts'
import { segments } from './volume/segments.ts'
import { shiftTime } from './volume/shift-time.ts'
import { smooth } from './volume/smooth.ts'
import { spheres } from './volume/spheres.ts'
import { stimulusRows } from './volume/stimulus-rows.ts'
import { surfaceParcels } from './volume/surface-parcels.ts'
import { volumeLabels } from './volume/volume-labels.ts'
import { volumeWindow } from './volume/volume-window.ts'

/** All stages that come without an outside world, by family, in the order of the reference. */
export const stages: readonly (RunStage | FitStage)[] = [
  // signal
  pick,
  ssp,
  reference,
  sourceDensity,
  project,
  detrend,
  bandpass,
  highpass,
  lowpass,
  bandstop,
  notch,
  zapline,
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
  autoreject,
  asr,
  // volume
  smooth,
  regrid,
  crop,
  scaleVolumes,
  mask,
  parcellate,
  maps,
  spheres,
  surfaceParcels,
  dropScans,
  confounds,
  compcor,
  clean,
  retime,
  shiftTime,
  lag,
  glm,
  fixedEffects,
  betas,
  residuals,
  volumeLabels,
  volumeWindow,
  stimulusRows,
  segments,
  // feature
  bandpower,
  univariate,
  spectralSlope,
  connectivity,
  directedConnectivity,
  phaseAmplitude,
  frequencyTagging,
  stimulusResponse,
  interTrial,
  covariance,
  connectome,
  sparsify,
  edges,
  vectorize,
  graph,
  alff,
  reho,
  seedMap,
  tangent,
  euclideanAlign,
  alignSubjects,
  residualize,
  mvnn,
  csp,
  xdawn,
  ssd,
  subjectCenter,
  rotateSubjects,
  pca,
  pickFeatures,
  selectFeatures,
  adaptivePool,
  rdm,
  compareRdms,
  rdmPairs,
  modelRecovery,
  moran,
  cka,
  responseCeiling,
  vectors,
  stimulusWindows,
  // token
  patch,
  cube,
  patchSpectrum,
  stft,
  superlet,
  timeFrequency,
  muLaw,
  quantile,
  codebook,
  vocabulary,
  coordinates,
  maskTokens,
  tokenReport,
  poolTokens,
]
