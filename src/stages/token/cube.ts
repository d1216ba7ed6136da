import * as z from 'zod'
import { fail } from '../../errors.ts'
import { cutCubes } from '../../kernels/cut-cubes.ts'
import { defineStage } from '../../stage.ts'
import { listsOf, type Table } from '../../tables/table.ts'
import { axesOf, withTokens } from '../../tables/tokens.ts'

const side = z.int().min(1)

/**
 * Cuts the volumes of tokens, as `volumeWindow` makes them, into boxes: a token a box and scan, its
 * voxels as depth, x fastest. Boxes are the channels, x fastest, named by their place `x,y,z`.
 *
 * NaN stays in its box.
 *
 * @throws {NeurarrowError} `stage-options` when tokens are no volumes, or boxes do not fill them
 * @see Dosovitskiy et al. (2021), arXiv:2010.11929, for images
 */
export const cube = defineStage({
  use: 'cube',
  title: 'Cut volumes into boxes',
  reads: ['tokens'],
  writes: 'tokens',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    size: z.tuple([side, side, side]).meta({
      unit: 'voxels',
      description: 'x, y, z of a box; they divide those of the volumes',
    }),
  }),
  shape: ({ kind, rateHz, lengthS, tokens }, { size }) => {
    const depth = size[0] * size[1] * size[2]
    return { kind, rateHz, lengthS, tokens: { time: tokens?.time, depth } }
  },
  contextS: () => 0,
  run(input, { size }) {
    const table = input as Table<'tokens'>
    const { grid, ...axes } = axesOf(table)
    const isWhole = grid?.every((n, axis) => n % size[axis] === 0)
    if (!grid || !isWhole)
      fail('stage-options', { stage: 'cube', option: 'size', value: size, grid })
    const [nx, ny, nz] = grid.map((n, axis) => n / size[axis])
    const channels = Array.from({ length: nx * ny * nz }, (_, i) =>
      [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))].join(','),
    )
    const { values } = listsOf(table, 'tokens')
    const depth = size[0] * size[1] * size[2]
    return withTokens(table, {
      values: cutCubes(values, axes.time, grid, size),
      axes: { ...axes, channel: channels.length, depth, channels },
    })
  },
})
