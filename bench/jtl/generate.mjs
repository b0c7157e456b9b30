#!/usr/bin/env node
// Deterministic generator of JMeter-5-style CSV result files (JTL) for benchmarks.
//   node gen-jtl.mjs --out FILE [--bytes 1g | --rows N] [--seed 1] [--errors 0.005]
//                    [--transactions 0.12] [--hours 48] [--labels 20] [--crlf] [--threads 200]
// Writes FILE (or stdout with --out -). Same arguments -> same bytes.
//
// What it imitates:
//  * default column set of JMeter 5.x; rows are ordered by the END of a sample while timeStamp is its START,
//    so timeStamp is not monotonic (just as in real files);
//  * Transaction Controller rows: quoted responseMessage ("Number of samples in transaction : 3, ..."),
//    empty dataType, URL "null" -- so quoted fields are common in real files, not only in errors;
//  * one label that itself holds a comma and a doubled quote, one with non-ASCII letters;
//  * failureMessage with commas, doubled quotes and embedded newlines, some with text that looks like a JTL row;
//  * non-HTTP response codes with spaces; timeouts (elapsed about 30/60 s) as a mode in the tail;
//  * thread ramp-up / steady / ramp-down in grpThreads and allThreads.
import fs from 'node:fs'

const arg = {}
for (let i = 2; i < process.argv.length; i++) {
  const a = process.argv[i]
  if (!a.startsWith('--')) throw new Error('unexpected argument ' + a)
  const k = a.slice(2)
  arg[k] = i + 1 < process.argv.length && !process.argv[i + 1].startsWith('--') ? process.argv[++i] : true
}
const size = (s) => {
  const m = /^([\d.]+)([kmg]?)$/i.exec(String(s))
  if (!m) throw new Error('bad size ' + s)
  return Math.round(Number(m[1]) * { '': 1, k: 1e3, m: 1e6, g: 1e9 }[m[2].toLowerCase()])
}
const out = arg.out ?? '-'
const maxBytes = arg.bytes ? size(arg.bytes) : Infinity
const maxRows = arg.rows ? size(arg.rows) : Infinity
if (maxBytes === Infinity && maxRows === Infinity) throw new Error('--bytes or --rows is needed')
const errorRate = Number(arg.errors ?? 0.005)
const txRate = Number(arg.transactions ?? 0.12)
const nLabels = Number(arg.labels ?? 20)
const peakThreads = Number(arg.threads ?? 200)
const nl = arg.crlf ? '\r\n' : '\n'
const start = 1767225600000 // 2026-01-01T00:00:00Z
const estRows = maxRows !== Infinity ? maxRows : maxBytes / 150
const spanMs = Number(arg.hours ?? 48) * 3600e3
const stepMs = spanMs / estRows

// sfc32: small, fast, deterministic
let sa = 0x9e3779b9 | 0,
  sb = 0x243f6a88 | 0,
  sc = (Number(arg.seed ?? 1) * 2654435761) | 0,
  sd = 1
function u32() {
  const t = (((sa + sb) | 0) + sd) | 0
  sd = (sd + 1) | 0
  sa = sb ^ (sb >>> 9)
  sb = (sc + (sc << 3)) | 0
  sc = (sc << 21) | (sc >>> 11)
  sc = (sc + t) | 0
  return t >>> 0
}
for (let i = 0; i < 20; i++) u32()
const rnd = () => u32() / 4294967296
let spare = null
function normal() {
  if (spare !== null) {
    const s = spare
    spare = null
    return s
  }
  let u, v, q
  do {
    u = 2 * rnd() - 1
    v = 2 * rnd() - 1
    q = u * u + v * v
  } while (q >= 1 || q === 0)
  const f = Math.sqrt((-2 * Math.log(q)) / q)
  spare = v * f
  return u * f
}
const lognormal = (median, sigma) => median * Math.exp(sigma * normal())

const base = [
  ['GET /', '/', 45, 0.4, 14],
  ['GET /login', '/login', 60, 0.35, 5],
  ['POST /login', '/login', 180, 0.45, 5],
  ['GET /catalog', '/catalog?page=1&size=50', 95, 0.5, 12],
  ['GET /catalog/item', '/catalog/item/48213', 70, 0.5, 11],
  ['Search, filtered "exact"', '/search?q=blue+shoes&sort=price', 240, 0.7, 6],
  ['GET /cart', '/cart', 55, 0.4, 6],
  ['POST /cart/add', '/cart/add', 85, 0.5, 6],
  ['PUT /cart/item', '/cart/item/3', 88, 0.5, 3],
  ['DELETE /cart/item', '/cart/item/3', 65, 0.4, 2],
  ['GET /checkout', '/checkout', 130, 0.5, 3],
  ['POST /checkout/pay', '/checkout/pay', 620, 0.6, 3],
  ['GET /orders', '/orders?limit=20', 150, 0.5, 3],
  ['GET /orders/détail', '/orders/9917231', 110, 0.5, 3],
  ['GET /api/v2/recommendations', '/api/v2/recommendations?user=1182', 310, 0.8, 5],
  ['GET /static/app.js', '/static/app.3f9c2b.js', 8, 0.6, 8],
  ['GET /logout', '/logout', 40, 0.3, 2],
]
const requests = []
for (let i = 0; i < Math.max(1, nLabels - 3); i++) {
  const b = base[i % base.length]
  const n = i < base.length ? '' : ' #' + Math.floor(i / base.length)
  requests.push({
    label: b[0] + n,
    url: 'https://shop.example.com' + b[1],
    median: b[2],
    sigma: b[3],
    weight: b[4],
    tx: false,
  })
}
const transactions = [
  ['T01 Browse', 420, 0.5, 6],
  ['T02 Add to cart', 330, 0.5, 4],
  ['T03 Buy', 1100, 0.5, 2],
].map(([label, median, sigma, weight]) => ({ label, url: 'null', median, sigma, weight, tx: true }))
const q = (s) => (/[",\r\n]/.test(s) ? '"' + s.replace(/"/g, '""') + '"' : s)
for (const l of [...requests, ...transactions]) {
  l.csv = q(l.label)
  l.csvUrl = q(l.url)
}
const table = (list) => {
  const t = []
  for (const l of list) for (let i = 0; i < l.weight; i++) t.push(l)
  return t
}
const reqTable = table(requests),
  txTable = table(transactions)
const groups = ['Shoppers', 'Browsers', 'API clients']

const errors = [
  [
    '500',
    'Internal Server Error',
    'Test failed: code expected to equal /\n\n****** received  : [[[500]]]\n\n****** comparison: [[[200]]]\n\n/',
  ],
  [
    '503',
    'Service Unavailable',
    'The operation lasted too long: It took 4,021 milliseconds, but should not have lasted longer than 4,000 milliseconds.',
  ],
  ['404', 'Not Found', 'Test failed: text expected to contain /"status":"OK", "items":[/'],
  ['502', 'Bad Gateway', ''],
  [
    '200',
    'OK',
    'Value expected to be "OK", but found "FAIL"\n1767225600123,45,GET /,200,OK,fake 1-1,text,true,,1,1,1,1,null,1,0,1\nlooks like a row',
  ],
  ['Non HTTP response code: java.net.SocketTimeoutException', 'Non HTTP response message: Read timed out', '', 30000],
  [
    'Non HTTP response code: org.apache.http.conn.HttpHostConnectException',
    'Non HTTP response message: Connect to shop.example.com:443 [shop.example.com/192.0.2.10] failed: Connection refused, "retry" later',
    '',
  ],
  [
    'Non HTTP response code: java.net.SocketTimeoutException',
    'Non HTTP response message: connect timed out',
    '',
    60000,
  ],
]
for (const e of errors) {
  e.msg = q(e[1])
  e.fail = q(e[2])
}

const fd = out === '-' ? 1 : fs.openSync(out, 'w')
const head =
  'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect' +
  nl
let chunk = head,
  written = 0,
  rows = 0
function flush() {
  const b = Buffer.from(chunk, 'utf8')
  for (let o = 0; o < b.length; ) o += fs.writeSync(fd, b, o)
  written += b.length
  chunk = ''
}
while (rows < maxRows && written < maxBytes) {
  const progress = rows / estRows
  const threads = Math.max(
    1,
    Math.min(peakThreads, Math.round(peakThreads * Math.min(progress / 0.05, (1.02 - progress) / 0.03))),
  )
  const l = rnd() < txRate ? txTable[u32() % txTable.length] : reqTable[u32() % reqTable.length]
  let elapsed = lognormal(l.median, l.sigma)
  const mode = rnd()
  if (mode < 0.03)
    elapsed += lognormal(900, 0.3) // slow mode: GC pause / cold cache
  else if (mode < 0.0305) elapsed += 15000 + 500 * rnd() // retry after 15 s
  const g = u32() % groups.length
  const grp = Math.max(1, Math.floor(threads / 3))
  const thread = groups[g] + ' 1-' + (1 + (u32() % grp))
  let code = '200',
    msg = 'OK',
    ok = 'true',
    fail = '',
    type = 'text'
  let bytes = Math.round(lognormal(5200, 0.5)),
    sent = 300 + (u32() % 400)
  let connect = rnd() < 0.04 ? 1 + (u32() % 40) : 0
  if (rnd() < errorRate) {
    const e = errors[u32() % errors.length]
    code = e[0]
    msg = e.msg
    fail = e.fail
    ok = 'false'
    if (e[3]) elapsed = e[3] + 20 * rnd()
    if (code[0] === 'N') {
      bytes = 2600
      sent = 0
    }
  }
  elapsed = Math.max(1, Math.round(elapsed))
  let latency = Math.max(0, Math.round(elapsed * (0.6 + 0.4 * rnd())))
  if (connect > latency) connect = latency
  let idle = 0
  if (l.tx) {
    msg = '"Number of samples in transaction : 3, number of failing samples : ' + (ok === 'true' ? 0 : 1) + '"'
    if (ok === 'false') {
      code = ''
      fail = ''
    }
    type = ''
    bytes *= 3
    sent *= 3
    connect = 0
    idle = u32() % 3000
    latency = 0
  }
  const end = start + Math.round(rows * stepMs)
  chunk +=
    end -
    elapsed +
    ',' +
    elapsed +
    ',' +
    l.csv +
    ',' +
    code +
    ',' +
    msg +
    ',' +
    thread +
    ',' +
    type +
    ',' +
    ok +
    ',' +
    fail +
    ',' +
    bytes +
    ',' +
    sent +
    ',' +
    grp +
    ',' +
    threads +
    ',' +
    l.csvUrl +
    ',' +
    latency +
    ',' +
    idle +
    ',' +
    connect +
    nl
  rows++
  if (chunk.length > 1 << 20) flush()
}
flush()
if (fd !== 1) fs.closeSync(fd)
process.stderr.write(JSON.stringify({ out, rows, bytes: written }) + '\n')
