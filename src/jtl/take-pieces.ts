import { setImmediate as turn } from 'node:timers/promises'
import type { BlockSummarizer } from '../core/jtl/summarize.ts'
import type { SummaryWarning } from '../core/summary.ts'
import type { XmlTranslator } from './xml.ts'

const XML = /^\ufeff?\s*</

/** So many bytes are read before others have their turn: what inflates the next piece is told to go on. */
const TURN = 1 << 18

/** Reads a JTL, CSV or XML, that comes in pieces to its end; what is to be told of it. */
export async function takePieces(
  summarizer: BlockSummarizer,
  pieces: AsyncIterable<Uint8Array>,
): Promise<readonly SummaryWarning[]> {
  let translator: XmlTranslator | undefined
  let begun = false
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  for await (const piece of pieces) {
    // XML is rare, and its parser is not small.
    if (!begun && isXml(piece)) translator = new (await import('./xml.ts')).XmlTranslator()
    begun = true
    for (let at = 0; at < piece.length; at += TURN) {
      const part = piece.subarray(at, at + TURN)
      if (translator === undefined) summarizer.push(part)
      else summarizer.push(encoder.encode(translator.translate(decoder.decode(part, { stream: true }))))
      await turn()
    }
    if (summarizer.isRefused || translator?.foreign !== undefined) break
  }
  translator?.end()
  summarizer.end()
  return translator === undefined ? summarizer.warnings : [...ofSamples(summarizer.warnings), ...told(translator)]
}

/** By the beginning of a file. */
export function isXml(bytes: Uint8Array): boolean {
  return XML.test(new TextDecoder().decode(bytes.subarray(0, 64)))
}

/** What was told of the CSV that the XML became, whose lines nobody has seen. */
function ofSamples(warnings: readonly SummaryWarning[]): readonly SummaryWarning[] {
  return warnings.filter(({ code }) => code !== 'multi-line').map(({ code, message }) => ({ code, message }))
}

function told({ nested, fault, foreign }: XmlTranslator): readonly SummaryWarning[] {
  if (foreign !== undefined)
    return [
      { code: 'refused', message: `this is no JTL that we can read: it is XML of <${foreign}>, not of <testResults>` },
    ]
  const [samples, are] = nested === 1 ? ['sample', 'is'] : ['samples', 'are']
  const within = `${nested} ${samples} within others (embedded resources, parts of transactions) ${are} not counted`
  return [
    ...(nested > 0 ? [{ code: 'nested', message: within }] : []),
    ...(fault ? [{ code: 'truncated-row', message: `the XML cannot be read on: ${fault.why}`, line: fault.line }] : []),
  ]
}
