import type { AwsCredentialIdentityProvider, NodeHttpHandlerOptions } from '@smithy/types'
import { PerfError, reason } from '../../core/error.ts'

/** The AWS credentials that this machine has anyway: environment, shared files, web identity, container, instance. */
export function ambient(settings: { readonly region: string; readonly requestHandler: NodeHttpHandlerOptions }) {
  let chain: AwsCredentialIdentityProvider | undefined
  const provider: AwsCredentialIdentityProvider = async () => {
    if (!chain) {
      const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
      chain = fromNodeProviderChain({ clientConfig: settings })
    }
    try {
      return await chain()
    } catch (cause) {
      throw new PerfError('AUTH', `no AWS credentials: ${reason(cause)}`, {
        hint: 'set the input role-to-assume, or run aws-actions/configure-aws-credentials before this step',
        cause,
      })
    }
  }
  return provider
}
