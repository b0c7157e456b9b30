// The door of the agent: a native sidecar beside the generator. It holds the pod's claim, starts the generator in step with
// the other pods, brings its results to the bucket, and then tells it how to end. Kubernetes starts a sidecar that ends
// again, so this one stays until TERM.
import { systemClock } from './adapters/clock.ts'
import { createDirectoryStore } from './adapters/directory-store.ts'
import { createS3Store } from './adapters/s3.ts'
import { createTarget } from './adapters/target.ts'
import { createMailbox } from './agent/mailbox.ts'
import { type Pod, podFrom } from './agent/pod.ts'
import { exitCode, runPod } from './agent/run.ts'
import { readSpec } from './agent/spec.ts'
import { createStop, onTerm, TOLD } from './agent/stop.ts'
import { reason } from './core/error.ts'
import { keys } from './core/run.ts'
import type { RunSpec } from './core/spec.ts'
import type { Store } from './ports.ts'

const say = (line: string) => console.log(line)
const mailbox = createMailbox(process.env['PERF_WORK_DIR'] ?? '/work')
const stop = createStop()
const terminated = Promise.withResolvers<void>()
process.on('SIGTERM', () => terminated.resolve())
process.on('disconnect', () => terminated.resolve()) // whoever started us on a machine of theirs is gone

async function work(): Promise<number> {
  try {
    const pod = podFrom(process.env)
    const told = () => stop.request(TOLD, systemClock.now() + pod.graceMs / 2)
    void terminated.promise.then(told)
    onTerm(mailbox, told)
    const spec = await readSpec(pod)
    const store = openStore(pod, spec)
    const names = keys({ prefix: spec.prefix, id: spec.run, test: { name: spec.test } })
    const target = createTarget()
    return await runPod({ pod, spec, keys: names, store, target, clock: systemClock, mailbox, stop, say })
  } catch (thrown) {
    say(`failed: ${reason(thrown)}`)
    return exitCode(thrown)
  }
}

function openStore({ storeDir }: Pod, { bucket, region, kmsKeyId }: RunSpec): Store {
  if (storeDir !== undefined) return createDirectoryStore(storeDir)
  return createS3Store({ bucket, region, ...(kmsKeyId === undefined ? {} : { kmsKeyId }) })
}

if ((await mailbox.read('end')) === undefined) {
  const code = await work()
  await mailbox.write('end', `${code}\n`)
  say(`the generator's container shall end with ${code}`)
}
const idle = setInterval(() => {}, 2 ** 30)
await terminated.promise
clearInterval(idle)
process.exit(0)
