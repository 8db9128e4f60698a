// Models by hand for tests of the dashboard: a Brazilian shop, film ratings, results of races.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/model.hpp"

namespace rox::test {

/// A column with so many different values.
inline Column column(const std::string& name, const std::string& type, std::uint64_t distinct = 0,
                     bool nullable = true) {
  Column made;
  made.name = name;
  made.type = parse_type(type);
  made.distinct = distinct;
  made.nullable = nullable;
  made.longest = 20;
  made.missing = 0;
  return made;
}

inline Table table(const std::string& name, std::uint64_t rows, std::vector<Column> columns,
                   std::vector<std::string> key = {}, std::vector<Relation> relations = {}) {
  Table made;
  made.name = name;
  made.rows = rows;
  made.columns = std::move(columns);
  made.primary_key = std::move(key);
  made.relations = std::move(relations);
  return made;
}

inline Model shop() {
  Model model;
  model.tables.push_back(
      table("clientes", 800,
            {column("id_cliente", "INTEGER", 800), column("nome", "VARCHAR(100)", 700),
             column("cidade", "VARCHAR(60)", 50), column("uf", "VARCHAR(2)", 10), column("cadastro", "DATE", 500)},
            {"id_cliente"}));
  model.tables.push_back(table(
      "pedidos", 12'000,
      {column("id_pedido", "INTEGER", 12'000), column("data_pedido", "DATE", 1200),
       column("id_cliente", "INTEGER", 800), column("canal", "VARCHAR(10)", 3), column("status", "VARCHAR(10)", 3),
       column("frete", "DECIMAL(18,2)", 30), column("total", "DECIMAL(18,2)", 5000)},
      {"id_pedido"}, {{{"id_cliente"}, "clientes", {"id_cliente"}, false}}));
  model.tables.push_back(table("produtos", 10,
                               {column("id_produto", "INTEGER", 10), column("descricao", "VARCHAR(100)", 10),
                                column("categoria", "VARCHAR(40)", 4), column("preco", "DECIMAL(18,2)", 9)},
                               {"id_produto"}));
  model.tables.push_back(
      table("itens", 21'000,
            {column("id_item", "INTEGER", 21'000), column("id_pedido", "INTEGER", 12'000),
             column("id_produto", "INTEGER", 10), column("qtd", "INTEGER", 5),
             column("preco_unitario", "DECIMAL(18,2)", 9), column("total_item", "DECIMAL(18,2)", 45)},
            {"id_item"},
            {{{"id_pedido"}, "pedidos", {"id_pedido"}, false}, {{"id_produto"}, "produtos", {"id_produto"}, false}}));
  return model;
}

inline Model films() {
  Model model;
  model.tables.push_back(table("movies", 9742,
                               {column("movieId", "INTEGER", 9742), column("title", "VARCHAR(200)", 9737),
                                column("genres", "VARCHAR(80)", 951), column("year", "INTEGER", 100)},
                               {"movieId"}));
  model.tables.push_back(table("ratings", 100'836,
                               {column("userId", "INTEGER", 610), column("movieId", "INTEGER", 9724),
                                column("rating", "DECIMAL(18,1)", 10), column("rated_at", "TIMESTAMP", 85'000)},
                               {"userId", "movieId"}, {{{"movieId"}, "movies", {"movieId"}, false}}));
  return model;
}

inline Model matches() {
  Model model;
  model.tables.push_back(
      table("teams", 32, {column("team_id", "VARCHAR(4)", 32), column("team_name", "VARCHAR(40)", 32)}, {"team_id"}));
  model.tables.push_back(
      table("matches", 900,
            {column("match_id", "VARCHAR(10)", 900), column("match_date", "DATE", 300),
             column("home_team_id", "VARCHAR(4)", 32), column("away_team_id", "VARCHAR(4)", 32),
             column("goals", "INTEGER", 9), column("round", "INTEGER", 20), column("latitude", "DECIMAL(9,6)", 40)},
            {"match_id"},
            {{{"home_team_id"}, "teams", {"team_id"}, false}, {{"away_team_id"}, "teams", {"team_id"}, false}}));
  return model;
}

}  // namespace rox::test
