#include "inbox/catalogue.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(Catalogue, CallsAnExportByItsSchema) {
  EXPECT_EQ((CatalogueTable{"sales", "orders"}.file()), "sales.orders.csv");
  EXPECT_EQ((CatalogueTable{"", "orders"}.file()), "orders.csv");
}

TEST(Catalogue, HasTheTablesThatAreAskedFor) {
  RemoteSource source;
  EXPECT_TRUE(is_asked(source, "sales", "orders", false));
  EXPECT_FALSE(is_asked(source, "sales", "orders", true));  // views only by name
  source.tables = {"sales.*", "notes"};
  EXPECT_TRUE(is_asked(source, "sales", "orders", true));
  EXPECT_TRUE(is_asked(source, "", "notes", false));
  EXPECT_FALSE(is_asked(source, "hr", "notes", false));
}

}  // namespace
}  // namespace rox
