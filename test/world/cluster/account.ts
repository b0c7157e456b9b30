import { readFileSync } from 'node:fs'
import { type Account, POD_ISSUER, shippedRoles } from '../account.ts'
import { type AwsStandIn, startAws } from '../aws/index.ts'
import { clusterKeys } from '../aws/provider.ts'
import type { Rig } from './rig.ts'

/** The account that the rig's cluster is in. */
export function accountOf({ s3, clusterId, roleArn }: Rig): Account {
  return { region: s3.region, clusterId, roleArn }
}

/** AWS as the rig's cluster and this account see it; reachable from its pods too. */
export function startAccount(rig: Rig, bucket: string): Promise<AwsStandIn> {
  const { action, runner } = shippedRoles(accountOf(rig), bucket)
  return startAws({
    host: rig.host,
    region: rig.s3.region,
    roles: [action, runner],
    clusters: { [rig.clusterId]: { endpoint: rig.api, ca: readFileSync(rig.caFile, 'utf8') } },
    s3: rig.s3,
    stsTls: rig.sts,
    pods: { issuer: `https://${POD_ISSUER}`, keys: clusterKeys(rig.kubeconfig) },
  })
}
