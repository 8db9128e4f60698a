#include "source/copies.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "base/error.hpp"
#include "base/file.hpp"
#include "model/model_support.hpp"
#include "source/archive_support.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using test::make_table;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kText = "id,n\n1,10\n2,20\n";

class Copies : public test::TempDirTest {
 protected:
  void put(const std::string& name, const std::string& text = kText) {
    std::filesystem::create_directories((dir_ / name).parent_path());
    write_file(dir_ / name, text);
  }

  /// The names that are left.
  std::vector<std::string> kept(const Model* model = nullptr, CopyPolicy policy = CopyPolicy::skip) {
    left_out_.clear();
    std::vector<std::string> names;
    const ListOptions options{.recursive = true, .copies = policy};
    for (const ExportFile& file : find_exports(dir_, {}, options, model, &left_out_)) names.push_back(file.name);
    return names;
  }

  std::vector<LeftOut> left_out_;
};

TEST_F(Copies, WhatIsCalledACopyIsOneWhereverItStands) {
  for (const char* copy : {"orders (1).csv", "Orders(2).csv", "orders - Copy.csv", "orders - Copy (2).csv",
                           "orders - Cópia.csv", "orders - Co\xCC\x81pia.csv", "orders copy 2.csv",
                           "Copy of orders.csv", "Cópia de orders.csv", "orders_copy.csv", "orders.csv (1).gz"}) {
    std::filesystem::remove_all(dir_);
    std::filesystem::create_directories(dir_);
    put("orders.csv");
    if (std::string(copy).ends_with(".gz")) {
      test::write_packed(dir_ / copy, {{"orders.csv", kText}});
    } else {
      put(copy);
    }
    EXPECT_THAT(kept(), ElementsAre("orders.csv")) << copy;
    ASSERT_EQ(left_out_.size(), 1U) << copy;
    EXPECT_EQ(left_out_.front().why, "the same, byte for byte, as orders.csv");
  }
}

TEST_F(Copies, StopNamesBothAndTheWayOut) {
  put("orders.csv");
  put("orders (1).csv");
  try {
    kept(nullptr, CopyPolicy::stop);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.report(), AllOf(HasSubstr("orders.csv and orders (1).csv are the same, byte for byte"),
                                      HasSubstr("copies = \"skip\"")));
  }
  EXPECT_THAT(kept(nullptr, CopyPolicy::keep), ElementsAre("orders (1).csv", "orders.csv"));
}

TEST_F(Copies, PartsThatAreTheSameAreCopies) {
  put("sales_2023.csv");
  put("sales_2024.csv");
  put("sales_2025.csv", "id,n\n1,10\n2,21\n");
  EXPECT_THAT(kept(), ElementsAre("sales_2023.csv", "sales_2025.csv"));
}

TEST_F(Copies, PartsByAGlobOfTheModelAreToo) {
  put("north.csv");
  put("south.csv");
  EXPECT_THAT(kept(), ElementsAre("north.csv", "south.csv"));
  const Model model{{make_table("Sale", "*th.csv", {})}};
  EXPECT_THAT(kept(&model), ElementsAre("north.csv"));
}

TEST_F(Copies, OthersThatHappenToBeTheSameAreNone) {
  put("colours.csv");
  put("sizes.csv");
  put("north/shops.csv");
  put("south/shops.csv");
  put("empty_1.csv", "");
  put("empty_2.csv", "");
  put("header_1.csv", "id,n\n");
  put("header_2.csv", "id,n\n");
  EXPECT_EQ(kept().size(), 8U);
  EXPECT_THAT(left_out_, IsEmpty());
}

TEST_F(Copies, TheSameInAnArchiveOrCompressedIsACopy) {
  put("orders.csv");
  test::write_packed(dir_ / "orders.csv.gz", {{"orders.csv", kText}});
  test::write_packed(dir_ / "all.zip", {{"orders.csv", kText}, {"shops.csv", "id,n\n7,7\n"}});
  EXPECT_THAT(kept(), ElementsAre("all.zip!orders.csv", "all.zip!shops.csv"));
}

TEST_F(Copies, LongFilesThatDifferAtTheirEndAreNone) {
  std::string text = "id,n\n";
  for (int i = 0; i < 40'000; ++i) text += std::to_string(i) + ",1\n";
  put("sales_1.csv", text + "1,1\n");
  put("sales_2.csv", text + "1,2\n");
  put("sales_3.csv", text + "1,2\n");
  EXPECT_THAT(kept(), ElementsAre("sales_1.csv", "sales_2.csv"));
}

}  // namespace
}  // namespace rox
