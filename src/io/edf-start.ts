const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

/**
 * When a recording starts, as `2020-01-24T04:05:56`, in the file's own unnamed time zone.
 *
 * The date with four digits of the year in the EDF+ recording field wins over the date field with
 * two (85 to 99 are of the 20th century). Without a valid date and time there is a warning instead.
 *
 * @param recording `Startdate 24-JAN-2020 ...` in EDF+
 * @param date `dd.mm.yy`
 * @param time `hh.mm.ss`
 */
export function edfStart(
  recording: string,
  date: string,
  time: string,
  warnings: string[],
): string | undefined {
  const long = /^Startdate (\d\d)-([A-Z]{3})-(\d{4})/i.exec(recording)
  const short = /^(\d\d)[.:/-](\d\d)[.:/-](\d\d)$/.exec(date)
  const clock = /^(\d\d)[.:](\d\d)[.:](\d\d)$/.exec(time)
  const day = long?.[1] ?? short?.[1]
  const month = long ? months.indexOf(long[2].toUpperCase()) + 1 : Number(short?.[2])
  const year = long ? Number(long[3]) : century(Number(short?.[3]))
  const iso = `${year}-${two(month)}-${day}T${clock?.slice(1).join(':')}`
  const when = new Date(`${iso}Z`)
  // a Date takes 31 February for 3 March; such a start is as wrong as one that is no date
  if (!Number.isNaN(when.getTime()) && when.toISOString().startsWith(iso)) return iso
  warnings.push(`the start is no date and time: ${date} ${time}`)
  return undefined
}

/**
 * A start moved by seconds, to the microsecond.
 *
 * @param start as `edfStart` gives it
 */
export function laterStart(start: string, seconds: number): string {
  const whole = Math.floor(seconds)
  const fraction = (seconds - whole)
    .toFixed(6)
    .slice(1)
    .replace(/\.?0+$/, '')
  const moved = new Date(Date.parse(`${start}Z`) + whole * 1000)
  return moved.toISOString().slice(0, 19) + fraction
}

function century(year: number): number {
  return year >= 85 ? 1900 + year : 2000 + year
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
