import { randomBytes } from 'node:crypto'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readAssets } from '../assets.ts'
import { PerfError, reason } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import type { ManifestFile } from '../core/manifest/folder.ts'
import { renderFolder } from '../core/manifest/render.ts'
import { runId } from '../core/run.ts'
import type { Act } from './command.ts'
import { readTests } from './repository.ts'

/** Writes the folder of a new run of a test, and says what it wrote. */
export const render: Act = async (given, terminal) => {
  const [name, out] = [given.need('test'), given.need('out')]
  const [test] = await readTests(given.need('config'), [name])
  if (test === undefined) throw new PerfError('INTERNAL', `${quote(name)} was not loaded`)
  const place = placeOf(given.need('bucket'))
  const region = given.text('region') ?? (process.env['AWS_REGION'] || 'us-east-1')
  const run = { id: runId(Date.now(), randomBytes(6)), test, namespace: given.need('namespace'), region, ...place }
  const { files, uploads } = renderFolder(run, await readAssets())
  await write(out, files)
  const lines = [
    ...files.map(({ path, content }) => `${String(Buffer.byteLength(content)).padStart(9)} ${join(out, path)}`),
    ...uploads.map(({ key }) => `The plan is too large for the folder: a run puts it at s3://${place.bucket}/${key}`),
    `Next: kubectl kustomize ${JSON.stringify(out)}`,
  ]
  terminal.out(`${lines.join('\n')}\n`)
  return 0
}

/** Of `bucket/prefix`, with or without `s3://`. */
function placeOf(text: string): { readonly bucket: string; readonly prefix: string } {
  const parts = text.replace(/^s3:\/\//, '').split('/')
  const [bucket = '', ...rest] = parts.filter((part) => part !== '')
  return { bucket, prefix: rest.join('/') }
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
