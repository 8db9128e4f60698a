# PostgreSQL takes the script, its catalogue then says what the model says, and a second run changes nothing.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
start_postgres
run_sql() { psql -X -q -v ON_ERROR_STOP=1 -f "$1"; }
answer() { psql -X -A -t -c "$1"; }

nasty_project
rox model ddl --dialect postgres --output nasty.sql -q
expect_exit 0 run_sql nasty.sql
types=$(answer "SELECT string_agg(a.attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' !' ELSE '' END, ', ' ORDER BY attnum)
  FROM pg_attribute a WHERE attrelid = 'public.order'::regclass AND attnum > 0")
expect_equal "$types" 'select integer !, line no. bigint !, user integer !, say "hi" numeric(38,10), data de emissão date !, `tick` character varying(70), totaldue numeric(18,4) !'
types=$(answer "SELECT string_agg(format_type(atttypid, atttypmod), ', ' ORDER BY attrelid::regclass::text COLLATE \"C\", attnum)
  FROM pg_attribute WHERE attrelid IN ('\"user\"'::regclass, 'one'::regclass, '\"table\"'::regclass) AND attnum > 0")
expect_equal "$types" 'integer, bigint, bigint, text, integer, character varying(9), integer, text, uuid, timestamp without time zone, numeric(38,0)'
expect_equal "$(answer "SELECT obj_description('\"order\"'::regclass)")" "L'Eau \\ \"d'Issey\" \${x} ; -- /*"
expect_equal "$(answer "SELECT col_description('\"order\"'::regclass, 4)")" "it's \${spark.app.name} \\n ;"
keys=$(answer "SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace AND contype <> 'c' ORDER BY 1")
expect_equal "$keys" '"group" FOREIGN KEY (owner) REFERENCES "user"(id)
"group" PRIMARY KEY (id)
"group" UNIQUE (code)
"order" FOREIGN KEY ("user") REFERENCES "user"(id)
"order" PRIMARY KEY ("select", "line no.")
"order" UNIQUE (totaldue, "user")
"table" FOREIGN KEY ("select", "line no.") REFERENCES "order"("select", "line no.")
"user" FOREIGN KEY ("group") REFERENCES "group"(code)
"user" FOREIGN KEY (manager) REFERENCES "user"(id)
"user" PRIMARY KEY (id)'

# Again: refused as a whole, rows stay; with --replace they are new.
answer 'INSERT INTO one VALUES (99999999999999999999999999999999999999)' >/dev/null
expect_exit 3 run_sql nasty.sql
expect_stderr 'already exists'
expect_equal "$(answer 'SELECT x FROM one')" 99999999999999999999999999999999999999
rox model ddl --dialect postgres --replace --output again.sql -q
expect_exit 0 run_sql again.sql
expect_equal "$(answer 'SELECT count(*) FROM one')" 0

# The real company's model: SQL written as in analyses/ finds every column, and orphans may be loaded.
bikes shop
rox model ddl -C shop --dialect postgres --schema Sales --output bikes.sql -q
expect_exit 0 run_sql bikes.sql
expect_equal "$(answer 'SELECT SUM(d.LineTotal) FROM Sales.SalesOrderDetail d JOIN sales.SALESORDERHEADER h ON h.SalesOrderID = d.SalesOrderID')" ''
answer "INSERT INTO Sales.Customer VALUES (1, 4711, NULL, NULL, 'A', gen_random_uuid(), now())" >/dev/null
