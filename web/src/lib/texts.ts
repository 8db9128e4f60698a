// The texts of the app, by language.
import { en } from './texts/en';
import { pt } from './texts/pt';

export type TextKey = keyof typeof en;

export const texts = { en, pt };
export type Language = keyof typeof texts;
