/** What a trust policy looks at in an ID token. */
export interface Claims {
  readonly sub: string
  readonly aud: string
}

/** The claims of a JWT that are safe to show, unverified; undefined where it is none. */
export function claimsOf(token: string): Claims | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    if (typeof payload !== 'object' || payload === null) return undefined
    const { sub, aud } = payload as Readonly<Record<string, unknown>>
    return { sub: String(sub), aud: String(aud) }
  } catch {
    return undefined
  }
}
