// Sums of decimals that come as texts, to the last digit.
export function exactSum(texts: (string | null)[]): string | null {
  const given = texts.filter((text) => text !== null);
  if (given.length === 0) return null;
  // What isn't written plainly (1e20) has no last digit to lose.
  if (!given.every((text) => /^-?\d+(\.\d+)?$/.test(text)))
    return String(given.reduce((sum, text) => sum + Number(text), 0));
  const digits = Math.max(...given.map((text) => text.split('.')[1]?.length ?? 0));
  const sum = given.reduce((all, text) => {
    const [whole, part = ''] = text.split('.');
    return all + BigInt(whole! + part.padEnd(digits, '0'));
  }, 0n);
  if (digits === 0) return String(sum);
  const text = String(sum < 0n ? -sum : sum).padStart(digits + 1, '0');
  return `${sum < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
