#!/bin/bash
# Times of day are a TIME on PostgreSQL, too: written as people write them, cell by cell as in the local warehouse, also
# when only some rows changed; marts and checks compute with them, and what is none is a reject.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"

start_postgres
mkdir exports
{
  echo 'consulta;medico;data;hora;chegada;retorno'
  for i in {1..2000}; do
    printf '%s;%s;2024-03-%02d;%02d:%02d;%02dh%02d;%s:30 %sM\n' "$i" $((i % 7)) $((i % 28 + 1)) $((8 + i % 10)) $((i % 12 * 5)) \
      $((7 + i % 10)) $((i % 60)) $((i % 12 + 1)) "$([[ $((i % 2)) == 0 ]] && echo A || echo P)"
  done
} >exports/agenda.csv
expect_exit 0 rox init exports --into .
sed -i "/^keys = \"inferred\"/d" model.toml # the key is meant
printf '\n[target.pg]\nengine = "postgres"\nschema = "clinica"\n' >>rox.toml
mkdir -p marts checks analyses
printf -- '-- key: hora\nSELECT hora, COUNT(*) AS consultas, MIN(chegada) AS primeira FROM agenda GROUP BY hora\n' >marts/por_hora.sql
printf -- '-- title: Nobody works at night\nSELECT consulta FROM agenda WHERE hora < TIME '"'06:00'"'\n' >checks/noite.sql
printf -- '-- title: Manhã\nSELECT hora, primeira, consultas FROM por_hora WHERE hora < TIME '"'12:00:00'"' ORDER BY hora\n' >analyses/manha.sql

same() {
  expect_exit 0 rox run
  expect_exit 0 rox run -t pg
  expect_exit 0 rox reconcile -t pg
  expect_exit 0 rox analyze --compare local pg --json
  expect_json .verdict equal
  for table in agenda por_hora; do
    diff <(rox query --csv "SELECT * FROM $table ORDER BY 1") <(rox query -t pg --csv "SELECT * FROM $table ORDER BY 1") ||
      fail "$table differs"
  done
}
same
expect_equal "$(psql -Atc "SELECT string_agg(column_name || ' ' || data_type, ', ' ORDER BY ordinal_position)
  FROM information_schema.columns WHERE table_schema = 'clinica' AND table_name = 'agenda' AND data_type LIKE 'time%'")" \
  'hora time without time zone, chegada time without time zone, retorno time without time zone'

sed -i 's/^7;0;2024-03-08;[0-9:]*;/7;0;2024-03-08;23:59:59,999999;/; /^8;/d' exports/agenda.csv
same
expect_equal "$(psql -Atc 'SELECT max(hora) FROM clinica.agenda')" 23:59:59.999999
expect_exit 0 rox changes last agenda -t pg --json
expect_contains 23:59:59.999999

echo '2001;1;2024-03-30;25:00;8h;8:30 AM' >>exports/agenda.csv
same
expect_equal "$(psql -Atc 'SELECT reason FROM clinica_rox.rejects')" "'25:00' is not a value of type TIME as HH:MM[:SS]"
