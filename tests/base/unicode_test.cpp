#include "base/unicode.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(Unicode, ComposesLettersAndTheirAccents) {
  EXPECT_EQ(composed("Joa\u0303o"), "Jo\u00E3o");
  EXPECT_EQ(composed("Jo\u00E3o"), "Jo\u00E3o");
  EXPECT_EQ(composed(""), "");
}

TEST(Unicode, FoldsCaseAndWhatNobodySees) {
  EXPECT_EQ(composed_and_folded("C\u00D3DIGO"), composed_and_folded("co\u0301digo"));
  EXPECT_EQ(composed_and_folded("id\u200B"), "id");
}

TEST(Unicode, FoldsPlainNamesAsItFoldsThemBesideOthers) {
  for (int c = 0; c < 0x80; ++c) {
    const std::string name = "A" + std::string(1, static_cast<char>(c)) + "b";
    EXPECT_EQ(composed_and_folded(name) + "\u00E3", composed_and_folded(name + "\u00C3")) << c;
  }
}

TEST(Unicode, LeavesWhatIsNoUtf8) { EXPECT_EQ(composed("Jo\xE3o"), "Jo\xE3o"); }

}  // namespace
}  // namespace rox
