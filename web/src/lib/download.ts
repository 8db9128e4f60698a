// Files that the browser saves, and texts for its clipboard.
import { csvText, fileName } from './csv';
import { i18n } from './i18n.svelte';

export function save(name: string, href: string) {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}

export function saveBlob(name: string, blob: Blob) {
  const href = URL.createObjectURL(blob);
  save(name, href);
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

export function saveCsv(name: string, heading: string[], rows: unknown[][]) {
  const text = csvText(heading, rows, i18n.language === 'pt');
  saveBlob(`${fileName([name])}.csv`, new Blob([text], { type: 'text/csv;charset=utf-8' }));
}

/// Whether it is in the clipboard now. Without the right to it (a page without TLS), the text is selected instead.
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    // Beside an open dialog, everything is out of reach.
    (document.querySelector('dialog[open]') ?? document.body).append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
