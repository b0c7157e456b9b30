import type { Policy } from './policy.ts'

/** A role of the account: who may assume it, and what it may do. */
export interface Role {
  readonly arn: string
  readonly trust: Policy
  readonly policy: Policy
}

export const GITHUB = 'token.actions.githubusercontent.com'

/** The ARN of an account's OIDC provider; `issuer` without `https://`. */
export function providerArn(roleArn: string, issuer: string): string {
  return `arn:aws:iam::${accountOf(roleArn)}:oidc-provider/${issuer}`
}

export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? ''
}

/** A trust policy for tokens of one issuer: their audience, and patterns of their subject. */
export function trusting(roleArn: string, issuer: string, subjects: readonly string[]): Policy {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: providerArn(roleArn, issuer) },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' },
          StringLike: { [`${issuer}:sub`]: subjects },
        },
      },
    ],
  }
}

/** A policy of one Allow. */
export function allowing(actions: readonly string[], resources: readonly string[]): Policy {
  const statement = { Effect: 'Allow', Action: actions, Resource: resources }
  return { Version: '2012-10-17', Statement: [statement] }
}
