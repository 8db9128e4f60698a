// Whole numbers by their names: quantities, or keys, codes and years.
/// Whether a whole number of this name is a quantity and no key, code or year.
export function isQuantity(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9à-ÿ]+/);
  if (
    words.some((word) =>
      /^(id|ids|key|code|codigo|código|number|numero|número|year|ano|month|mes|mês|day|dia|zip|cep|sk|nr|no)$/.test(
        word,
      ),
    )
  )
    return false;
  return words.some((word) =>
    /^(count|rows|orders?|units?|qty|quantity|total|amount|sum|customers|products|sales|pedidos|quantidade|qtd|unidades|clientes|produtos|vendas|valor|linhas|n)$/.test(
      word,
    ),
  );
}
