import { fail } from '../errors.ts'

/** What a model can be run on, the fastest first. */
export const devices = ['cuda', 'webgpu', 'cpu'] as const
export type Device = (typeof devices)[number]

/** Whether a device works here, and if not, why and what would help. */
export interface DeviceState {
  readonly device: Device
  readonly works: boolean
  /** What the runtime says when it does not. */
  readonly says?: string
  readonly remedy?: string
}

/** A graph that gives back what it is fed: model `x -> y` of one Identity node, opset 13. */
const identity = Buffer.from(
  'CAc6QQoQCgF4EgF5IghJZGVudGl0eRIBZ1oUCgF4Eg8KDQgBEgkKAxIBbgoCCAJiFAoBeRIPCg0IARIJCgMSAW4K' +
    'AggCQgQKABAN',
  'base64',
)

/**
 * Tries a device with a graph of one node, in this process.
 *
 * A driver that is broken may write to stderr, or end the process: ask in a process of its own.
 */
export async function tryDevice(device: Device): Promise<DeviceState> {
  const onnx = await import('onnxruntime-node')
  onnx.env.logLevel = 'fatal'
  try {
    const session = await onnx.InferenceSession.create(identity, {
      executionProviders: [device],
      logSeverityLevel: 4,
      ...(device === 'cpu' ? {} : { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
    })
    const x = new onnx.Tensor('float32', Float32Array.of(1, 2), [1, 2])
    const { y } = await session.run({ x })
    await session.release()
    if (y?.data instanceof Float32Array && y.data[1] === 2) return { device, works: true }
    return broken(device, 'a copy differs from its original')
  } catch (cause) {
    return broken(device, cause instanceof Error ? cause.message : String(cause))
  }
}

function broken(device: Device, message: string): DeviceState {
  const says = message.split('\n')[0].slice(0, 200)
  return { device, works: false, says, remedy: remedies[device] }
}

const remedies: Readonly<Record<Device, string | undefined>> = {
  cuda:
    'install the CUDA libraries of the runtime: ' +
    '`npm rebuild onnxruntime-node --onnxruntime-node-install=cuda12`, with CUDA 12 and cuDNN 9',
  webgpu: 'install a driver for Vulkan (Linux), Direct3D 12 (Windows) or Metal (macOS)',
  cpu: undefined,
}

/**
 * The device that a word asks for.
 *
 * @param asked `auto` takes the first that works, in the order of `devices`
 * @param stateOf tries a device
 * @throws {NeurarrowError} `arguments-invalid` for another word, `device-missing` when the device
 *   that is named does not work; nothing else is taken instead
 */
export async function chooseDevice(
  asked: string,
  stateOf: (device: Device) => DeviceState | Promise<DeviceState>,
): Promise<{ device: Device; tried: readonly DeviceState[] }> {
  const named = devices.find((device) => device === asked)
  if (named === undefined && asked !== 'auto') {
    const expected = ['auto', ...devices]
    return fail('arguments-invalid', { option: '--device', value: asked, expected })
  }
  const tried: DeviceState[] = []
  for (const device of named ? [named] : devices) {
    // every machine has a processor
    const state = device === 'cpu' ? { device, works: true } : await stateOf(device)
    tried.push(state)
    if (state.works) return { device, tried }
  }
  const [{ says, remedy }] = tried
  return fail('device-missing', { device: asked, says, remedy })
}
