import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types'
import type { Clock } from '../../ports.ts'

/** The SDK asks again for what ends within five minutes; so what it gets always has more. */
const RENEW_MS = 10 * 60_000
const USABLE_MS = 60_000

/**
 * One session for all clients: obtained once, and anew before it ends. Where a renewal fails, the old one serves as
 * long as it lives.
 */
export function renewing(obtain: () => Promise<AwsCredentialIdentity>, clock: Clock): AwsCredentialIdentityProvider {
  let held: AwsCredentialIdentity | undefined
  let pending: Promise<AwsCredentialIdentity> | undefined
  const left = () => (held?.expiration?.getTime() ?? 0) - clock.now()
  const renew = async () => {
    try {
      held = await obtain()
      return held
    } finally {
      pending = undefined
    }
  }
  return async () => {
    if (held && left() > RENEW_MS) return held
    pending ??= renew()
    try {
      return await pending
    } catch (thrown) {
      if (held && left() > USABLE_MS) return held
      throw thrown
    }
  }
}
