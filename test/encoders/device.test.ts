import { describe, expect, test } from 'vitest'
import { chooseDevice, type Device, tryDevice } from '../../src/encoders/device.ts'
import { asFailure } from '../../src/errors.ts'

const only = (works: readonly Device[]) => (device: Device) => ({
  device,
  works: works.includes(device),
  says: 'no driver',
  remedy: 'a driver',
})
const failureOf = (run: Promise<unknown>) => run.then(() => undefined, asFailure)

describe('chooseDevice', () => {
  test('auto takes the first that works, and knows what it tried', async () => {
    expect((await chooseDevice('auto', only(['webgpu', 'cuda']))).device).toBe('cuda')
    const { device, tried } = await chooseDevice('auto', only([]))
    expect([device, tried.map((state) => state.works)]).toEqual(['cpu', [false, false, true]])
  })

  test('a device that is named and not there is an error, never another one', async () => {
    const failure = await failureOf(chooseDevice('cuda', only(['webgpu', 'cpu'])))
    expect(failure?.toJSON()).toMatchObject({
      code: 'device-missing',
      facts: { device: 'cuda', says: 'no driver', remedy: 'a driver' },
    })
    expect(failure?.exitCode).toBe(3)
  })

  test('another word is refused', async () => {
    expect((await failureOf(chooseDevice('gpu', only([]))))?.code).toBe('arguments-invalid')
  })
})

test('the processor gives back what it is fed', async () => {
  expect(await tryDevice('cpu')).toEqual({ device: 'cpu', works: true })
})
