// Typed ids: an index into one flat vector that cannot be mixed up with another kind of index.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "base/check.h"

namespace ringfence::base {

/// Index of an element in the Store of `Tag`. Default-constructed ids are invalid.
template <class Tag>
struct Id {
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  std::uint32_t value = kNone;

  constexpr Id() = default;
  constexpr explicit Id(std::size_t index) : value(static_cast<std::uint32_t>(index)) {}

  /// True when the id points at something.
  constexpr bool valid() const { return value != kNone; }
  /// The id as an index for std::vector.
  constexpr std::size_t index() const { return value; }

  friend constexpr auto operator<=>(Id, Id) = default;
};

/// A vector addressed by its own id type only.
template <class T, class IdType>
class Store {
 public:
  /// Appends `value` and returns its id.
  IdType Add(T value) {
    items_.push_back(std::move(value));
    return IdType(items_.size() - 1);
  }
  /// REQUIRES: id came from this store.
  T& operator[](IdType id) {
    RF_CHECK(id.index() < items_.size());
    return items_[id.index()];
  }
  /// REQUIRES: id came from this store.
  const T& operator[](IdType id) const {
    RF_CHECK(id.index() < items_.size());
    return items_[id.index()];
  }
  /// Number of elements.
  std::size_t size() const { return items_.size(); }
  /// True when there are none.
  bool empty() const { return items_.empty(); }
  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }

 private:
  std::vector<T> items_;
};

}  // namespace ringfence::base

template <class Tag>
struct std::hash<ringfence::base::Id<Tag>> {
  std::size_t operator()(ringfence::base::Id<Tag> id) const noexcept { return id.value; }
};
