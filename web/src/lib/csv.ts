// CSV as the reader's spreadsheet expects it. Portuguese: semicolons, decimal commas and a byte-order mark. A cell that a
// spreadsheet would take for a formula gets an apostrophe.
export function csvText(heading: string[], rows: unknown[][], portuguese: boolean): string {
  const separator = portuguese ? ';' : ',';
  const cell = (value: unknown) => {
    let text = value === null || value === undefined ? '' : String(value);
    const numeric = /^-?\d+(\.\d+)?$/.test(text);
    if (numeric && portuguese) text = text.replace('.', ',');
    if (!numeric && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
    return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [heading, ...rows].map((row) => row.map(cell).join(separator));
  return `${portuguese ? '\ufeff' : ''}${lines.join('\r\n')}\r\n`;
}

/// A file's name out of words: what they stand for, the period and the filters.
export function fileName(words: string[]): string {
  const name = words
    .filter((word) => word !== '')
    .join(' ')
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-')
    .replace(/\s+/g, ' ')
    .slice(0, 120)
    .trim();
  return name || 'rox';
}
