import pl from 'nodejs-polars'

const of = (q) => pl.col('elapsed').quantile(q, 'nearest').alias(`p${q}`)
const found = await pl
  .scanCSV(process.argv[2], { inferSchemaLength: 0 })
  .select(pl.col('label'), pl.col('elapsed').cast(pl.Int32), pl.col('success').eq(pl.lit('false')).alias('failed'))
  .groupBy('label')
  .agg(
    pl.col('elapsed').count().alias('count'),
    pl.col('failed').sum().alias('errors'),
    of(0.5),
    of(0.9),
    of(0.95),
    of(0.99),
    pl.col('elapsed').max().alias('max'),
  )
  .collect()
for (const row of found.rows()) console.log(row.join('\t'))
