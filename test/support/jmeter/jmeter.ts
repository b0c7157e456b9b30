// Behaves to its surroundings as JMeter does: arguments, JTL, output, stop port, exit codes. Properties `fake.*` tell it
// how many rows to write, how many ms apart, how many ms it takes to end, and with what code.
import { createSocket, type Socket } from 'node:dgram'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const args = process.argv.slice(2)
const after = (flag: string) => args[args.indexOf(flag) + 1] ?? ''
const property = (name: string, otherwise: string) =>
  args.findLast((arg) => arg.startsWith(`-J${name}=`))?.slice(name.length + 3) ?? otherwise
const number = (name: string, otherwise: number) => Number(property(name, String(otherwise)))

const jtl = after('-l')
readFileSync(after('-t')) // a plan that is not there is an exception
appendFileSync(after('-j'), `arguments: ${JSON.stringify(args)}\n`)
let stopped = false
let told = 0
const socket = await listen(number('jmeterengine.nongui.port', 4445))
socket.on('message', (message) => {
  if (message.toString() !== 'StopTestNow') return
  told++
  stopped = property('fake.deaf', '') === ''
})
process.on('SIGTERM', () => {
  row('last words')
  process.exit(143)
})
console.log(`Starting standalone test @ 2026 Nov 22 04:12:43 GMT (${Date.now()})`)
console.log(`Waiting for possible Shutdown/StopTestNow/HeapDump/ThreadDump message on port ${socket.address().port}`)

const end = property('fake.endless', '') ? Number.POSITIVE_INFINITY : Date.now() + 1000 * number('duration', 1)
for (let n = 0; n < number('fake.rows', 20) && !stopped && Date.now() < end; n++) {
  row(`GET /${n % 2}`)
  await sleep(number('fake.every', 5))
}
await sleep(number('fake.ending', 0))
if (told > 1) await new Promise(() => {}) // told again while it stops, it does not end
if (number('fake.exit', 0) === 0 && property('fake.silent', '') === '') console.log('Tidying up ...\n... end of run')
else console.log('Error in NonGUIDriver')
process.exit(number('fake.exit', 0))

function row(label: string): void {
  if (!existsSync(jtl)) appendFileSync(jtl, 'timeStamp,elapsed,label,responseCode,responseMessage,success,bytes\n')
  appendFileSync(jtl, `${Date.now() - 12},12,${label},200,OK,true,100\n`)
}

async function listen(port: number): Promise<Socket> {
  const socket = createSocket('udp4')
  try {
    await new Promise<void>((ready, taken) => socket.once('error', taken).bind(port, '127.0.0.1', ready))
    return socket
  } catch {
    socket.close()
    return listen(port + 1)
  }
}
