// Who belongs to a set of parties once ownership is followed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/date.h"
#include "model/party.h"
#include "model/policy.h"

namespace ringfence::exposure {

/// Three-valued answer: intervals of shares can leave it open.
enum class Membership : std::uint8_t { kNo, kPossible, kYes };

/// Why a party is in a set: named itself, or the covered direct owners that together reach the threshold.
struct MembershipReason {
  Membership membership = Membership::kNo;
  bool seed = false;               ///< named, listed or of a named jurisdiction
  std::uint32_t share_min_bp = 0;  ///< what covered direct owners hold together, basis points
  std::uint32_t share_max_bp = 0;
  std::uint32_t owned_from_bp = 0;  ///< threshold of the set that covers it, when shares do
  std::vector<base::Span> spans;    ///< the list line, or the lines of the shares that count
};

/// Answer for every party (index = PartyId) on a day.
struct Coverage {
  std::vector<MembershipReason> parties;
  std::uint32_t owned_from_bp = 0;  ///< 0: no ownership closure
  Membership of(model::PartyId party) const {
    return party.valid() ? parties[party.index()].membership : Membership::kNo;
  }
};

/// Computes the set on `day`. REQUIRES: `set` is valid in `policy`; sets do not include each other in a
/// circle (the reader reports that).
Coverage CoverageOf(const model::Policy& policy, model::PartySetId set, base::Date day);

}  // namespace ringfence::exposure
