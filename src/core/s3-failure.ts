/** What is known of a failed request to S3. */
export interface S3Fault {
  /** The error's name (`AccessDenied`), or the code of a failed connection (`ECONNREFUSED`). */
  readonly name: string
  readonly status?: number
  readonly message: string
  /** Of the header `x-amz-bucket-region`. */
  readonly bucketRegion?: string
}

/** The request that failed. `action` is the IAM action that it needs. */
export interface S3Request {
  readonly verb: 'write' | 'read' | 'list'
  readonly bucket: string
  readonly key: string
  readonly region: string
  readonly kmsKeyId?: string
}

/** In words: what happened, what to do, and whether the same request may succeed later. */
export interface S3Failure {
  readonly message: string
  readonly hint: string
  readonly transient: boolean
}

const ACTION = { write: 's3:PutObject', read: 's3:GetObject', list: 's3:ListBucket' } as const

/** Says what a failed request to S3 means for the owner of the bucket. */
export function s3Failure(fault: S3Fault, request: S3Request): S3Failure {
  const place = `s3://${request.bucket}/${request.key}`
  const found = meaning(fault, request)
  return { message: `cannot ${request.verb} ${place}: ${found.what}`, hint: found.hint, transient: found.transient }
}

interface Meaning {
  readonly what: string
  readonly hint: string
  readonly transient: boolean
}

function meaning(fault: S3Fault, request: S3Request): Meaning {
  const { bucket, region } = request
  switch (fault.name) {
    case 'NoSuchBucket':
      return lasting(`there is no bucket ${bucket}`, `create the bucket ${bucket} in ${region}, or correct its name`)
    case 'AccessDenied':
    case 'Forbidden':
    case 'AllAccessDisabled':
      return lasting(`access denied (${fault.message})`, denied(fault, request))
    case 'PermanentRedirect':
    case 'AuthorizationHeaderMalformed':
    case 'IllegalLocationConstraintException':
      return lasting(
        `the bucket is not in ${region}${fault.bucketRegion ? ` but in ${fault.bucketRegion}` : ''}`,
        `set the region to ${fault.bucketRegion ?? `that of the bucket ${bucket}`}`,
      )
    case 'ExpiredToken':
    case 'ExpiredTokenException':
    case 'TokenRefreshRequired':
    case 'InvalidToken':
      return passing(`the credentials have expired (${fault.name})`, EXPIRED)
    case 'CredentialsProviderError':
      return passing(`no AWS credentials: ${fault.message}`, CREDENTIALS)
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
      return lasting(`the credentials are wrong (${fault.name})`, CREDENTIALS)
    case 'RequestTimeTooSkewed':
      return lasting('the clock of this machine is wrong', 'set the clock; AWS allows 15 minutes of difference')
    case 'SlowDown':
      return passing('S3 asks to slow down', 'S3 allows 3,500 writes and 5,500 reads per second and prefix; try again')
    default:
      return other(fault, request)
  }
}

function other(fault: S3Fault, { bucket, region }: S3Request): Meaning {
  if (fault.name.startsWith('KMS.'))
    return lasting(`${fault.name}: ${fault.message}`, 'check that the KMS key exists, is enabled and may be used')
  if (fault.status === undefined)
    return passing(
      `S3 in ${region} is not reachable (${fault.name}: ${fault.message})`,
      `check the way to S3 in ${region}: a NAT gateway or a VPC endpoint for S3, the proxy, AWS_ENDPOINT_URL_S3`,
    )
  const what = `S3 answered ${fault.status} ${fault.name}: ${fault.message}`
  if (fault.status >= 500 || fault.status === 409 || fault.status === 408)
    return passing(what, 'try again; if it stays so, see the AWS health page of this region')
  return lasting(what, `check the bucket ${bucket} and its policy`)
}

function denied({ message }: S3Fault, { verb, bucket, key, kmsKeyId }: S3Request): string {
  const kms = /kms:\w+/i.exec(message)?.[0]
  if (kms) return `allow ${kms} on ${kmsKeyId ?? "the bucket's KMS key"}, in the role's policy and in the key's`
  const on = verb === 'list' ? `arn:aws:s3:::${bucket} (prefix ${key})` : `arn:aws:s3:::${bucket}/${key}`
  const absent =
    verb === 'read' ? ', and s3:ListBucket on the bucket: without it S3 denies even keys that do not exist' : ''
  return `allow ${ACTION[verb]} on ${on}${absent}; see infra/iam. A bucket policy or a VPC endpoint's policy may deny too`
}

const CREDENTIALS =
  'give the pod a ServiceAccount with an IAM role (IRSA), and the action role-to-assume or credentials in its environment'
const EXPIRED = 'use credentials that are renewed: role-to-assume in the action, IRSA in the pod'

function lasting(what: string, hint: string): Meaning {
  return { what, hint, transient: false }
}

function passing(what: string, hint: string): Meaning {
  return { what, hint, transient: true }
}
