/** A way to decode mental arithmetic: a pipeline, and what is to be known about it. */
export interface Method {
  readonly name: string
  readonly pipeline: string
  readonly what: string
  /** Whether its controls are run too. */
  readonly controls?: readonly string[]
}

/** The methods that are compared, in the order of the tables. */
export const methods: readonly Method[] = [
  {
    name: 'bandpower',
    pipeline: 'eegmat-bandpower',
    what: 'log power of 6 bands, 20 channels; no choices',
    controls: ['timeWithinRest', 'labelShuffle', 'subjectIdentity'],
  },
  {
    name: 'fine-bandpower',
    pipeline: 'eegmat/fine-bandpower',
    what: 'log power of 21 bands, 20 channels',
  },
  {
    name: 'scalp-bandpower',
    pipeline: 'eegmat/scalp-bandpower',
    what: 'the same, 19 scalp channels',
  },
  { name: 'ear-bandpower', pipeline: 'eegmat/ear-bandpower', what: 'the same, A2-A1 alone' },
  {
    name: 'differential-entropy',
    pipeline: 'eegmat/differential-entropy',
    what: 'differential entropy of 6 bands, 20 channels',
  },
  {
    name: 'csp',
    pipeline: 'eegmat/csp',
    what: 'common spatial patterns of 3 bands, LDA; no choices',
  },
  {
    name: 'riemann',
    pipeline: 'eegmat/riemann',
    what: 'tangent space at the mean of the training rows; no choices',
  },
  {
    name: 'filter-bank',
    pipeline: 'eegmat/filter-bank',
    what: 'logarithms of the covariances of 6 bands',
  },
  {
    name: 'encoder-probe',
    pipeline: 'eegmat/encoder-probe',
    what: 'linear probe on the code of neurarrow-small',
  },
  {
    name: 'best',
    pipeline: 'eegmat-best',
    what: 'fine band power and covariances of bands',
    controls: ['timeWithinRest', 'labelShuffle'],
  },
  {
    name: 'riemann-recentred',
    pipeline: 'eegmat-riemann',
    what: 'covariances re-centred by subject; no choices',
  },
  {
    name: 'best-transductive',
    pipeline: 'eegmat-best-transductive',
    what: 'as best, features centred by subject',
  },
]

/** Pairs that were to be compared before `best` was there: the aim, and re-centring. */
export const planned = [
  ['best', 'bandpower'],
  ['riemann-recentred', 'riemann'],
] as const
