// Numbers of one attribute pool in terms of another.
#pragma once

#include <vector>

#include "routing/path_attributes.h"

namespace ringfence::routing {

/// Gives what is interned in `from` its number in `to`, adding it there when it is new. Equal sequences of
/// calls on equal contents give equal numbers, whatever the numbers in `from`.
class PoolTranslation {
 public:
  /// Both must outlive the object.
  PoolTranslation(const AttributePool& from, AttributePool& to) : from_(from), to_(to) {}

  /// An invalid number stays invalid.
  AttributesId operator()(AttributesId id);
  AddressId operator()(AddressId id);

 private:
  CommunitySetId Translate(CommunitySetId id);

  const AttributePool& from_;
  AttributePool& to_;
  std::vector<AttributesId> blocks_;  ///< by number in `from`; invalid: not asked yet
  std::vector<AddressId> addresses_;  ///< the same
};

}  // namespace ringfence::routing
