import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { fail } from '../errors.ts'

/** Milliseconds until a connection stands, and that it may be silent. */
const connectionTimeout = 5000
const socketTimeout = 30_000

const clients = new Map<string, S3Client>()

/**
 * The client for what an environment says; one for each endpoint and region in a thread.
 *
 * The AWS SDK finds region and credentials as all AWS tools do. Where an endpoint is given, the
 * bucket is part of the path, as MinIO and Garage want it, and the region need not be given.
 */
export function s3Client(environment: NodeJS.ProcessEnv): S3Client {
  const endpoint = endpointOf(environment)
  const region = regionOf(environment, endpoint)
  // It warns of the Node versions that its releases to come will not support; ours is pinned.
  environment.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const key = JSON.stringify([endpoint, region, environment.AWS_ACCESS_KEY_ID])
  const client = clients.get(key) ?? new S3Client(configOf(endpoint, region))
  clients.set(key, client)
  return client
}

function configOf(endpoint: string | undefined, region: string | undefined): S3ClientConfig {
  return {
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    ...(region ? { region } : {}),
    // What is tried again, and how long, is decided in one place: `patiently`.
    maxAttempts: 1,
    requestHandler: { connectionTimeout, socketTimeout },
    // Trailing checksums are unknown to many services; the signature covers the bytes sent, and the
    // SHA-256 in the metadata those that are read.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  }
}

/** The address of the service when it is not AWS. */
export function endpointOf(environment: NodeJS.ProcessEnv): string | undefined {
  return environment.AWS_ENDPOINT_URL_S3 || environment.AWS_ENDPOINT_URL || undefined
}

function regionOf(environment: NodeJS.ProcessEnv, endpoint?: string): string | undefined {
  const named = environment.AWS_REGION || environment.AWS_DEFAULT_REGION || undefined
  return named ?? (endpoint ? 'us-east-1' : undefined)
}

/**
 * Seconds for which a store that cannot be reached is tried again: `NEURARROW_STORE_WAIT_S`, or 60.
 *
 * @throws {NeurarrowError} `arguments-invalid` for anything but a number from 0 to 86 400
 */
export function waitOf(environment: NodeJS.ProcessEnv): number {
  const text = environment.NEURARROW_STORE_WAIT_S || '60'
  const waitS = Number(text)
  if (waitS >= 0 && waitS <= 86_400) return waitS
  const expected = 'seconds, from 0 to 86400'
  return fail('arguments-invalid', { option: 'NEURARROW_STORE_WAIT_S', value: text, expected })
}
