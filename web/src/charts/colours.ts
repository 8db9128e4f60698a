// A name has one colour, whatever else is shown: the place in the palette comes from the name itself, and the next free
// one is taken if another name of the same dimension has it.
import type { Ink } from './scene';

export const kSeries = 8;

const taken = new Map<string, Map<string, number>>();

function hash(text: string): number {
  let value = 2166136261;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16777619);
  return value >>> 0;
}

/// The colour of `name` among the values of `dimension`. Missing values are grey.
export function seriesInk(dimension: string, name: string | null): Ink {
  if (name === null) return 'grey';
  let places = taken.get(dimension);
  if (!places) taken.set(dimension, (places = new Map()));
  let place = places.get(name);
  if (place === undefined) {
    const used = new Set(places.values());
    place = hash(name) % kSeries;
    for (let tries = 0; used.has(place) && tries < kSeries; tries++) place = (place + 1) % kSeries;
    places.set(name, place);
  }
  return `s${place}`;
}
