import { isDeepStrictEqual } from 'node:util'
import { expect, test } from '@jest/globals'
import { createBlockSummarizer } from '../../../src/core/jtl/summarize.ts'
import { JTL_HEADER, jtlLine } from '../../../src/core/jtl/write.ts'
import { row } from '../../support/jtl.ts'

/** So many damaged files are read by the engine and by the plain reader, which must find the same. */
const CASES = process.env['CI'] ? 200_000 : 20_000

const plain = jtlLine(row({ label: 'a' }))
const failed = jtlLine(row({ label: 'a', success: false, failureMessage: 'not "OK",\nbut this' }))
const transaction = jtlLine(
  row({ label: 'T', dataType: '', responseMessage: 'Number of samples in transaction : 1, x', url: 'null' }),
)
const small = 'timeStamp,elapsed,label,success\n'
/** As JMeter 5 writes them: a server that hangs up, a response that is not what was expected, a test on several hosts. */
const refused =
  '1767225600123,2,POST /pay,Non HTTP response code: java.net.ConnectException,"Non HTTP response message: Connection refused (Connection refused), 10.0.0.7",checkout 1-12,text,false,,2301,0,12,12,http://10.0.0.7/pay,0,0,2\n'
const unexpected =
  '1767225600456,87,GET /cart,200,OK,checkout 1-3,text,false,"Test failed: text expected to contain /""total"": 3/\nbut was {""total"": 2}",512,131,12,12,http://10.0.0.7/cart,86,0,1\n'
const remote = 'timeStamp,elapsed,label,responseCode,success,allThreads,SampleCount,ErrorCount,Hostname\n'
/** Rows of semicolons, in whose labels rows of commas seem to stand, of a label that comes later. */
const hidden =
  'x,timeStamp,elapsed,label,success,y\n' +
  'p;1700000000000;5;Q,1700000000001,bad,VICTIM,true,;true;\n' +
  'a,1700000010000,7,VICTIM,true,b\n'.repeat(2) +
  'p;1700000000000;5;Q,1700000000001,,OTHER,true,;true;\na,1700000010000,7,OTHER,true,b\n'
const CORPUS = [
  hidden,
  JTL_HEADER.replace(',Lag', '') + refused + unexpected + refused.replace('false', 'true').repeat(2) + unexpected,
  remote +
    '1767225600123,2,a,200,true,40,1,0,load-1\n'.repeat(3) +
    '1767225600200,40,a,200,false,40,8,2,load-2\n'.repeat(2),
  small +
    '1767225600000,5,a,true\n'.repeat(2) +
    '1767225600000;5;a;true\n' +
    small.replaceAll(',', ';') +
    '1767225600000;5;a;true\n',
  small + '2026/01/01 00:00:00.123,5,a,true\n'.repeat(2) + '1767225600000,5,a,true\n',
  JTL_HEADER + plain.repeat(4),
  JTL_HEADER + plain + failed + plain + failed,
  JTL_HEADER + transaction.repeat(3) + plain,
  (JTL_HEADER + plain.repeat(3)).replaceAll('\n', '\r\n'),
  small + '1767225600000,5,a,true\n'.repeat(4),
  small + '1767225600000,5,"a,""b""",true\n'.repeat(3),
  small.replaceAll(',', ';') + '1767225600000;5;a;true\n1767225700000;70000;"a";false\n'.repeat(2),
].map((text) => new TextEncoder().encode(text))

/** Numbers that seem random and are the same in every run (mulberry32). */
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) % below
  }
}

const TELLING = [10, 13, 34, 44, 59, 48, 57, 47, 58, 0, 255, 116]

/** A file of the corpus, mostly after its header, with bytes changed, left out or doubled. */
function damaged(below: (limit: number) => number): Uint8Array {
  const bytes = [...CORPUS[below(CORPUS.length)]!]
  const begin = below(8) === 0 ? 0 : bytes.indexOf(10) + 1
  for (let left = below(5); left > 0; left--) {
    const at = begin + below(bytes.length - begin)
    const byte = below(3) > 0 ? TELLING[below(TELLING.length)]! : below(256)
    const kind = below(4)
    if (kind < 2) bytes[at] = byte
    else if (kind === 2) bytes.splice(at, 1 + below(8))
    else bytes.splice(at, 0, byte, ...bytes.slice(at, at + below(6)))
    if (bytes.length <= begin) break
  }
  return Uint8Array.from(bytes)
}

function found(file: Uint8Array, cut: number, leaveOut: boolean) {
  using summarizer = createBlockSummarizer('load', { plain: leaveOut })
  summarizer.push(file.subarray(0, cut))
  summarizer.push(file.subarray(cut))
  summarizer.end()
  const { rows, warnings, completeBytes } = summarizer
  return { block: summarizer.block(), rows, warnings, completeBytes }
}

test(`the engine and the plain reader find the same in ${CASES} damaged files`, () => {
  for (let seed = 0; seed < CASES; seed++) {
    const below = chance(seed)
    const file = damaged(below)
    const cut = below(file.length + 1)
    const [fast, slow] = [found(file, cut, false), found(file, cut, true)]
    if (!isDeepStrictEqual(fast, slow)) expect({ seed, ...fast }).toEqual({ seed, ...slow })
  }
}, 600_000)
