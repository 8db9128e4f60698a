// The columns of a file of JSON, by the keys of its objects. Keys that are called alike (header_key()) are one column,
// as names of headers are, unless an object has several of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace rox {

struct JsonKeys {
  std::vector<std::string> names;             // of the columns, as the key is written that comes first
  std::map<std::string, std::size_t> places;  // of each key, in `names`
  bool share_lines = false;                   // objects stand on one line
};

class JsonKeyFinder {
 public:
  /// The keys of an object. One that has a key twice is no row, and says nothing.
  void add(const std::vector<std::string>& keys);

  /// How many keys there are.
  std::size_t size() const { return keys_.size(); }

  JsonKeys columns() const;

 private:
  /// Keys that are called alike.
  struct Alike {
    std::uint64_t last_object = 0;  // that had one of them
    bool apart = false;             // an object has several
  };

  std::size_t alike_of(const std::string& key);

  std::map<std::string, std::size_t> keys_;   // to the place in alike_
  std::map<std::string, std::size_t> names_;  // by header_key(), likewise
  std::vector<std::pair<std::string, std::size_t>> in_order_;
  std::vector<Alike> alike_;
  std::uint64_t object_ = 0;
};

}  // namespace rox
