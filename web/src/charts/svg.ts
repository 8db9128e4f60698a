// A scene as a file: with its title, period, filters and source, in the colours of the theme, as SVG or PNG.
import { kFont, textWidth } from './measure';
import { kText, type Ink, type Mark, type Scene } from './scene';

export interface Caption {
  title: string;
  /// Period and filters.
  notes: string[];
  source: string;
  legend: { name: string; ink: Ink }[];
}

type Colours = (ink: Ink) => string;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const kEdge = 16;

function markSvg(mark: Mark, colour: Colours): string {
  const opacity = 'opacity' in mark && mark.opacity !== undefined ? ` opacity="${mark.opacity}"` : '';
  switch (mark.kind) {
    case 'rect': {
      const fill = mark.hatched ? `url(#hatch-${mark.fill})` : colour(mark.fill);
      return `<rect x="${mark.x}" y="${mark.y}" width="${mark.w}" height="${mark.h}" rx="${mark.r ?? 0}" fill="${fill}"${opacity}/>`;
    }
    case 'path':
      return `<path d="${mark.d}" fill="${mark.fill ? colour(mark.fill) : 'none'}"${mark.stroke ? ` stroke="${colour(mark.stroke)}" stroke-width="${mark.width ?? 1}"` : ''}${mark.dash ? ` stroke-dasharray="${mark.dash}"` : ''}${opacity}/>`;
    case 'circle':
      return `<circle cx="${mark.x}" cy="${mark.y}" r="${mark.r}" fill="${colour(mark.fill)}"${opacity}/>`;
    case 'text':
      return `<text x="${mark.x}" y="${mark.y}" font-size="${mark.size ?? kText}" fill="${colour(mark.ink ?? 'ink')}" text-anchor="${mark.anchor ?? 'start'}"${mark.bold ? ' font-weight="600"' : ''}>${escaped(mark.text)}</text>`;
  }
}

export const hatchedInks = (marks: Mark[]) => [
  ...new Set(marks.flatMap((mark) => (mark.kind === 'rect' && mark.hatched ? [mark.fill] : []))),
];

/// Names beside squares, in as many lines as they need.
function legendMarks(legend: Caption['legend'], width: number, top: number): { marks: Mark[]; height: number } {
  const marks: Mark[] = [];
  let x = 0;
  let y = top;
  for (const { name, ink } of legend) {
    const room = 18 + textWidth(name) + 16;
    if (x > 0 && x + room > width) {
      x = 0;
      y += 20;
    }
    marks.push({ kind: 'rect', x, y: y - 10, w: 11, h: 11, fill: ink, r: 2 });
    marks.push({ kind: 'text', x: x + 17, y, text: name });
    x += room;
  }
  return { marks, height: legend.length ? y - top + 22 : 0 };
}

export function toSvg(scene: Scene, caption: Caption, colour: Colours): string {
  const head: Mark[] = [{ kind: 'text', x: 0, y: 16, text: caption.title, size: 16, bold: true }];
  let top = 36;
  for (const note of caption.notes.filter((one) => one !== '')) {
    head.push({ kind: 'text', x: 0, y: top, text: note, ink: 'soft' });
    top += 18;
  }
  const legend = legendMarks(caption.legend, scene.width, top + 4);
  top += legend.height;
  const width = Math.max(scene.width, ...caption.notes.map((note) => textWidth(note))) + 2 * kEdge;
  const height = top + scene.height + 30 + 2 * kEdge;
  const hatches = hatchedInks(scene.marks)
    .map(
      (ink) =>
        `<pattern id="hatch-${ink}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="${colour(ink)}" opacity="0.3"/><rect width="3" height="6" fill="${colour(ink)}"/></pattern>`,
    )
    .join('');
  const drawn = (marks: Mark[]) => marks.map((mark) => markSvg(mark, colour)).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${Math.ceil(height)}" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" font-family="${escaped(kFont)}">
<title>${escaped(caption.title)}</title>
<defs>${hatches}</defs>
<rect width="100%" height="100%" fill="${colour('card')}"/>
<g transform="translate(${kEdge} ${kEdge})">
${drawn([...head, ...legend.marks])}
<g transform="translate(0 ${top})">
${drawn(scene.marks)}
</g>
${drawn([{ kind: 'text', x: 0, y: top + scene.height + 22, text: caption.source, ink: 'soft', size: 11 }])}
</g>
</svg>
`;
}

/// The theme's colours as they are now: a token has two, and the browser says which one holds.
export function themeColours(): Colours {
  const known = new Map<Ink, string>();
  return (ink) => {
    let colour = known.get(ink);
    if (colour === undefined) {
      const probe = document.createElement('span');
      probe.style.color = `var(--${ink === 'soft' ? 'ink-soft' : ink})`;
      document.body.append(probe);
      colour = getComputedStyle(probe).color;
      probe.remove();
      known.set(ink, colour);
    }
    return colour;
  };
}

/// Twice as large as on the page, for slides.
export async function toPng(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture')))),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
