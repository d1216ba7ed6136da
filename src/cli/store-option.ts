import { Option } from 'commander'

/** The option `--store` of all commands that keep tables; `NEURARROW_STORE` stands in for it. */
export function storeOption(): Option {
  const text = 'where tables are kept between runs: a folder, or s3://bucket/prefix'
  const { NEURARROW_STORE: named } = process.env
  return new Option('--store <place>', text).default(
    named || '.neurarrow',
    'NEURARROW_STORE, else .neurarrow',
  )
}
