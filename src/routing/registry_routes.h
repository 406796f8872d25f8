// The selected routes of a table as redistribution sees them.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "routing/registry_tables.h"
#include "routing/table_route.h"

namespace ringfence::routing {

/// Reads a selection once. The routes stay valid as long as the reader, its plan and its memory are not
/// touched.
class RouteReader {
 public:
  /// Reads the selected routes of the last Run, ascending by prefix; the table's own host routes (kLocal) are
  /// left out.
  RouteReader(const EnginePlan& plan, const Selection& selection);
  /// Reads what BGP wants of them: none of its own routes.
  RouteReader(const EnginePlan& plan, const Selection& selection, const BgpReads& reads);
  /// Reads one. REQUIRES: a route is selected for the prefix.
  RouteReader(const EnginePlan& plan, const Selection& selection, PrefixIndex prefix);

  const std::vector<TableRoute>& routes() const { return routes_; }

 private:
  TableRoute Describe(PrefixIndex prefix);
  void AddWithoutBgp(PrefixIndex prefix);
  void AddHops(PrefixIndex prefix, TableRoute& route);
  void AddMarks(const Candidate& best, TableRoute& route);
  const std::vector<std::string>& MarksOf(const ospf::OspfProcess& process, Protocol protocol);

  const EnginePlan& plan_;
  const Selection& selection_;  ///< read by the constructor only
  std::vector<TableRoute> routes_;
  std::deque<std::vector<std::string_view>> names_;  ///< of interfaces; a deque keeps their addresses
  /// Made once for each process and kind of route. Never iterated.
  std::map<std::pair<const ospf::OspfProcess*, Protocol>, std::vector<std::string>> marks_;
};

/// How redistribution and policies call the source of a route.
model::RouteSource SourceOf(Protocol protocol);

/// The route as policies see it, `pool` being the one its attributes are numbered in. Shares the memory of
/// `route`.
PolicyRoute PolicyRouteOf(const EnginePlan& plan, TableId table, const TableRoute& route,
                          const AttributePool& pool);

/// What the policies of a redistribution by the table's device say about one of its routes.
RedistributionResult JudgeByPolicy(const EnginePlan& plan, TableId table, const TableRoute& route,
                                   const CompiledChain& chain, PolicyMemory& policies);

/// A route of this source and process (empty: any) is meant.
bool FitsSource(const TableRoute& route, model::RouteSource source, std::string_view process);

}  // namespace ringfence::routing
