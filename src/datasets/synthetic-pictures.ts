import type { categories } from './synthetic-design.ts'

/** Pixels on a side. */
export const pictureSide = 12

/** Whether a category's picture is white at (x, y), from -1 to 1, y upwards. */
const shapes: Readonly<Record<(typeof categories)[number], (x: number, y: number) => boolean>> = {
  face: (x, y) => x ** 2 + y ** 2 < 0.7 && !(Math.abs(y - 0.3) < 0.15 && Math.abs(x) > 0.2),
  house: (x, y) => (y < 0.1 ? Math.abs(x) < 0.7 && y > -0.9 : Math.abs(x) < 0.9 - y),
  tool: (x, y) => Math.abs(x - y) < 0.3 && Math.abs(x) < 0.9,
}

/**
 * The picture of each category, line by line from the top: the share of each pixel that is white,
 * shape [12, 12], from 0 to 1.
 */
export function syntheticPicture(category: (typeof categories)[number]): number[] {
  const steps = [0.125, 0.375, 0.625, 0.875]
  const at = (i: number) => (2 * i) / pictureSide - 1
  return Array.from({ length: pictureSide ** 2 }, (_, i) => {
    const [x, y] = [i % pictureSide, pictureSide - 1 - Math.floor(i / pictureSide)]
    const inside = steps.flatMap((a) => steps.filter((b) => shapes[category](at(x + a), at(y + b))))
    return inside.length / steps.length ** 2
  })
}
