import '../support/realm.ts'
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from '@jest/globals'
import { parseSummary } from '../../src/core/jtl/json.ts'
import { installCli, runCli } from '../support/command-line.ts'
import { temporaryFolder } from '../support/folder.ts'
import { expectGolden } from '../support/golden.ts'
import { jtl } from '../support/jtl.ts'
import { shopJtl } from '../support/shop-jtl.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder.path, name)
  writeFileSync(path, content)
  return path
}

const shop = file('shop.jtl', shopJtl({ failing: 0.02 }))
const transaction = { url: 'null', dataType: '', elapsed: 700, label: 'buy a book' }

test('the table reads as it was looked at', async () => {
  const failures = Array.from({ length: 8 }, (_, i) => ({
    ...{ label: `GET /${i % 3}`, success: false, responseCode: String(500 + i), responseMessage: `kind ${i}` },
    elapsed: 3 * i,
  }))
  const hostile = { label: 'two\nlines \u001b[31mred\u001b[0m and \u202ereversed', elapsed: 12_345 }
  const many = file(
    'many.jtl',
    jtl({}, ...failures, ...failures.slice(0, 3), hostile, transaction, { elapsed: 80_000 }),
  )
  const pages = { shop: [shop], many: [many], transactions: [many, '--transactions'], two: [shop, many] }
  const read = await Promise.all(
    Object.entries(pages).map(async ([name, args]) => [name, await runCli('summarize', ...args)] as const),
  )
  const odd = `warning: ${many}:14: a quoted text goes over several lines; such a row counts as one (byte 1,210)\n`
  for (const [name, { code, err }] of read) expect({ code, err }).toEqual({ code: 0, err: name === 'shop' ? '' : odd })
  expectGolden('summarize', Object.fromEntries(read.map(([name, { out }]) => [`${name}.txt`, out])))
})

test('--json is the summary, and the same whether it is packed, cut into files or read again', async () => {
  const text = readFileSync(shop, 'utf8')
  const [header = '', ...rows] = text.split(/(?<=\n)/)
  const whole = await runCli('summarize', '--json', shop)
  const { total } = parseSummary(JSON.parse(whole.out))
  expect(total).toMatchObject({ count: rows.length, p95: expect.any(Number) })
  const halves = [
    file('a.jtl', header + rows.slice(0, 700).join('')),
    file('b.jtl.gz', gzipSync(header + rows.slice(700).join(''))),
  ]
  for (const same of [[file('packed', gzipSync(text))], halves, [file('summary.json', whole.out)]])
    expect(JSON.parse((await runCli('summarize', '--json', ...same)).out).total).toEqual(total)
})

test('a gzip of several members, as chunks that were joined, is read to its end', async () => {
  const joined = file('joined.gz', Buffer.concat([gzipSync(jtl({}, {})), gzipSync(jtl({}, {}, {}))]))
  expect(JSON.parse((await runCli('summarize', '--json', joined)).out).total.count).toBe(5)
})

test('what was skipped is said on stderr, with its line; a cut last row is no fault', async () => {
  const cut = file('cut.jtl', `${jtl(...Array.from({ length: 200 }, () => ({})))}1767225600000,1`)
  const { code, out, err } = await runCli('summarize', cut)
  expect({ code, err }).toEqual({
    code: 0,
    err: `warning: ${cut}:202: a row was skipped: the file ends before its line does (byte 16,567)\n`,
  })
  expect(out).toContain('1 row skipped')
})

test('where more than 1 % could not be read, the figures are shown and not to be trusted', async () => {
  const { code, out, err } = await runCli('summarize', file('damaged.jtl', `${jtl({}, {})}what,is,this\n`))
  expect(code).toBe(2)
  expect(out).toContain('GET /')
  expect(err).toMatch(/\nnot to be trusted: 1 of 3 rows \(33 %\) could not be read/)
})

test('--json has transactions where they are asked for, and no numbers change', async () => {
  const both = file('both.jtl', jtl({ label: 'z' }, transaction, { label: 'a' }, { label: 'z' }))
  const [without, with_] = [
    await runCli('summarize', '--json', both),
    await runCli('summarize', '--json', '--transactions', both),
  ]
  const [bare, full] = [JSON.parse(without.out), JSON.parse(with_.out)]
  expect(bare.labels.map(({ label }: { label: string }) => label)).toEqual(['z', 'a'])
  expect([bare.transactions, bare.blocks[0].transactions]).toEqual([[], []])
  expect(full.transactions).toMatchObject([{ label: 'buy a book', count: 1 }])
  expect(full.blocks[0].transactions).toMatchObject([{ label: 'buy a book' }])
  expect(full.total).toEqual(bare.total)
  for (const { out } of [without, with_]) expect(parseSummary(JSON.parse(out)).total).toEqual(bare.total)
})

test('several gzipped files, read two at once, are told of in the order in which they were named', async () => {
  const files = Array.from({ length: 5 }, (_, i) => {
    const rows = Array.from({ length: i === 0 ? 3000 : 3 }, () => ({ label: `GET /${i}` }))
    return file(`chunk-${i}.jtl.gz`, gzipSync(`${jtl(...rows)}cut`))
  })
  const { code, out, err } = await runCli('summarize', '--json', ...files)
  expect(code).toBe(0)
  const { labels } = JSON.parse(out)
  expect(labels.map(({ label }: { label: string }) => label)).toEqual(files.map((_, i) => `GET /${i}`))
  expect([...err.matchAll(/chunk-(\d)/g)].map(([, i]) => i)).toEqual(['0', '1', '2', '3', '4'])
})

test('a file of transactions alone says so, and is shown when they are asked for', async () => {
  const only = file('only.jtl', jtl(transaction, transaction))
  expect(await runCli('summarize', only)).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('--transactions'),
  })
  const { code, out } = await runCli('summarize', '--transactions', only)
  expect(code).toBe(0)
  expect(out).toMatch(/^Transactions\nlabel +count.*\nbuy a book +2 .*\n\n2026-01-01 00:00:00 UTC/)
})

test('of several files an empty one is a warning', async () => {
  const { code, err } = await runCli('summarize', shop, file('header-too.jtl', jtl()))
  expect(code).toBe(0)
  expect(err).toMatch(/^warning: .*header-too.jtl: there is no sample in it\n$/)
})

/** A file with holes, which takes no room. */
const endless = file('endless.json', '{')
truncateSync(endless, 300 << 20)

const link = join(folder.path, 'link.jtl')
const other = `${folder.path}/./other.jtl`
symlinkSync(file('other.jtl', jtl({})), link)
const run = join(folder.path, 'run')
mkdirSync(run)
file('run/summary.json', '{}')

test.each([
  ['no file', [], 'summarize needs a file; - is the standard input'],
  ['a file that is not there', ['none.jtl'], '`none.jtl` cannot be read: ENOENT'],
  ['a folder without results', [new URL('.', import.meta.url).pathname], 'summary.json` cannot be read: ENOENT'],
  ['an empty file', [file('empty.jtl', '')], 'there is no sample in it'],
  ['a header alone', [file('header.jtl', jtl())], 'there is no sample in it'],
  ['XML without samples', [file('xml.jtl', '<testResults/>\n')], 'there is no sample in it'],
  ['XML that is no JTL', [file('page.xml', '<html></html>\n')], 'page.xml`: this is no JTL that we can read'],
  ['another text', [file('other.csv', 'a,b\n1,2\n')], 'its first line is no JTL header'],
  [
    'another JSON',
    [file('other.json', '{"a":1}')],
    'other.json`: it is JSON, but no result of Fortio and no summary of perf-action',
  ],
  ['JSON that is cut', [file('cut.json', '{"a":')], 'cut.json`: it begins like JSON, but is none, or not all of it: '],
  ['JSON that is gzipped', [file('other.gz', gzipSync('{"a":1}'))], 'other.gz`: it is JSON, but no result'],
  ['JSON without end', [endless], 'endless.json`: it is JSON of more than 256 MiB'],
  ['a cut gzip', [file('cut.gz', gzipSync(shopJtl()).subarray(0, 3000))], 'cannot be read to its end'],
  ['a good file and a cut gzip', [shop, file('cut2.gz', gzipSync(shopJtl()).subarray(0, 3000))], 'gunzip -c FILE |'],
  ['a zip archive', [file('a.zip', 'PK\u0003\u0004rest')], 'it is a zip archive: unpack it'],
  ['zstd', [file('a.zst', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 1))], 'it is compressed with zstd: unpack it'],
  ['UTF-16', [file('utf16.jtl', Buffer.from(`\ufeff${jtl({})}`, 'utf16le'))], 'it is UTF-16, not UTF-8'],
  ['zeros', [file('zeros.jtl', new Uint8Array(3 << 20))], 'it is no UTF-8 text'],
  ['a file of which no row can be read', [file('bad.jtl', `${jtl()}a\nb\n`)], 'none of its 2 rows could be read'],
  ['a file that was given twice', [shop, shop], 'shop.jtl was given twice'],
  ['a file that has two names', [shop, link, other], 'other.jtl was given twice'],
  ['a file within a folder that is given, too', [run, join(run, 'summary.json')], 'summary.json was given twice'],
  ['a dash that was given twice', ['-', '-'], '- was given twice'],
])('%s ends with 2', async (_, args, message) => {
  const { code, out, err } = await runCli('summarize', ...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(/^(warning: .*\n)*INPUT: /)
  expect(err).toContain(message)
})

test('a dash is the standard input', async () => {
  using installed = installCli()
  const shell = ['sh', '-c', 'exec "$@" < "$0"', shop]
  const program = installed.start(['summarize', '-', '--json'], {}, shell)
  expect(await program.ended).toBe(0)
  expect(JSON.parse(program.output())).toEqual(JSON.parse((await runCli('summarize', '--json', shop)).out))
})

test('a file that is the standard input, too, was given twice', async () => {
  using installed = installCli()
  const program = installed.start(['summarize', '-', shop], {}, ['sh', '-c', 'exec "$@" < "$0"', shop])
  expect(await program.ended).toBe(2)
  expect(program.output()).toContain('shop.jtl was given twice')
})

test.each([
  ['Fortio', '../fixtures/fortio/fortio-result-http-v1.57.3.json'],
  ['ours', undefined],
])('a result of %s is the same as a file, gzipped, and from a pipe', async (_, fixture) => {
  const text = fixture
    ? readFileSync(new URL(fixture, import.meta.url), 'utf8')
    : (await runCli('summarize', '--json', shop)).out
  const plain = file('result.json', text)
  const whole = await runCli('summarize', '--json', plain)
  expect(whole).toMatchObject({ code: 0, out: expect.stringContaining('"schema"') })
  const packed = file('result.json.gz', gzipSync(text))
  expect(await runCli('summarize', '--json', packed)).toEqual({ ...whole, err: whole.err.replaceAll(plain, packed) })
  using installed = installCli()
  const program = installed.start(['summarize', '-', '--json'], {}, ['sh', '-c', 'cat "$0" | "$@" 2> /dev/null', plain])
  expect(await program.ended).toBe(0)
  expect(program.output()).toBe(whole.out)
})
