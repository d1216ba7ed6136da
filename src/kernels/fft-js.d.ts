declare module 'fft.js' {
  /** The transform of fft.js 4 that is used here; arrays are interleaved, shape [N, 2]. */
  class FFT {
    constructor(size: number)
    transform(out: Float64Array, data: Float64Array): void
  }
  export = FFT
}
