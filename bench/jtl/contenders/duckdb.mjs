import { DuckDBInstance } from '@duckdb/node-api'

const [path, threads] = process.argv.slice(2)
const db = await (await DuckDBInstance.create(':memory:', { threads })).connect()
const found = await db.runAndReadAll(`
  select label, count(*)::double, count(*) filter (where not success)::double,
    quantile_disc(elapsed, [0.5, 0.9, 0.95, 0.99]), max(elapsed)
  from read_csv('${path.replaceAll("'", "''")}', header = true, quote = '"', escape = '"', delim = ',',
    types = {'elapsed': 'INTEGER', 'success': 'BOOLEAN', 'responseCode': 'VARCHAR', 'failureMessage': 'VARCHAR'})
  group by label`)
for (const [label, count, errors, quantiles, max] of found.getRows()) {
  console.log([label, count, errors, ...quantiles.items, max].join('\t'))
}
