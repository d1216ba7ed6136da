import type { StageExamples } from './stage-example.ts'

const voxels = { rateHz: 0.5, channels: ['0,0,0', '1,0,0', '2,0,0'], lengthS: 60, pieces: 1 }

/** Examples of the stages of the family volume. */
export const volumeExamples: StageExamples = {
  mask: [
    { options: { image: 'mask.nii.gz' } },
    { options: { meanAbove: 500, of: 'firstOfSubject' } },
  ],
  parcellate: [
    { options: { atlas: 'atlas.nii.gz' } },
    { options: { atlas: 'atlas.nii.gz', mask: 'mask.nii.gz', statistic: 'deviation' } },
    { options: { atlas: 'atlas.nii.gz', statistic: 'median' } },
  ],
  confounds: [
    { options: {}, table: voxels },
    { options: { derivatives: true, squares: true }, table: voxels },
  ],
  dropScans: [
    { options: { first: 2 }, table: voxels },
    { options: { last: 1 }, table: voxels },
  ],
  compcor: [{ options: { components: 1, percent: 40 }, table: voxels, mixesChannels: true }],
  clean: [
    { options: {}, table: voxels },
    { options: { highHz: 0.1, order: 2, confounds: {}, standardize: 'z' }, table: voxels },
    { options: { lowHz: 0.02, filter: 'cosine', standardize: 'percent' }, table: voxels },
  ],
  retime: [
    { options: { trS: 1.5 }, table: voxels },
    { options: { trS: 3, offsetS: 1, method: 'linear' }, table: voxels },
  ],
  shiftTime: [{ options: { byS: -5 }, table: voxels }],
  lag: [{ options: { scans: [0, 1, -1] }, table: voxels, mixesChannels: true }],
  volumeLabels: [
    { options: {}, table: voxels },
    { options: { shiftS: 4 }, table: voxels },
    { options: { average: true }, table: voxels },
  ],
  volumeWindow: [
    { options: { scans: 2 } },
    { options: { scans: 2, strideScans: 2, shape: [9, 8, 7], background: 'zero' } },
    { options: { scans: 5, standardize: true }, table: { pieces: 1 } },
  ],
  smooth: [{ options: { fwhmMm: 5 } }, { options: { fwhmMm: [0, 4, 8] } }],
  regrid: [
    { options: { voxelMm: 4 } },
    { options: { voxelMm: [3, 2, 5], interpolation: 'linear' } },
    { options: { like: 'atlas.nii.gz', interpolation: 'nearest' } },
  ],
  crop: [{ options: { shape: [4, 5, 6] } }, { options: { image: 'mask.nii.gz' } }],
  scaleVolumes: [
    { options: {}, mixesChannels: true },
    { options: { method: 'z', image: 'mask.nii.gz' }, mixesChannels: true },
  ],
  maps: [{ options: { atlas: 'map.nii.gz' } }],
  spheres: [
    { options: { seeds: { a: [0, 0, 0], b: [6, 0, -3] }, radiusMm: 4, overlap: true } },
    { options: { seeds: { a: [-3, 0, 0] }, mask: 'mask.nii.gz' } },
  ],
  surfaceParcels: [{ options: { atlas: 'a.label.gii' }, table: voxels, mixesChannels: true }],
  glm: [
    { options: { contrasts: { more: { left: 1, right: -1 } } }, table: voxels },
    {
      options: { contrasts: { any: [{ left: 1 }, { right: 1 }] }, noise: 'ols', map: 'stat' },
      table: voxels,
    },
    { options: { contrasts: { more: { left: 1 } }, map: 'effectVariance' }, table: voxels },
  ],
  fixedEffects: [
    { options: {}, table: { effects: true } },
    { options: { map: 'stat', precisionWeighted: true }, table: { effects: true, onGrid: true } },
  ],
  betas: [
    { options: { drift: 'none' }, table: voxels },
    { options: { method: 'lsa', noise: 'ols', map: 'z', drift: 'none' }, table: voxels },
  ],
  residuals: [{ options: { response: 'spm', derivative: true }, table: voxels }],
  segments: [{ options: { scans: 4 }, table: voxels, mixesChannels: true }],
  stimulusRows: [
    {
      options: { features: 'stimuli.tsv', rateHz: 0.03, delays: [1, 2] },
      table: voxels,
      mixesChannels: true,
    },
  ],
}
