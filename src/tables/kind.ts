/** The kinds of table that flow between stages; what one row is stands beside each. */
export const kinds = {
  signals: 'a channel of a segment of a recording',
  windows: 'a channel of a window of a recording',
  volumes: 'one scan of a recording',
  events: 'one event of a recording',
  tokens: 'a window, as a block of tokens',
  features: 'a window, as one vector',
  matrices: 'a window, as one symmetric matrix',
  statistics: 'a channel of a part of a recording, summed up',
  predictions: 'a window in one fold, with truth and prediction',
  scores: 'a metric of one group',
  figure: 'a series of a panel of a figure',
} as const

export type Kind = keyof typeof kinds

/** The column that holds the numbers of a kind; the other columns are keys and labels. */
export const payload: Partial<Record<Kind, string>> = {
  signals: 'samples',
  windows: 'samples',
  volumes: 'voxels',
  tokens: 'tokens',
  features: 'features',
  matrices: 'matrix',
}

/** The key columns that every row carries from the data set card to the end, in this order. */
export const keyColumns = ['subject', 'session', 'run', 'recording'] as const

/** Column names that a label may not have, because a kind of table uses them itself. */
export const reservedColumns: readonly string[] = [
  ...keyColumns,
  'segment',
  'channel',
  'window',
  'scan',
  'startS',
  'endS',
  'timeS',
  'onsetS',
  'durationS',
  'rateHz',
  'samples',
  'voxels',
  'tokens',
  'codes',
  'mask',
  'attnMask',
  'visible',
  'target',
  'original',
  'originalCodes',
  'coordinates',
  'gradient',
  'geometry',
  'features',
  'matrix',
  'count',
  'mean',
  'squares',
  'fold',
  'shots',
  'repeat',
  'truth',
  'prediction',
  'scores',
  'metric',
  'group',
  'value',
  'low',
  'high',
]
