import type { Access } from './policy.ts'
import { queryPairs } from './sigv4.ts'

/** What IAM calls a request to S3 (path-style), and what it is about. */
export function s3Access(method: string, target: string): Access & { readonly resource: string } {
  const [bucket = '', ...rest] = decodeURIComponent(target.split('?')[0] ?? '')
    .slice(1)
    .split('/')
  const key = rest.join('/')
  const query = new Map(queryPairs(target))
  const arn = `arn:aws:s3:::${bucket}`
  if (key !== '') return { action: objectAction(method, query), resource: `${arn}/${key}`, context: {} }
  const prefix = query.get('prefix')
  return {
    action: bucketAction(method, query),
    // a batch of deletions names its keys in the body: it needs the right to all
    resource: query.has('delete') ? `${arn}/*` : arn,
    context: prefix === undefined ? {} : { 's3:prefix': prefix },
  }
}

function objectAction(method: string, query: ReadonlyMap<string, string>): string {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return query.has('uploadId') ? 's3:ListMultipartUploadParts' : 's3:GetObject'
    case 'PUT':
    case 'POST':
      return 's3:PutObject'
    case 'DELETE':
      return query.has('uploadId') ? 's3:AbortMultipartUpload' : 's3:DeleteObject'
    default:
      return 's3:Unknown'
  }
}

function bucketAction(method: string, query: ReadonlyMap<string, string>): string {
  if (method === 'POST' && query.has('delete')) return 's3:DeleteObject'
  if (method === 'PUT') return 's3:CreateBucket'
  if (method === 'DELETE') return 's3:DeleteBucket'
  if (query.has('uploads')) return 's3:ListBucketMultipartUploads'
  if (query.has('location')) return 's3:GetBucketLocation'
  return 's3:ListBucket'
}
