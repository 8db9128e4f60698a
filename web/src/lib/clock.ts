/// A time of day without seconds that are none.
export const clock = (value: string) => value.replace(/^(\d\d:\d\d):00$/, '$1');
