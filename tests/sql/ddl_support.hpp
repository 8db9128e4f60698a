// A model with everything in it that SQL makes hard, for the tests of the DDL.
#pragma once

#include "model/model.hpp"
#include "model/model_support.hpp"

namespace rox::test {

/// Reserved words, blanks, quotes and other alphabets as names; a composite key, a cycle, a table that refers to itself
/// and one to an alternate key; one table of one column; the widest decimal; comments with everything in them.
/// Table names that Spark's catalog takes, too.
inline Model nasty_model() {
  Model model;
  Table order = make_table("order", "o.csv",
                           {make_column("select", "INTEGER", false), make_column("Line No.", "BIGINT", false),
                            make_column("user", "INTEGER", false), make_column("say \"hi\"", "DECIMAL(38,10)"),
                            make_column("Data de Emissão", "DATE", false), make_column("`tick`", "VARCHAR(70)"),
                            make_column("TotalDue", "DECIMAL(18,4)", false)},
                           {"select", "Line No."});
  order.comment = "L'Eau \\ \"d'Issey\" -- ${x} ; /* */\nsecond line";
  order.columns[3].comment = "it's ; \\' ${spark.app.name}";
  order.relations = {{{"user"}, "user", {"id"}, true}};
  order.unique = {{"TotalDue", "user"}, {"Line No.", "select"}};
  Table user = make_table("user", "u.csv",
                          {make_column("id", "INTEGER", false), make_column("group", "VARCHAR(9)", false),
                           make_column("manager", "INTEGER"), make_column("photo", "VARCHAR"),
                           make_column("token", "UUID"), make_column("at", "TIMESTAMP", false)},
                          {"id"});
  user.relations = {{{"manager"}, "user", {"id"}, true}, {{"group"}, "Group", {"code"}, true}};
  Table group = make_table("Group", "g.csv",
                           {make_column("id", "SMALLINT", false), make_column("code", "VARCHAR(9)", false),
                            make_column("owner", "INTEGER"), make_column("active", "BOOLEAN", false)},
                           {"id"});
  group.unique = {{"code"}};
  group.relations = {{{"owner"}, "user", {"id"}, true}};
  Table one = make_table("one", "one.csv", {make_column("x", "DECIMAL(38,0)")});
  Table note = make_table("table", "n.csv",
                          {make_column("select", "INTEGER", false), make_column("Line No.", "BIGINT", false),
                           make_column("user", "BIGINT", false), make_column("text", "VARCHAR(20000000)")});
  note.relations = {{{"select", "Line No."}, "order", {"select", "Line No."}, true},
                    {{"user"}, "user", {"id"}, false},
                    {{"user"}, "order", {"user"}, true}};
  model.tables = {order, user, group, one, note};
  return model;
}

}  // namespace rox::test
