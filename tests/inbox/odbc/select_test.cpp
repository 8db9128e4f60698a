#include "inbox/odbc/select.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

const OdbcNames kTicks{"`"};

CatalogueTable lines() {
  CatalogueTable table{"erp", "li`nes"};
  table.columns = {{"id", "bigint", SQL_BIGINT}, {"code", "varchar", SQL_WVARCHAR}, {"f", "float", SQL_REAL}};
  table.primary_key = {"id", "code"};
  return table;
}

TEST(OdbcSelect, ReadsInTheOrderOfTheKey) {
  const OdbcSelect select(lines(), OdbcServer::sqlserver, OdbcNames("\""));
  EXPECT_EQ(select.whole(),
            "SELECT \"id\", \"code\", \"f\" FROM \"erp\".\"li`nes\" ORDER BY \"erp\".\"li`nes\".\"id\", "
            "\"erp\".\"li`nes\".\"code\"");
  EXPECT_FALSE(select.in_parts());
}

TEST(OdbcSelect, GoesOnAfterTheLastKey) {
  const OdbcSelect select(lines(), OdbcServer::mysql, kTicks);
  ASSERT_TRUE(select.in_parts());
  EXPECT_EQ(select.part(std::nullopt, 10),
            "SELECT `id`, `code`, `f` + 0e0 AS `f` FROM `erp`.`li``nes` ORDER BY `erp`.`li``nes`.`id`, "
            "`erp`.`li``nes`.`code` LIMIT 10");
  const OdbcRow last{{false, "7"}, {false, "a'\\"}, {true, ""}};
  EXPECT_EQ(select.part(last, 10),
            "SELECT `id`, `code`, `f` + 0e0 AS `f` FROM `erp`.`li``nes` WHERE `erp`.`li``nes`.`id` >= 7 AND "
            "(`erp`.`li``nes`.`id` > 7 OR (`erp`.`li``nes`.`code` > _utf8mb4 x'61275c')) ORDER BY "
            "`erp`.`li``nes`.`id`, `erp`.`li``nes`.`code` LIMIT 10");
}

TEST(OdbcSelect, ReadsAtOnceWhatHasNoOrderOfItsTexts) {
  CatalogueTable kinds = lines();
  kinds.columns[1].type = "enum";
  EXPECT_FALSE(OdbcSelect(kinds, OdbcServer::mysql, kTicks).in_parts());
  CatalogueTable heap = lines();
  heap.primary_key.clear();
  EXPECT_FALSE(OdbcSelect(heap, OdbcServer::mysql, kTicks).in_parts());
  EXPECT_EQ(OdbcSelect(heap, OdbcServer::other, OdbcNames("")).whole(), "SELECT id, code, f FROM erp.li`nes");
}

}  // namespace
}  // namespace rox
