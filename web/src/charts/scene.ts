// A drawing as values: a chart is a pure function from data and a width to a Scene. Plot.svelte shows it on the page and
// svg.ts writes it into a file, so both have the same picture.

/// A colour by its name: one of the theme's, or the n-th of the series.
export type Ink =
  'ink' | 'soft' | 'line' | 'card' | 'ground' | 'accent' | 'bar' | 'good' | 'bad' | 'grey' | `s${number}`;

export type Mark =
  | {
      kind: 'rect';
      x: number;
      y: number;
      w: number;
      h: number;
      fill: Ink;
      r?: number;
      opacity?: number;
      hatched?: boolean;
    }
  | { kind: 'path'; d: string; stroke?: Ink; fill?: Ink; width?: number; dash?: string; opacity?: number }
  | { kind: 'circle'; x: number; y: number; r: number; fill: Ink; opacity?: number }
  | {
      kind: 'text';
      x: number;
      y: number;
      text: string;
      ink?: Ink;
      size?: number;
      anchor?: 'start' | 'middle' | 'end';
      bold?: boolean;
    };

/// A place that can be pointed at: its tooltip, and the index of what it stands for.
export interface Spot {
  x: number;
  y: number;
  w: number;
  h: number;
  index: number;
  /// The first line is the title; a screen reader reads all of them.
  lines: string[];
  chosen?: boolean;
}

export interface Scene {
  width: number;
  height: number;
  marks: Mark[];
  spots: Spot[];
  /// The part in which a period can be drawn with the pointer; the spots in it are in the order of time.
  brush?: { top: number; bottom: number };
}

export const kText = 12; // px, of axes and labels
