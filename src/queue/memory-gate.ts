/** Memory that a worker may give to nodes: what does not fit waits for its turn. */
export class MemoryGate {
  readonly totalMb: number
  private usedMb = 0
  private readonly waiting: { readonly mb: number; readonly enter: () => void }[] = []

  constructor(totalMb: number) {
    this.totalMb = totalMb
  }

  /** What is given away, MB. */
  get reservedMb(): number {
    return this.usedMb
  }

  /** Whether so much would ever be given. */
  fits(mb: number): boolean {
    return mb <= this.totalMb
  }

  /** Does work that takes so many MB when they are free; first come, first served. */
  async within<T>(mb: number, work: () => Promise<T>): Promise<T> {
    if (this.waiting.length > 0 || this.usedMb + mb > this.totalMb) {
      await new Promise<void>((enter) => this.waiting.push({ mb, enter }))
    } else this.usedMb += mb
    try {
      return await work()
    } finally {
      this.usedMb -= mb
      this.admit()
    }
  }

  private admit(): void {
    for (let [next] = this.waiting; next; [next] = this.waiting) {
      if (this.usedMb + next.mb > this.totalMb) return
      this.waiting.shift()
      this.usedMb += next.mb
      next.enter()
    }
  }
}
