#include "build/merge_answer.hpp"

#include <gmock/gmock.h>

namespace rox {
namespace {

using testing::ElementsAre;

/// Lines n,name that are ordered by n.
AnswerChange change_of(TextSet keys, std::vector<std::string> lines) {
  return {true, {0}, std::move(keys), std::move(lines), {{0}}, {}};
}

std::string merged(const std::string& before, const AnswerChange& change) {
  const auto answer = merge_answer(before, change);
  if (!answer) return "in full";
  return answer->differs ? answer->text : "as it was";
}

TEST(MergeAnswer, LinesGoAndComeWhereTheyBelong) {
  const std::string before = "n,name\n-2,a\n5,b\n17,c\n";
  EXPECT_EQ(merged(before, change_of({"6"}, {"6,x"})), "n,name\n-2,a\n5,b\n6,x\n17,c\n");
  EXPECT_EQ(merged(before, change_of({"20", "-3"}, {"20,x", "-3,y"})), "n,name\n-3,y\n-2,a\n5,b\n17,c\n20,x\n");
  EXPECT_EQ(merged(before, change_of({"5", "17"}, {"17,other"})), "n,name\n-2,a\n17,other\n");
  EXPECT_EQ(merged(before, change_of({"-2", "5", "17"}, {})), "n,name\n");
  EXPECT_EQ(merged("n,name\n", change_of({"1"}, {"1,a"})), "n,name\n1,a\n");
}

TEST(MergeAnswer, TheFileStaysWhereLinesAreAsTheyWere) {
  const std::string before = "n,name\n2,a\n1,b\n1,c\n";  // in no order
  EXPECT_EQ(merged(before, change_of({"7"}, {})), "as it was");
  EXPECT_EQ(merged(before, change_of({"1"}, {"1,c", "1,b"})), "as it was");
  EXPECT_EQ(merge_answer(before, change_of({"7"}, {}))->rows, 3U);
  AnswerChange unordered = change_of({"7"}, {});
  unordered.order.clear();
  EXPECT_EQ(merged(before, unordered), "as it was");
  unordered.lines = {"7,x"};
  EXPECT_EQ(merged(before, unordered), "in full");
}

TEST(MergeAnswer, NeedsAnOrderThatTellsAllLinesApart) {
  EXPECT_EQ(merged("n,name\n1,a\n1,b\n", change_of({"2"}, {"2,x"})), "in full");
  EXPECT_EQ(merged("n,name\n2,a\n1,b\n", change_of({"3"}, {"3,x"})), "in full");
  EXPECT_EQ(merged("n,name\n1,a\n", change_of({"2"}, {"2,x", "2,y"})), "in full");
  EXPECT_EQ(merged("n,name\n1,a\n1.5e3,b\n", change_of({"2"}, {"2,x"})), "in full") << "no number of that form";
  EXPECT_EQ(merged("n,name\n1,a\n1.5,b\n", change_of({"2"}, {"2,x"})), "in full") << "numbers of two scales";
  EXPECT_EQ(merged("n,name\n1,a,b\n", change_of({"2"}, {"2,x"})), "in full") << "another file";
  EXPECT_EQ(merged("n\n1\n", change_of({"2"}, {"2,x"})), "in full") << "another file";
  EXPECT_EQ(merged("", change_of({"2"}, {"2,x"})), "in full");
}

TEST(MergeAnswer, QuotedFieldsAreWhatTheyStandFor) {
  AnswerChange change{true, {0}, {"\"a\nb\""}, {"\"a\nb\",9", "\"\"\"\",8"}, {{0, AnswerValue::text}}, {}};
  change.keys.insert("\"\"\"\"");
  EXPECT_EQ(merged("t,n\n\"\",1\n\"a\nb\",2\n\"a,c\",3\nb,4\n", change),
            "t,n\n\"\",1\n\"\"\"\",8\n\"a\nb\",9\n\"a,c\",3\nb,4\n");
  EXPECT_THAT(answer_lines("t,n\n\"\",1\n\"a\nb\",2\n"), ElementsAre("\"\",1", "\"a\nb\",2"));
}

TEST(MergeAnswer, MissingValuesAreWhereTheOrderHasThem) {
  AnswerChange change = change_of({"3"}, {"3,x"});
  EXPECT_EQ(merged("n,name\n1,a\n,b\n", change), "n,name\n1,a\n3,x\n,b\n");
  change.order = {{0, AnswerValue::number, true, false}};
  EXPECT_EQ(merged("n,name\n4,a\n,b\n", change), "n,name\n4,a\n3,x\n,b\n");
  change.order = {{0, AnswerValue::number, true, true}};
  EXPECT_EQ(merged("n,name\n,b\n4,a\n", change), "n,name\n,b\n4,a\n3,x\n");
  EXPECT_EQ(merged("n,name\n4,a\n,b\n", change), "in full");
}

TEST(MergeAnswer, SeveralColumnsDecideAboutTheOrder) {
  AnswerChange change{true,
                      {1, 2},
                      {"1.50,2024-03-01"},
                      {"x,1.50,2024-03-01"},
                      {{1, AnswerValue::number, true}, {2, AnswerValue::moment}},
                      {}};
  EXPECT_EQ(merged("t,n,d\na,10.00,2024-05-01\nb,1.50,2024-02-29\nc,1.50,2024-03-02\n", change),
            "t,n,d\na,10.00,2024-05-01\nb,1.50,2024-02-29\nx,1.50,2024-03-01\nc,1.50,2024-03-02\n");
  EXPECT_EQ(merged("t,n,d\na,10.00,12024-05-01\n", change), "in full") << "text doesn't order such years";
  EXPECT_EQ(merged("t,n,d\na,10.00,0044-03-15 (BC)\n", change), "in full");
}

TEST(MergeAnswer, TheNumberOfLinesIsCounted) {
  AnswerChange change = change_of({"2"}, {"2,0"});
  change.row_counts = {1};
  EXPECT_EQ(merged("n,all\n1,2\n3,2\n", change), "n,all\n1,3\n2,3\n3,3\n");
  EXPECT_EQ(merged("n,all\n1,3\n2,3\n3,3\n", change), "as it was");
}

}  // namespace
}  // namespace rox
