// How members are called: those without a name of their own say so.
import { t } from '../../lib/i18n.svelte';
import type { Member } from '../../lib/types';

export const categoryName = (value: string) => {
  if (value === '') return t('noCategory');
  return /^\d+$/.test(value) ? t('categoryName', { name: value }) : value;
};
export const lineName = (value: string) => (value === '' ? t('noLine') : value);
export const daysName = (value: string) =>
  value === '' ? t('noDays') : value === '1' ? t('oneDay') : t('daysName', { name: value });
export const memberName = (member: Member) => (member.key === -1 ? t('unknown') : member.label || String(member.key));
