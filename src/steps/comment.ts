import type { Origin } from '../core/request.ts'
import { sectionKeys } from '../core/run.ts'
import type { Forge, Published, Store } from '../ports.ts'
import { MARKER, renderComment } from '../report/comment.ts'
import { parseSection, type Section } from '../report/section.ts'

interface About {
  readonly prefix: string
  readonly origin: Pick<Origin, 'owner' | 'repo'>
  readonly pull: number
}

const ROUNDS = 5

/**
 * Puts a section into the one comment of the pull request. GitHub's comments can't be compared and set, so tests that
 * end together could overwrite each other: each writes its own section to the bucket, renders all that are there, and
 * looks again until nothing has come meanwhile.
 */
export async function comment(
  section: Section,
  { prefix, origin, pull }: About,
  { store, forge }: { readonly store: Store; readonly forge: Pick<Forge, 'comment'> },
): Promise<Published> {
  const keys = sectionKeys(prefix, { ...origin, pull })
  await store.put(keys.section(section.test), JSON.stringify(section), 'application/json')
  let body = renderComment(await sections(keys, store))
  for (let round = 1; ; round++) {
    const published = await forge.comment(MARKER, body)
    if ('missing' in published || round === ROUNDS) return published
    const now = renderComment(await sections(keys, store))
    if (now === body) return published
    body = now
  }
}

/** A section is one beside the others alone: what pods may write in the bucket is in folders. */
async function sections({ root }: ReturnType<typeof sectionKeys>, store: Store): Promise<readonly Section[]> {
  const found = (await store.list(root)).filter((key) => !key.slice(root.length).includes('/'))
  const objects = await Promise.all(found.map((key) => store.get(key)))
  return objects.flatMap((bytes) => {
    const section = bytes && parseSection(json(bytes))
    return section ? [section] : []
  })
}

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined // not ours
  }
}
