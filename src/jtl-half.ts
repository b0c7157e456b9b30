/** The door of the second thread that reads a large JTL: the half of a file in, its summary out. */
import { parentPort, workerData } from 'node:worker_threads'
import { type Half, readSecondHalf } from './jtl/second-half.ts'

const port = parentPort
if (port !== null)
  await readSecondHalf(workerData as Half, (said) =>
    port.postMessage(said, said.said === 'done' ? [said.block.buffer] : []),
  )
