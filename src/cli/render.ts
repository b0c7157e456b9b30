import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { readAssets } from '../assets.ts'
import { loadTests } from '../config/load.ts'
import { configText } from '../config/utf8.ts'
import { PerfError, reason } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import type { ManifestFile } from '../core/manifest/folder.ts'
import { renderFolder } from '../core/manifest/render.ts'
import { runId } from '../core/run.ts'

export interface RenderOptions {
  readonly config: string
  readonly test: string
  readonly out: string
  readonly namespace: string
  /** `bucket/prefix`, with or without `s3://`. */
  readonly bucket: string
  readonly region: string
}

/** Writes the folder of a new run of the test; what it wrote, for people. Throws CONFIG, PLAN, NOT_BUILT and INPUT. */
export async function render({ config, test: name, out, ...where }: RenderOptions): Promise<string> {
  const { root, file } = repository(config)
  const text = await readIfThere(config)
  if (text === undefined)
    throw new PerfError('CONFIG', `there is no ${quote(config)}`, { hint: 'name the file with --config' })
  const [test] = await loadTests({
    text: configText(text, file),
    file,
    names: [name],
    readFile: (path) => readIfThere(resolve(root, path)),
  })
  if (test === undefined) throw new PerfError('INTERNAL', `${quote(name)} was not loaded`)
  const { bucket, prefix } = place(where.bucket)
  const run = { ...where, id: runId(Date.now(), randomBytes(6)), test, bucket, prefix }
  const { files, uploads } = renderFolder(run, await readAssets())
  await write(out, files)
  return [
    ...files.map(({ path, content }) => `${String(Buffer.byteLength(content)).padStart(9)} ${join(out, path)}`),
    ...uploads.map(({ key }) => `The plan is too large for the folder: a run puts it at s3://${bucket}/${key}`),
    `Next: kubectl kustomize ${JSON.stringify(out)}\n`,
  ].join('\n')
}

/** What plans may not leave: the working directory, or the config's own folder where that is elsewhere. */
function repository(config: string): { readonly root: string; readonly file: string } {
  const path = resolve(config)
  const root = path.startsWith(resolve('.') + sep) ? resolve('.') : dirname(path)
  return { root, file: relative(root, path).replaceAll(sep, '/') }
}

function place(text: string): { readonly bucket: string; readonly prefix: string } {
  const parts = text.replace(/^s3:\/\//, '').split('/')
  const [bucket = '', ...rest] = parts.filter((part) => part !== '')
  return { bucket, prefix: rest.join('/') }
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  return readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined
    throw new PerfError('CONFIG', `${quote(path)} cannot be read: ${cause.message}`, { cause })
  })
}

async function write(out: string, files: readonly ManifestFile[]): Promise<void> {
  try {
    await mkdir(out, { recursive: true })
    if ((await readdir(out)).length > 0) throw new PerfError('INPUT', `${quote(out)} is not empty`, { hint: ELSEWHERE })
    for (const { path, content } of files) await writeFile(join(out, path), content)
  } catch (cause) {
    if (cause instanceof PerfError) throw cause
    throw new PerfError('INPUT', `${quote(out)} cannot be written: ${reason(cause)}`, { hint: ELSEWHERE, cause })
  }
}

const ELSEWHERE = 'name a new folder with --out'
