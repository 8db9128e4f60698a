#include "sql/reserved_words.hpp"

#include <sstream>

#include "base/text.hpp"

namespace rox {
namespace {

// Lower case, a blank before and after each word.

constexpr std::string_view kDuckDb =
    " all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case cast"
    " check collate collation column columns concurrently constraint create cross default deferrable desc"
    " describe distinct do else end except false fetch for foreign freeze from full generated glob group"
    " having ilike in initially inner intersect into is isnull join lambda lateral leading left like limit map"
    " natural not notnull null offset on only or order outer overlaps pivot pivot_longer pivot_wider placing"
    " positional primary qualify references returning right select semi show similar some struct summarize"
    " symmetric table tablesample then to trailing true try_cast tuple union unique unpack unpivot using"
    " variadic verbose when where window with ";

constexpr std::string_view kPostgres =
    " all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate"
    " collation column concurrently constraint create cross current_catalog current_date current_role"
    " current_schema current_time current_timestamp current_user default deferrable desc distinct do else end"
    " except false fetch for foreign freeze from full grant group having ilike in initially inner intersect"
    " into is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null"
    " offset on only or order outer overlaps placing primary references returning right select session_user"
    " similar some symmetric table tablesample then to trailing true union unique user using variadic verbose"
    " when where window with ";

constexpr std::string_view kRedshift =
    " aes128 aes256 all allowoverwrite analyse analyze and any array as asc authorization az64 backup between"
    " binary blanksasnull both bytedict bzip2 case cast check collate column constraint create credentials"
    " cross current_date current_time current_timestamp current_user current_user_id default deferrable"
    " deflate defrag delta delta32k desc disable distinct do else emptyasnull enable encode encrypt encryption"
    " end except explicit false for foreign freeze from full globaldict256 globaldict64k grant group gzip"
    " having identity ignore ilike in initially inner intersect interval into is isnull join leading left like"
    " limit localtime localtimestamp lun luns lzo lzop minus mostly16 mostly32 mostly8 natural new not notnull"
    " null nulls off offline offset oid old on only open or order outer overlaps parallel partition percent"
    " permissions pivot placing primary raw readratio recover references rejectlog resort respect restore"
    " right select session_user similar snapshot some sysdate system table tag tdes text255 text32k then"
    " timestamp to top trailing true truncatecolumns union unique unnest unpivot user using verbose wallet"
    " when where with without ";

// With TRUE, which Spark doesn't list, but which is a value wherever it is read.
constexpr std::string_view kSpark =
    " all and any as authorization both call case cast check collate collation collations column constraint"
    " create cross current_date current_path current_schema current_time current_timestamp current_user"
    " distinct else end escape except execute false fetch filter for foreign from full grant group having in"
    " inner intersect into is join lateral leading left localtime natural not null offset on only or order"
    " outer overlaps primary recursive references right select session_user some sql table then time to"
    " trailing true union unique unknown user using when where with within ";

std::string_view word_list(SqlDialect dialect) {
  switch (dialect) {
    case SqlDialect::duckdb: return kDuckDb;
    case SqlDialect::postgres: return kPostgres;
    case SqlDialect::redshift: return kRedshift;
    case SqlDialect::spark: break;
  }
  return kSpark;
}

}  // namespace

std::vector<std::string> reserved_words(SqlDialect dialect) {
  std::istringstream list{std::string(word_list(dialect))};
  std::vector<std::string> words;
  for (std::string word; list >> word;) words.push_back(word);
  return words;
}

bool is_reserved_word(std::string_view word, SqlDialect dialect) {
  return word.find(' ') == std::string_view::npos &&
         word_list(dialect).find(" " + to_lower(word) + " ") != std::string_view::npos;
}

}  // namespace rox
