import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PerfError, reason } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import { judge } from '../core/verdict/judge.ts'
import { renderComment } from '../report/comment.ts'
import { condense } from '../report/condense.ts'
import { renderHtml } from '../report/html/page.ts'
import type { Result } from '../report/result.ts'
import type { Act } from './command.ts'
import { refuse } from './given.ts'
import { inBucket, openPlace } from './place.ts'
import { readRunFolder } from './run-folder.ts'

/** Writes the HTML report of a run, or the comment's Markdown, from the run's folder. */
export const report: Act = async (given, terminal) => {
  const [folder, ...more] = given.operands
  if (folder === undefined) return refuse(['report needs the folder of a run'], 'report')
  if (more.length > 0) refuse([`report takes one folder, not ${quote(more.join(' '))} too`], 'report')
  if (inBucket(folder) && given.text('out') === undefined && !given.flag('markdown'))
    return refuse(['a report of a run in a bucket needs --out'], 'report')
  const { run, record, evidence, verdict } = await readRunFolder(await openPlace(folder))
  const { summary, manifests, metrics } = evidence
  const result: Result = {
    ...{ run, summary, manifests, metrics, links: {} },
    revision: record.origin.sha,
    verdict: verdict ?? judge(evidence),
  }
  const markdown = given.flag('markdown')
  const text = markdown ? renderComment([condense(result)]) : renderHtml(result)
  const out = given.text('out') ?? (markdown ? '-' : join(folder, 'report', 'index.html'))
  if (out === '-') terminal.out(text)
  else {
    await write(out, text)
    terminal.out(`${out}\n`)
  }
  return 0
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  } catch (cause) {
    throw new PerfError('INPUT', `${quote(path)} cannot be written: ${reason(cause)}`, {
      hint: 'name another file with --out; - is the standard output',
      cause,
    })
  }
}
