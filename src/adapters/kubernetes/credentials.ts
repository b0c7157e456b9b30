import type { Clock } from '../../ports.ts'

export type Headers = Readonly<Record<string, string>>

/** What proves to the API server who we are. */
export interface Credentials {
  headers(): Promise<Headers>
  /** The server answered 401 to these headers; true when others can be had, so that another try has a meaning. */
  refused(headers: Headers): boolean
}

export interface MintedToken {
  readonly token: string
  /** ms since 1970. */
  readonly expiresAt: number
}

const EARLY_MS = 90_000

/** A bearer token, minted anew shortly before it ends and after a refusal; concurrent callers share one mint. */
export function refreshingToken(mint: () => Promise<MintedToken>, clock: Clock): Credentials {
  let latest: Promise<MintedToken> | undefined
  let refused = ''

  const fresh = async (): Promise<MintedToken> => {
    latest ??= mint()
    const pending = latest
    try {
      return await pending
    } catch (thrown) {
      if (latest === pending) latest = undefined
      throw thrown
    }
  }

  return {
    async headers() {
      const used = latest
      let minted = await fresh()
      const over = clock.now() > minted.expiresAt - EARLY_MS || minted.token === refused
      if (over && used !== undefined) {
        if (latest === used) latest = undefined
        minted = await fresh()
      }
      return { authorization: `Bearer ${minted.token}` }
    },
    refused({ authorization }) {
      refused = authorization?.replace('Bearer ', '') ?? ''
      return true
    },
  }
}
