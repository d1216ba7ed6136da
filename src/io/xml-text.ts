/** Text as it stands in XML, inside elements and double quotes; control characters are left out. */
export function xmlText(text: string): string {
  const kept = [...text].filter((one) => one >= ' ' || one === '\t' || one === '\n').join('')
  return kept
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
