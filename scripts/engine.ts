// Compiles the JTL engine (AssemblyScript → WebAssembly) into a module that holds its bytes: same input, same bytes.
import { writeFileSync } from 'node:fs'
import { compileEngine, ENGINE_MODULE } from './engine-compiler.ts'

writeFileSync(ENGINE_MODULE, await compileEngine())
