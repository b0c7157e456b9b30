import { generate } from 'selfsigned'

/** A certificate of its own for this address, which nobody else trusts; PEM. */
export async function certificateFor(ip: string): Promise<{ readonly key: string; readonly cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'perf-action' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip }] },
    ],
  })
  return { key, cert }
}
