// Parties (states, companies, makers) and the statements about them. Who is trusted is always some party's
// statement with its source and date; the program holds no opinion.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/ids.h"
#include "base/source.h"

namespace ringfence::model {

struct PartyTag;
using PartyId = base::Id<PartyTag>;
struct PartySetTag;
using PartySetId = base::Id<PartySetTag>;

/// Dates during which a statement holds; both ends inclusive, absent ends are open.
struct DateWindow {
  std::optional<base::Date> from;
  std::optional<base::Date> until;
  bool Holds(base::Date day) const { return (!from || *from <= day) && (!until || day <= *until); }
};

/// A direct share, in hundredths of a percent; an interval when the source gives one.
struct Ownership {
  PartyId owner;
  std::uint32_t share_min_bp = 0;  ///< basis points, 0..10000
  std::uint32_t share_max_bp = 0;
  DateWindow window;
  base::Span span;
};

/// Somebody who owns, makes, runs or states.
struct Party {
  std::string id;
  std::string name;              ///< for people; id when none is given
  std::string kind;              ///< state, operator, public-body, maker, company
  std::optional<PartyId> state;  ///< the state a body belongs to
  std::string jurisdiction;
  std::vector<Ownership> owners;
  base::Span span;
};

/// "Party `by` names these parties, from a date on, because of a source".
struct PartyList {
  std::string id;
  PartyId by;
  std::vector<PartyId> names;
  DateWindow window;
  std::string because;
  base::Span span;
};

/// A set of parties as rules use it: seeds plus everybody they own.
struct PartySet {
  std::string id;
  std::vector<PartyId> parties;
  std::vector<std::size_t> lists;  ///< indices of PartyList
  std::vector<std::string> jurisdictions;
  std::vector<PartySetId> sets;                ///< sets united into this one
  std::optional<std::uint32_t> owned_from_bp;  ///< aggregate threshold in basis points; absent: no closure
  base::Span span;
};

}  // namespace ringfence::model
