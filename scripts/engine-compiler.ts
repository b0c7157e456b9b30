import { main } from 'assemblyscript/asc'

const SOURCE = 'src/core/jtl/engine/engine.as.ts'
/** The module that holds the compiled engine. */
export const ENGINE_MODULE = 'src/core/jtl/engine/wasm.ts'

const OPTIONS = ['--runtime', 'stub', '-O3', '--converge', '--noAssert', '--enable', 'simd', '--initialMemory', '112']

/** The text of the module that holds the engine; throws with what the compiler said. */
export async function compileEngine(): Promise<string> {
  let said = ''
  let wasm = new Uint8Array()
  const { error } = await main([SOURCE, ...OPTIONS, '--outFile', 'engine.wasm'], {
    stderr: {
      write(text) {
        said += text
      },
    },
    writeFile: (name, contents) => {
      if (name === 'engine.wasm' && typeof contents !== 'string') wasm = new Uint8Array(contents)
    },
  })
  if (error !== null || wasm.length === 0) throw new Error(`the JTL engine does not compile:\n${said}`)
  const base64 = Buffer.from(wasm).toString('base64')
  return `// Written by scripts/engine.ts from the *.as.ts beside it: do not edit.\nexport const ENGINE = '${base64}'\n`
}
