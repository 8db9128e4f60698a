// How wide a text is, and what of it fits.
import { kText } from './scene';

export const kFont = "'Inter Variable', system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

let context: CanvasRenderingContext2D | null | undefined;
let known = new Map<string, number>();

/// Text is measured anew, for instance when the font has arrived.
export function forgetWidths() {
  known = new Map();
}

export function textWidth(text: string, size = kText, bold = false): number {
  if (context === undefined) {
    context = typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
  }
  if (!context) return text.length * size * 0.58;
  const font = `${bold ? 600 : 400} ${size}px ${kFont}`;
  const key = font + text;
  let width = known.get(key);
  if (width === undefined) {
    context.font = font;
    known.set(key, (width = context.measureText(text).width));
  }
  return width;
}

export const widest = (texts: string[], size = kText, bold = false) =>
  texts.reduce((most, text) => Math.max(most, textWidth(text, size, bold)), 0);

/// `text`, or as much of its beginning as fits.
export function fitted(text: string, room: number, size = kText): string {
  if (textWidth(text, size) <= room) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (textWidth(`${text.slice(0, middle).trimEnd()}…`, size) <= room) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low).trimEnd()}…`;
}
