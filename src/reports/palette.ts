/** Colours by name for light and for dark paper; `s0` to `s7` are classes and series. */
export const palette: Readonly<Record<'light' | 'dark', Readonly<Record<string, string>>>> = {
  light: {
    ...{ paper: '#fcfbf8', ink: '#22252a', soft: '#666c75', line: '#e4e1d9', panel: '#f4f2ec' },
    ...{ accent: '#2b65a8', cell: '#6a92c0', chance: '#a85105', good: '#2a7449' },
    ...{ bad: '#b3362c', fold: '#7a4fa3', subject: '#a85105', s0: '#0072b2', s1: '#d55e00' },
    ...{ s2: '#009e73', s3: '#a5447f', s4: '#7b6600', s5: '#3a97cb', s6: '#b07d00' },
    s7: '#22252a',
  },
  dark: {
    ...{ paper: '#17191c', ink: '#e4e3df', soft: '#9aa0a8', line: '#31353b', panel: '#1f2226' },
    ...{ accent: '#7db2ec', cell: '#4a6584', chance: '#eda55d', good: '#74c195' },
    ...{ bad: '#ef8b80', fold: '#c2a0e4', subject: '#eda55d', s0: '#56b4e9', s1: '#e98a4b' },
    ...{ s2: '#35c79c', s3: '#dc8cbb', s4: '#f0e442', s5: '#8fd0f5', s6: '#e6b33c' },
    s7: '#e4e3df',
  },
}

/** The colours of a theme as declarations of CSS variables. */
export function variables(theme: 'light' | 'dark'): string {
  const entries = Object.entries(palette[theme])
  return entries.map(([name, colour]) => `--${name}: ${colour};`).join(' ')
}
