// Route maps as statements.
#pragma once

#include "formats/policy_text.h"
#include "formats/statement_report.h"

namespace ringfence::formats {

/// Reads what follows `route-map`: name, action (permit without a word) and sequence number (10 without a
/// number). Gives the entry whose block is open now, nullptr when none is (removal, or nothing to open);
/// it stays valid until its map or entry is removed.
RouteMapEntry* ReadRouteMap(PolicyTexts& texts, Statement& statement);

/// Reads a line in the block of an entry: `match`, `set`, `continue`, `on-match`, `call`, `description`. What
/// cannot be expressed is noted in the entry: the line counts only when the route map is used.
Verdict ReadRouteMapLine(RouteMapEntry& entry, Statement& statement, StatementReport& report,
                         const PolicyDialect& dialect);

/// What the handlers of one line share.
struct RouteMapSite {
  RouteMapEntry& entry;
  Statement& statement;
  StatementReport& report;
  const PolicyDialect& dialect;

  /// Notes that the line is not expressed; it has no effect while nothing uses the route map.
  Verdict NotExpressed();
  /// Adds a condition to the clause of its kind.
  Verdict Match(std::string kind, RouteMapMatch match);
  /// Adds a change.
  Verdict Set(model::RouteAction action, std::optional<ListKind> list = std::nullopt);
};

/// The statement after `match` and after `set`.
Verdict ReadRouteMapMatch(RouteMapSite& site);
Verdict ReadRouteMapSet(RouteMapSite& site);

}  // namespace ringfence::formats
