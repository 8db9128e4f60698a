#!/usr/bin/env bash
# What programs write that want Excel to open it is read as what it is: web pages and XML of Excel 2003 that are called
# .xls, with amounts as Brazil writes them; a page that a server sent in place of an export is no table, and is named.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"

mkdir exports
{
  printf '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head><body>\n<table border="1">\n'
  printf '<tr><td colspan="3"><b>Relat\xF3rio</b></td></tr>\n<tr><td colspan="3">&nbsp;</td></tr>\n'
  printf '<tr><th>C\xF3digo</th><th>Cliente</th><th>Valor</th></tr>\n'
  for i in 1 2 3 4; do printf '<tr><td>%s</td><td>Jo\xE3o &amp; Cia</td><td align=right>1.%s00,50</td></tr>\n' $i $i; done
  printf '</table></body></html>\n'
} >exports/vendas.xls
cat >exports/contas.xls <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="d"><NumberFormat ss:Format="dd/mm/yyyy"/></Style></Styles>
<Worksheet ss:Name="Contas"><Table><Row><Cell><Data ss:Type="String">conta</Data></Cell><Cell><Data ss:Type="String">dia</Data></Cell></Row>
<Row><Cell><Data ss:Type="Number">7</Data></Cell><Cell ss:StyleID="d"><Data ss:Type="DateTime">2024-01-31T00:00:00.000</Data></Cell></Row>
<Row><Cell><Data ss:Type="Number">8</Data></Cell><Cell ss:StyleID="d"><Data ss:Type="DateTime">2024-02-01T00:00:00.000</Data></Cell></Row>
</Table></Worksheet></Workbook>
END
printf '<!DOCTYPE html>\n<html><body>Please log in</body></html>\n' >exports/pedidos.csv
expect_exit 0 "$ROX" init exports --into project
expect_stderr 'vendas.xls: the header is row 3'
expect_stderr 'vendas (vendas.xls): 4 rows'
expect_stderr 'pedidos.csv (a web page without a table)'
expect_exit 0 "$ROX" run -C project
rows() { "$ROX" query -C project "$1" --csv | tail -n +2; }
expect_equal "$(rows 'SELECT count(*), sum(valor), min(cliente) FROM vendas')" '4,5002.00,João & Cia'
expect_equal "$(rows 'SELECT min(dia), max(conta) FROM contas')" '2024-01-31,8'
expect_exit 0 "$ROX" reconcile -C project
