// Texts as small numbers: each different text gets the next id, equal texts get equal ids.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/check.h"
#include "base/ids.h"

namespace ringfence::base {

/// Hands out dense ids in the order texts are first seen, so the same input gives the same ids. Not
/// thread-safe. Texts stay at their addresses while the interner lives.
template <class IdType>
class Interner {
 public:
  Interner() = default;
  /// The same texts with the same ids.
  Interner(const Interner& other) {
    for (const std::string& text : other.texts_) Intern(text);
  }
  Interner& operator=(const Interner&) = delete;

  /// The id of `text`, a new one when it was never seen. O(length).
  IdType Intern(std::string_view text) {
    const auto found = ids_.find(text);
    if (found != ids_.end()) return found->second;
    const IdType id(texts_.size());
    ids_.emplace(texts_.emplace_back(text), id);
    return id;
  }
  /// The id of `text`; an invalid id when it was never seen.
  IdType Find(std::string_view text) const {
    const auto found = ids_.find(text);
    return found == ids_.end() ? IdType() : found->second;
  }
  /// REQUIRES: id came from this interner.
  std::string_view Text(IdType id) const {
    RF_CHECK(id.index() < texts_.size());
    return texts_[id.index()];
  }
  /// Number of different texts.
  std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;  // never moves its elements: the keys below point into them
  std::unordered_map<std::string_view, IdType> ids_;
};

}  // namespace ringfence::base
