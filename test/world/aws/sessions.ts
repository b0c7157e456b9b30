import { randomBytes } from 'node:crypto'
import { accountOf, type Role } from './role.ts'

/** Credentials that were issued for a role. */
export interface Session {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  /** ms since 1970. */
  readonly expiresAt: number
  readonly role: Role
  /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. */
  readonly caller: string
}

export interface Sessions {
  issue(role: Role, name: string, seconds: number): Session
  /** Also an ended one, so that it can be refused as ended. */
  find(accessKeyId: string): Session | undefined
  /** Ends all that were issued so far. */
  endAll(): void
}

/** What STS has issued since the stand-ins began. */
export function createSessions(now: () => number): Sessions {
  const issued = new Map<string, Session>()
  return {
    issue(role, name, seconds) {
      const session: Session = {
        accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        // as long as AWS's usually are, with characters that need escapes in a query
        sessionToken: randomBytes(510).toString('base64'),
        expiresAt: now() + seconds * 1000,
        role,
        caller: `arn:aws:sts::${accountOf(role.arn)}:assumed-role/${role.arn.split('/').at(-1)}/${name}`,
      }
      issued.set(session.accessKeyId, session)
      return session
    },
    find: (accessKeyId) => issued.get(accessKeyId),
    endAll() {
      for (const [key, session] of issued) issued.set(key, { ...session, expiresAt: now() })
    },
  }
}
