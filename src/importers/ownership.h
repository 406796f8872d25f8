// Parties and shares as registers of owners state them: by their ids, many statements about one pair.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "importers/import.h"

namespace ringfence::importers {

/// A share in basis points; an interval when the source gives one or none.
struct Share {
  std::uint32_t min_bp = 0;
  std::uint32_t max_bp = 10000;
};

/// "25", "37.5", "33.333" percent as basis points, rounded outwards; nullopt for anything else.
std::optional<Share> ShareOfPercent(std::string_view text);

/// One party as a source states it.
struct StatedParty {
  std::string name;
  std::string kind = "company";
  std::string jurisdiction;
  std::string because;
  base::Span span;
};

/// "owner holds a direct share of owned".
struct StatedShare {
  std::string owner;  ///< ids of the source
  std::string owned;
  Share share;
  std::string from, until;  ///< days; empty: open
  std::string because;
  base::Span span;
};

/// Collects the parties of one source. Rules speak of names, registers of ids: a party is called by its name,
/// and by name and id where several have that name.
class PartyBook {
 public:
  /// False with a diagnostic when the id is taken.
  bool AddParty(const std::string& id, StatedParty party, Import& import);
  void AddShare(StatedShare share) { shares_.push_back(std::move(share)); }
  bool Has(std::string_view id) const { return parties_.find(id) != parties_.end(); }
  /// Settles what parties are called. Once, after the last party and before what follows.
  void NameParties();
  /// What the party is called in the result. REQUIRES: Has(id), after NameParties.
  const std::string& NameOf(std::string_view id) const { return names_.find(id)->second; }
  /// Puts parties and shares into the import. A share of a party that was never added is diagnosed. Several
  /// statements about one pair become the interval and the days that hold all of them: said aloud.
  void Write(Import& import) const;

 private:
  std::map<std::string, StatedParty, std::less<>> parties_;
  std::map<std::string, std::string, std::less<>> names_;
  std::vector<StatedShare> shares_;
};

}  // namespace ringfence::importers
