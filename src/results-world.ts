// Wiring of what the command line reads out of a bucket: as world.ts, it only builds adapters.
import { createS3Store } from './adapters/s3.ts'
import type { Store } from './ports.ts'

/** A bucket as the terminal's own AWS credentials may read it. */
export function openBucket(bucket: string, region: string): Pick<Store, 'get' | 'list'> {
  return createS3Store({ bucket, region })
}
