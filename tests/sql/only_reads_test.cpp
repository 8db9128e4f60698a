#include "sql/only_reads.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(OnlyReads, TellsReadingStatements) {
  for (const char* sql : {"SELECT 1", " -- c\n with a as (select 1) select * from a", "TABLE t", "explain select 1", "",
                          "show x", "SELECT 'into'", "select \"into\" from t"}) {
    EXPECT_TRUE(only_reads(sql)) << sql;
  }
  for (const char* sql : {"DROP TABLE t", "insert into t select 1", "SELECT 1 INTO t", "/* select */ delete from t",
                          "copy t from 'x'", "set x = 1", "update t set a = 1"}) {
    EXPECT_FALSE(only_reads(sql)) << sql;
  }
}

}  // namespace
}  // namespace rox
