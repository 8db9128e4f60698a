#include "discovery/sniff_entities.hpp"

#include <gmock/gmock.h>

#include "discovery/sniff.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

FoundDialect found(const std::string& text) {
  const test::ExportDir dir;
  dir.write("t.csv", text);
  return sniff_dialect(list_exports(dir.path(), {}).front());
}

TEST(SniffEntities, SignsOfWebPagesAreMaskedAndNothingElse) {
  std::string text = "a;b\nA &amp; B;caf&eacute;&#233;&#xE9;\n";
  EXPECT_EQ(mask_entities(text), 2U);
  EXPECT_EQ(text, "a;b\nA &amp\x1A B;caf&eacute\x1A&#233\x1A&#xE9\x1A\n");
  std::string names = "R&D;P&G;A & B;&;&amp,x;&#;\n";
  const std::string before = names;
  EXPECT_EQ(mask_entities(names), 0U);
  EXPECT_EQ(names, before);
}

TEST(SniffEntities, TheHeaderIsFoundAndTheRowsAreSaid) {
  const FoundDialect dialect = found("id;obs\n1;A &amp; B\n2;caf&eacute;\n3;x\n");
  EXPECT_EQ(dialect.dialect.delimiter, ";");
  EXPECT_EQ(dialect.dialect.skip, 0U);
  EXPECT_THAT(dialect.notes, Contains(HasSubstr("line 2 has a sign as web pages write it")));
  EXPECT_THAT(found("id;obs\n1;\"A &amp; B\"\n2;x\n").notes, Not(Contains(HasSubstr("web pages"))));
  EXPECT_THAT(found("id,obs\n1,A &amp; B\n2,x\n").notes, Not(Contains(HasSubstr("web pages"))));
}

}  // namespace
}  // namespace rox
