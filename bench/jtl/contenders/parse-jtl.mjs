import { relative } from 'node:path'
import parseJtl from 'parse-jtl'

// It knows percentiles of its own making; counts and errors are what can be compared.
const { all } = parseJtl.parse(relative(process.cwd(), process.argv[2]))
for (const { label, samples, errors } of Object.values(all)) console.log([label, samples, errors].join('\t'))
