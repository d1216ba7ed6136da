import * as z from 'zod'
import { resizeImage } from '../kernels/resize-image.ts'

/** How a vector is an image: the `images` of a pipeline. */
export const imagesSchema = z.strictObject({
  size: z
    .tuple([z.union([z.literal(1), z.literal(3)]), z.int().min(1), z.int().min(1)])
    .meta({ unit: '1', description: 'colours (1: grey, 3: red, green, blue), height, width' }),
  colours: z
    .enum(['planes', 'pixels'])
    .default('planes')
    .meta({ description: 'planes: a picture of each colour; pixels: the colours of each pixel' }),
  resize: z.int().min(1).max(4096).optional().meta({
    unit: 'pixels',
    description: 'height and width at which pixels are compared (425 in most papers)',
  }),
})

export type ImageForm = z.output<typeof imagesSchema>

/** An image with values from 0 to 1. */
export interface Picture {
  /** Shape [colours, height, width]. */
  readonly planes: Float64Array
  readonly colours: number
  readonly height: number
  readonly width: number
}

/** Numbers of a vector that is an image of this form. */
export function numbersOf({ size: [colours, height, width] }: ImageForm): number {
  return colours * height * width
}

/** A vector as the image that would be saved: values are cut off at 0 and 1. */
export function pictureOf(vector: ArrayLike<number>, form: ImageForm): Picture {
  const [colours, height, width] = form.size
  const size = height * width
  const planes = Float64Array.from({ length: colours * size }, (_, i) => {
    const [colour, pixel] = [Math.floor(i / size), i % size]
    const value = vector[form.colours === 'planes' ? i : pixel * colours + colour]
    return Math.min(1, Math.max(0, value))
  })
  return { planes, colours, height, width }
}

/** An image of another size. */
export function resized(picture: Picture, height: number, width: number): Picture {
  if (picture.height === height && picture.width === width) return picture
  const planes = resizeImage(picture.planes, picture, { height, width })
  return { planes, colours: picture.colours, height, width }
}

/** An image at the size at which pixels are compared. */
export function comparedPicture(vector: ArrayLike<number>, form: ImageForm): Picture {
  const picture = pictureOf(vector, form)
  return form.resize === undefined ? picture : resized(picture, form.resize, form.resize)
}

/**
 * How light each pixel is, shape [height, width].
 *
 * @see `skimage.color.rgb2gray`: weights of Rec. 709
 */
export function greyOf({ planes, colours, height, width }: Picture): Float64Array {
  if (colours === 1) return planes
  const size = height * width
  return Float64Array.from({ length: size }, (_, i) => {
    return 0.2125 * planes[i] + 0.7154 * planes[size + i] + 0.0721 * planes[2 * size + i]
  })
}
