#!/bin/bash
# Pipes, Latin-1, day first, R$ and decimal comma, sim and não; a dash where nothing is.
source "$(dirname "$0")/fixtures/lib.sh"

mkdir loja
{
  echo 'Código|Data de Emissão|Preço|Desconto|Ativo|Situação'
  echo 'A1|31/12/2022|R$ 1.234,56|0,5|sim|São Paulo'
  echo 'B2|01/02/2023|R$ 7,00|-|não|Brasília'
  echo 'C3|02/02/2023|R$ 10,10|-|sim|-'
} | iconv -f utf-8 -t latin1 >loja/pedidos.csv
expect_exit 0 rox init loja --name loja
expect_stderr "'-' means missing in columns of numbers or dates, so also 1 times in pedidos.situacao"
expect_file loja/rox.toml 'encoding = "latin-1"'
expect_file loja/rox.toml 'decimal = ","'
expect_exit 0 rox model show -C loja --json
expect_json '[.tables[0].columns[] | "\(.name) \(.type) \(.nullable)"] | join("; ")' \
  "codigo VARCHAR(2) false; data_de_emissao DATE false; preco DECIMAL(6,2) false; Desconto DECIMAL(2,1) true; Ativo BOOLEAN false; situacao VARCHAR(9) true"
expect_file loja/model.toml 'header = "Preço", type = "DECIMAL(6,2)", nullable = false, group = ".", currency = "R$"'
