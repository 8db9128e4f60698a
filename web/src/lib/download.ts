// Files that the browser saves.
export function save(name: string, href: string) {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}

const quoted = (cell: unknown) => {
  const text = cell === null || cell === undefined ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/// Comma, a heading, UTF-8; numbers as the API writes them.
export function saveCsv(name: string, heading: string[], rows: unknown[][]) {
  const text = [heading, ...rows].map((row) => row.map(quoted).join(',')).join('\n') + '\n';
  const href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  save(`${name}.csv`, href);
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
