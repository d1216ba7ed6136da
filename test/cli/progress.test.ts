import { describe, expect, test } from 'vitest'
import { startProgress } from '../../src/cli/progress.ts'
import { textSink } from './text-sink.ts'

function clock() {
  const time = { ms: 0 }
  return { time, now: () => time.ms }
}

describe('progress', () => {
  test('without a terminal at most one line comes in 5 s, and a last one', () => {
    const { time, now } = clock()
    const sink = textSink()
    const progress = startProgress({ label: 'eegmat', total: 4e6, unit: 'bytes', sink, now })
    for (let i = 1; i <= 40; i++) {
      time.ms += 300
      progress.update(i * 1e5)
    }
    progress.stop()
    expect(sink.text.split('\n')).toEqual([
      'eegmat: 42%, 1.7 MB of 4.0 MB, 333 kB/s, 6.9 s left',
      'eegmat: 85%, 3.4 MB of 4.0 MB, 333 kB/s, 1.8 s left',
      'eegmat: 100%, 4.0 MB of 4.0 MB, 333 kB/s, in 12 s',
      '',
    ])
  })

  test('the total may become known later', () => {
    const { time, now } = clock()
    const sink = textSink()
    const progress = startProgress({ label: 'run', total: 0, unit: 'recordings', sink, now })
    progress.setTotal(8)
    time.ms = 6000
    progress.update(2)
    expect(sink.text).toBe('run: 25%, 2 of 8 recordings, 0.3/s, 18 s left\n')
  })

  test('on a terminal a bar with rate and file fits its width and leaves the cursor', () => {
    const { time, now } = clock()
    const sink = textSink(60)
    const progress = startProgress({ label: 'run', total: 10, unit: 'files', sink, now })
    time.ms = 1000
    progress.update(5, `a-very-long-name-${'x'.repeat(200)}.edf`)
    progress.stop()
    expect(sink.text).toContain('█')
    expect(sink.text).toContain('50%  5 of 10 files, 5.0/s')
    expect(sink.text).not.toContain('\u001b[?25l')
    const drawn = sink.text.split('\u001b').filter((piece) => piece.includes('█'))
    expect(drawn.length).toBeGreaterThan(0)
    for (const piece of drawn) expect([...piece.slice(piece.indexOf('run'))]).toHaveLength(59)
  })
})
