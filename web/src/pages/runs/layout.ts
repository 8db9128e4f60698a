// Where the steps of a plan stand: a column for each number of steps that have to be done before, so that every arrow
// points right.
import type { PlanStep } from '../../lib/types';

export interface Place {
  step: PlanStep;
  x: number;
  y: number;
}

export interface Layout {
  places: Place[];
  arrows: { from: Place; to: Place }[];
  width: number;
  height: number;
}

export const box = { width: 204, height: 46, gapX: 44, gapY: 12 };

export function layOut(steps: PlanStep[]): Layout {
  const known = new Map(steps.map((step) => [step.step, step]));
  const columns = new Map<string, number>();
  const columnOf = (step: PlanStep): number => {
    const found = columns.get(step.step);
    if (found !== undefined) return found;
    columns.set(step.step, 0); // a circle, which there isn't, would end here
    const before = step.needs.flatMap((name) => known.get(name) ?? []).map(columnOf);
    const column = before.length > 0 ? Math.max(...before) + 1 : 0;
    columns.set(step.step, column);
    return column;
  };
  const used: number[] = [];
  const places = steps.map((step) => {
    const column = columnOf(step);
    const row = (used[column] = (used[column] ?? 0) + 1) - 1;
    return { step, x: column * (box.width + box.gapX), y: row * (box.height + box.gapY) };
  });
  const tallest = Math.max(1, ...used.map((rows) => rows ?? 0));
  const middle = (tallest * (box.height + box.gapY)) / 2;
  for (const place of places) {
    const rows = used[place.x / (box.width + box.gapX)] ?? 1;
    place.y += middle - (rows * (box.height + box.gapY)) / 2;
  }
  const byName = new Map(places.map((place) => [place.step.step, place]));
  const arrows = places.flatMap((to) =>
    to.step.needs.flatMap((name) => {
      const from = byName.get(name);
      return from ? [{ from, to }] : [];
    }),
  );
  return {
    places,
    arrows,
    width: used.length * (box.width + box.gapX) - box.gapX,
    height: tallest * (box.height + box.gapY) - box.gapY,
  };
}
