// What Explore shows as a page of the project: the text of a file for its folder dashboard/.
import type { Figure } from '../lib/figures';
import type { Question } from './question';

/// A TOML string: what JSON escapes, TOML does in the same way.
const quoted = (text: string) => JSON.stringify(text);
const oneOrList = (texts: string[]) => (texts.length === 1 ? quoted(texts[0]!) : `[${texts.map(quoted).join(', ')}]`);

/// The kind of chart that a page has for it.
export function pageKind(figure: Figure, question: Question): string {
  if (figure.by.length === 0) return 'tile';
  if (question.view === 'table' || question.view === 'pivot') return 'table';
  if (figure.by.some((one) => one.kind === 'time')) return 'time';
  return figure.by.length > 1 ? 'heat' : 'ranking';
}

export function pageText(fact: string, figure: Figure, question: Question): string {
  const kind = pageKind(figure, question);
  // Tiles and heat maps have one measure.
  const measures = kind === 'tile' || kind === 'heat' ? question.measures.slice(0, 1) : question.measures;
  const lines = [
    '[page]',
    `title = ${quoted(figure.title)}`,
    `fact = ${quoted(fact)}`,
    '',
    '[[chart]]',
    `kind = "${kind}"`,
    `title = ${quoted(figure.title)}`,
    `measure = ${oneOrList(measures)}`,
    ...(question.by.length > 0 ? [`by = ${oneOrList(question.by)}`] : []),
    ...(question.grain && kind === 'time' ? [`grain = "${question.grain}"`] : []),
    ...(kind === 'ranking' && Number(question.top) > 0 ? [`top = ${question.top}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/// A file's name that TOML pages may have: small letters, digits, underscores.
export function pageFileName(title: string): string {
  const name = title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  return `${name || 'page'}.toml`;
}
