import { posix } from 'node:path'

/** A folder of an artifact, in memory. */
export interface Folder {
  /** By path, without a slash before it. */
  readonly files: ReadonlyMap<string, Buffer>
  /** Where messages say that it lies; kustomize-controller unpacks an artifact into a temporary folder. */
  readonly root: string
}

/** What kustomize or Flux says of a folder that can't be built. */
export class BuildFailure extends Error {
  override readonly name = 'BuildFailure'
}

/** `./perf/runs/` and the like, as a path of the folder; '' for its root. */
export function pathIn(path: string): string {
  const clean = posix.normalize(path).replace(/^(\.\/|\/)+|\/+$/g, '')
  if (clean.startsWith('..')) throw new BuildFailure(`path '${path}' leaves the artifact`)
  return clean === '.' ? '' : clean
}

export function fullPath({ root }: Folder, path: string): string {
  return path === '' ? root : `${root}/${path}`
}

/** Names of files and folders directly in a folder, in order. */
export function namesIn({ files }: Folder, path: string): readonly string[] {
  const start = path === '' ? '' : `${path}/`
  const below = [...files.keys()].filter((file) => file.startsWith(start)).map((file) => file.slice(start.length))
  return [...new Set(below.map((file) => file.split('/', 1)[0] ?? ''))].toSorted()
}

export function isFolder(folder: Folder, path: string): boolean {
  return path === '' || namesIn(folder, path).length > 0
}

/** A file's text; undefined where there is none. */
export function textOf({ files }: Folder, path: string): string | undefined {
  return files.get(path)?.toString('utf8')
}
